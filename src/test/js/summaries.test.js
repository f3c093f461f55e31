import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { summaries } from '../../../webapp/explorer/summaries.zh.js';

const document = readFileSync(
  new URL('../../main/resources/META-INF/openapi.yaml', import.meta.url),
  'utf8',
);

test('every operation of the document has its summary in Chinese, and there is no other', () => {
  const ids = [...document.matchAll(/^ +operationId: (\w+)$/gm)].map((match) => match[1]);
  assert.deepEqual(Object.keys(summaries).sort(), ids.sort());
});
