import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BACKGROUND, Workspace } from '../../../webapp/chat/workspace.js';
import { SimulatedPlatform, framed } from './simulation.js';
import { eventStream } from './streams.js';

/** A server whose answers stay open until their conversation's gate is opened. */
class ChatServer {
  requests = [];
  /** @type {Map<string, object>} */
  conversations = new Map();
  #controllers = new Map();

  fetch = async (url, { method = 'GET', body, signal } = {}) => {
    this.requests.push(`${method} ${url}`);
    if (url === 'api/chat') return this.#answer(JSON.parse(body), signal);
    if (url === 'api/conversations') {
      return Response.json({ conversations: [...this.conversations.values()] });
    }
    const [, kind, id] = /^api\/(\w+)\/(.+)$/.exec(url);
    if (kind === 'streams' && method === 'DELETE') return Response.json({ ended: 'cancelled' });
    if (kind === 'streams') return this.#stream(id, this.conversations.get(id.replace('s', 'c')), signal);
    if (!this.conversations.has(id)) return new Response('{}', { status: 404 });
    if (method === 'DELETE') this.conversations.delete(id);
    if (method === 'PATCH') this.conversations.get(id).title = JSON.parse(body).title;
    return method === 'DELETE'
      ? new Response(null, { status: 204 })
      : Response.json(this.conversations.get(id));
  };

  /** The answer in a conversation goes on to its end. */
  finish(id) {
    this.#controllers.get(id)?.enqueue(
      new TextEncoder().encode(
        frame(id, 3, { type: 'delta', chunk: ' done' }) + frame(id, 4, { type: 'complete' }),
      ),
    );
  }

  #answer({ message, conversation_id: asked }, signal) {
    const id = asked ?? `c${this.conversations.size + 1}`;
    this.conversations.set(id, {
      id,
      title: message,
      messages: [{ role: 'user', content: message }],
      live: { stream_id: id.replace('c', 's') },
    });
    return this.#stream(id.replace('c', 's'), this.conversations.get(id), signal);
  }

  #stream(streamId, { id }, signal) {
    const begun =
      frame(id, 1, { type: 'start', stream_id: streamId, conversation_id: id }) +
      frame(id, 2, { type: 'delta', chunk: `of ${id}` });
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(begun));
        this.#controllers.set(id, controller);
        signal.addEventListener('abort', () => {
          this.#controllers.delete(id);
          controller.error(signal.reason);
        });
      },
    });
    const response = new Response(body, { headers: eventStream([]).headers });
    response.headers.set('X-Stream-Id', streamId);
    return response;
  }
}

function frame(id, position, event) {
  return framed(event, position).replace(/^id: .+\./, `id: ${id.replace('c', 's')}.`);
}

function workspaceOn(server, { storage = tab() } = {}) {
  const platform = new SimulatedPlatform(server.fetch);
  const news = [];
  /** Which conversation was on the page at each change. */
  const shown = [];
  const remembered = { read: () => [], write: () => {} };
  const workspace = new Workspace({
    platform,
    storage,
    remembered,
    onChange: () => shown.push(workspace.conversation.id),
    onNews: ({ type, conversationId }) => news.push(`${type} ${conversationId}`),
  });
  return { workspace, platform, news, shown, storage };
}

function tab() {
  let text;
  return { read: () => text, write: (next) => (text = next) };
}

const texts = ({ conversation }) => conversation.turns.map(({ answer }) => answer.text);

/** Asks and waits until the answer has begun. */
async function ask({ workspace, platform }, question) {
  workspace.session.ask({ question });
  await platform.idle();
}

test('an answer goes on while another conversation is on the page', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  const { workspace, platform, news } = page;
  await ask(page, 'one');
  workspace.begin();
  assert.deepEqual(texts(workspace), []);
  await ask(page, 'two');
  assert.ok(workspace.isAnswering('c1'));
  server.finish('c1');
  await platform.idle();
  assert.equal(workspace.isAnswering('c1'), false);
  assert.ok(workspace.isAnswering('c2'));
  assert.deepEqual(texts(workspace), ['of c2']);
  assert.deepEqual(news, ['start c1', 'start c2', 'complete c1']);
  assert.equal(workspace.title, 'two');
  workspace.leave();
});

