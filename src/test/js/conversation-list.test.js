import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConversationList } from '../../../webapp/conversations/conversation-list.js';
import { ConversationsApi } from '../../../webapp/conversations/conversations-api.js';
import { MAX_REMEMBERED, RememberedConversations } from '../../../webapp/conversations/remembered.js';

/** A server with conversations, which lists them or does not. */
function serverWith(conversations, { lists = true } = {}) {
  const requests = [];
  const fetch = async (url, { method = 'GET', body } = {}) => {
    requests.push([method, url, body && JSON.parse(body)].filter((part) => part !== undefined));
    if (url === 'api/conversations') {
      return lists ? Response.json({ conversations }) : problem(403);
    }
    const id = decodeURIComponent(url.slice('api/conversations/'.length));
    if (!conversations.some((one) => one.id === id)) return problem(404);
    return method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json({ id });
  };
  return { requests, fetch };
}

const problem = (status) =>
  Response.json({ status, detail: 'no' }, { status, headers: { 'Content-Type': 'application/problem+json' } });

function memory() {
  const items = new Map();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, text) => items.set(key, text) };
}

function listOf(server, storage = memory()) {
  let changes = 0;
  const remembered = new RememberedConversations('https://s/', () => storage);
  const list = new ConversationList({ api: new ConversationsApi(server), remembered, onChange: () => changes++ });
  return { list, remembered, changes: () => changes };
}

const titles = (list) => list.entries.map(({ title }) => title);

test('those that were used last come first', async () => {
  const { list } = listOf(
    serverWith([
      { id: 'a', title: 'A', updated: 1 },
      { id: 'b', title: 'B', updated: '2026-11-21T10:00:00Z' },
      { id: 'c', title: 'C', created: 2 },
    ]),
  );
  await list.refresh();
  assert.deepEqual(titles(list), ['B', 'C', 'A']);
});

test('a caller to whom none are listed sees those that this browser began', async () => {
  const storage = memory();
  const server = serverWith([{ id: 'a' }], { lists: false });
  const first = listOf(server, storage);
  await first.list.refresh();
  first.list.used({ id: 'a', question: '  Why?\n Really? ', atMillis: 5 });
  const { list } = listOf(server, storage);
  await list.refresh();
  assert.deepEqual(titles(list), ['Why? Really?']);
  await list.rename('a', 'Because');
  await list.refresh();
  assert.deepEqual(titles(list), ['Because']);
  await list.remove('a');
  await list.refresh();
  assert.deepEqual(titles(list), []);
});

test('a conversation that is used goes to the top, and keeps its title', async () => {
  const { list, changes } = listOf(serverWith([{ id: 'a', title: 'A', updated: 2 }, { id: 'b', title: 'B', updated: 1 }]));
  await list.refresh();
  list.used({ id: 'b', question: 'another', atMillis: 3 });
  assert.deepEqual(titles(list), ['B', 'A']);
  assert.equal(changes(), 2);
});

test('asks the server to rename and to delete, by addresses that are well formed', async () => {
  const server = serverWith([{ id: 'a/b', title: 'A' }]);
  const { list } = listOf(server);
  await list.refresh();
  await list.rename('a/b', 'B');
  await list.remove('a/b');
  assert.deepEqual(server.requests.slice(1), [
    ['PATCH', 'api/conversations/a%2Fb', { title: 'B' }],
    ['DELETE', 'api/conversations/a%2Fb'],
  ]);
  assert.deepEqual(list.entries, []);
});

test('what is gone on the server already can be deleted', async () => {
  const { list } = listOf(serverWith([]));
  list.used({ id: 'x', question: 'q', atMillis: 1 });
  await list.remove('x');
  assert.deepEqual(list.entries, []);
});

test('a rename that the server refuses changes nothing, and says why', async () => {
  const { list } = listOf(serverWith([]));
  list.used({ id: 'x', question: 'q', atMillis: 1 });
  await assert.rejects(list.rename('x', 'y'), (error) => error.failure.status === 404);
  assert.deepEqual(titles(list), ['q']);
});

test('a server that cannot be reached is a failure, not an empty list', async () => {
  const { list } = listOf({ fetch: async () => Promise.reject(new TypeError('no')) });
  await assert.rejects(list.refresh(), (error) => error.failure.code === 'network');
});

test('a browser remembers so many, and starts anew over what it did not write', () => {
  const storage = memory();
  const remembered = new RememberedConversations('https://s/', () => storage);
  const many = Array.from({ length: MAX_REMEMBERED + 1 }, (_, index) => ({ id: `${index}`, title: 't' }));
  remembered.write(many);
  assert.equal(remembered.read().length, MAX_REMEMBERED);
  for (const text of ['{', 'null', '{}', '[null,{"id":1}]']) {
    storage.setItem('runnel.conversations:https://s/', text);
    assert.deepEqual(remembered.read(), []);
  }
  const forbidden = new RememberedConversations('x', () => {
    throw new Error('SecurityError');
  });
  forbidden.write(many);
  assert.deepEqual(forbidden.read(), []);
});
