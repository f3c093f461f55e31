import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationOf } from '../../../webapp/chat/history.js';
import { exported } from '../../../webapp/chat/export.js';
import { Words } from '../../../webapp/i18n/words.js';

const words = new Words('zh');
const conversation = conversationOf({
  id: 'c1',
  messages: [
    { role: 'user', content: '为什么？' },
    { role: 'assistant', content: '# 因为\n\n**快**', stream_id: 's1' },
    { role: 'user', content: '没有回答' },
  ],
});

test('Markdown says who speaks, and keeps what is said', () => {
  const { name, type, text } = exported('markdown', { title: '为什么？', conversation, words });
  assert.equal(name, '为什么？.md');
  assert.match(type, /^text\/markdown/);
  assert.equal(text, '# 为什么？\n\n## 你\n\n为什么？\n\n## 助手\n\n# 因为\n\n**快**\n\n## 你\n\n没有回答\n');
});

test('JSON has every message, with what is known of it', () => {
  const { name, text } = exported('json', { title: 't', conversation, words });
  assert.equal(name, 't.json');
  assert.deepEqual(JSON.parse(text), {
    id: 'c1',
    title: 't',
    messages: [
      { role: 'user', content: '为什么？' },
      { role: 'assistant', content: '# 因为\n\n**快**', status: 'complete', stream_id: 's1' },
      { role: 'user', content: '没有回答' },
      { role: 'assistant', content: '', status: 'complete' },
    ],
  });
});

test('a name is one that every file system takes', () => {
  const named = (title) => exported('json', { title, conversation, words }).name;
  assert.equal(named('a/b\\c:d*e?"f<g>h|i\u0000'), 'a b c d e f g h i.json');
  assert.equal(named('  '), 'chat.json');
  assert.equal(named('长'.repeat(99)), `${'长'.repeat(60)}.json`);
});

test('another form is refused by name', () => {
  assert.throws(() => exported('pdf', { title: 't', conversation, words }), /markdown or json, not as pdf/);
});