test('who comes back to an answer that is being written sees it go on', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  const { workspace, platform } = page;
  await ask(page, 'one');
  workspace.begin();
  const requests = server.requests.length;
  await workspace.open('c1');
  assert.deepEqual(texts(workspace), ['of c1']);
  assert.equal(server.requests.length, requests);
  server.finish('c1');
  await platform.idle();
  assert.deepEqual(texts(workspace), ['of c1 done']);
  workspace.leave();
});

test('so many answers go on beside the page; of more, the oldest is left to the server', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  for (let index = 0; index <= MAX_BACKGROUND; index++) {
    await ask(page, `q${index}`);
    page.workspace.begin();
  }
  assert.equal(page.workspace.isAnswering('c1'), false);
  assert.ok(page.workspace.isAnswering('c2'));
  assert.equal(server.requests.filter((request) => request.startsWith('DELETE')).length, 0);
  page.workspace.leave();
});

test('a conversation comes from the server, with the answer that is being written', async () => {
  const server = new ChatServer();
  const first = workspaceOn(server);
  await ask(first, 'one');
  const { workspace, platform, news, shown } = workspaceOn(server);
  await workspace.refresh();
  assert.deepEqual(workspace.conversations.map(({ id }) => id), ['c1']);
  shown.length = 0;
  await workspace.open('c1');
  await platform.idle();
  assert.deepEqual([...new Set(shown)], ['c1'], 'no empty one in between');
  assert.deepEqual(texts(workspace), ['of c1']);
  server.finish('c1');
  await platform.idle();
  assert.deepEqual(texts(workspace), ['of c1 done']);
  assert.deepEqual(news, ['start c1', 'complete c1']);
  first.workspace.leave();
  workspace.leave();
});

test('a conversation that the server does not have leaves the list, and the page as it was', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  const { workspace } = page;
  await ask(page, 'one');
  server.finish('c1');
  await page.platform.idle();
  workspace.begin();
  server.conversations.clear();
  await assert.rejects(workspace.open('c1'), (error) => error.failure.status === 404);
  assert.deepEqual(workspace.conversations, []);
  assert.equal(workspace.conversation.id, undefined);
});

test('a conversation that is deleted leaves the page, and its answer is stopped', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  const { workspace } = page;
  await ask(page, 'one');
  await workspace.remove('c1');
  await page.platform.idle();
  assert.equal(workspace.conversation.turns.length, 0);
  assert.deepEqual(workspace.conversations, []);
  assert.ok(server.requests.includes('DELETE api/streams/s1'));
  workspace.leave();
});

test('who leaves asks nothing more, and goes on when he is back', async () => {
  const server = new ChatServer();
  const page = workspaceOn(server);
  const { workspace, platform } = page;
  await ask(page, 'one');
  workspace.leave();
  server.finish('c1');
  await platform.idle();
  assert.deepEqual(texts(workspace), ['of c1']);
  workspace.resume();
  await platform.idle();
  server.finish('c1');
  await platform.idle();
  assert.deepEqual(texts(workspace), ['of c1 done']);
  assert.deepEqual(page.news, ['start c1', 'complete c1']);
});

test('a reload finds the conversation that was on the page, and tells nothing anew', async () => {
  const server = new ChatServer();
  const before = workspaceOn(server);
  await ask(before, 'one');
  server.finish('c1');
  await before.platform.idle();
  before.workspace.leave();
  const { workspace, platform, news } = workspaceOn(server, { storage: before.storage });
  workspace.resume();
  await platform.idle();
  assert.deepEqual(texts(workspace), ['of c1 done']);
  assert.deepEqual(news, []);
  workspace.begin();
  const again = workspaceOn(server, { storage: before.storage });
  again.workspace.resume();
  assert.deepEqual(texts(again.workspace), []);
});

test('what cannot even begin is told as an error', async () => {
  const page = workspaceOn({ fetch: async () => new Response('{}', { status: 403 }) });
  await page.workspace.session.ask({ question: 'one' });
  assert.deepEqual(page.news, ['error undefined']);
});
