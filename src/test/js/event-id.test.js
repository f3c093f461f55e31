import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatEventId, parseEventId, streamUrl } from '../../../webapp/streams/event-id.js';

test('an id is a stream and a position in it', () => {
  assert.deepEqual(parseEventId('a-_Z.12'), { streamId: 'a-_Z', position: 12 });
  assert.equal(formatEventId(parseEventId('a-_Z.12')), 'a-_Z.12');
});

test('other ids are none of ours', () => {
  for (const id of ['', '12', 'a', 'a.', '.1', 'a.1b', 'a.-1', `a.${'9'.repeat(16)}`]) {
    assert.equal(parseEventId(id), undefined, id);
  }
});

test('the address of a stream is below the page, whatever its name', () => {
  assert.equal(streamUrl('a-_Z'), 'api/streams/a-_Z');
  assert.equal(streamUrl('../x'), 'api/streams/..%2Fx');
});
