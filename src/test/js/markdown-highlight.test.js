import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../../../webapp/markdown/highlight.js';
import highlighter from '../../../webapp/vendor/highlight/highlight.js';

test('knows the languages of the highlighter without loading it', () => {
  const names = highlighter
    .listLanguages()
    .flatMap((name) => [name, ...(highlighter.getLanguage(name).aliases ?? [])])
    .map((name) => name.toLowerCase());
  assert.deepEqual([...LANGUAGES].sort(), [...new Set(names)].sort());
});

test('finds the tree that the page is made from', () => {
  const { _emitter: tree } = highlighter.highlight('let a = "b"; // c', { language: 'js', ignoreIllegals: true });
  const scopes = tree.root.children.filter((part) => typeof part !== 'string').map((part) => part.scope);
  assert.deepEqual(scopes, ['keyword', 'string', 'comment']);
});
