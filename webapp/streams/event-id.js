/**
 * An event's id is a position in the log of its stream: who has the event has everything up to there.
 *
 * @typedef {object} EventId
 * @property {string} streamId
 * @property {number} position from 1
 */

/**
 * @param {string} id as it came, `<stream id>.<position>`
 * @returns {EventId|undefined} undefined when it is none of ours
 */
export function parseEventId(id) {
  const match = /^(.+)\.(\d{1,15})$/.exec(id);
  return match === null ? undefined : { streamId: match[1], position: Number(match[2]) };
}

/** @param {EventId} id */
export function formatEventId({ streamId, position }) {
  return `${streamId}.${position}`;
}

/** @param {string} streamId @returns {string} relative to the page */
export function streamUrl(streamId) {
  return `api/streams/${encodeURIComponent(streamId)}`;
}
