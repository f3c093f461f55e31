/**
 * What the server told last. Only the first event of a connection has the configuration, which does not
 * change while a server runs.
 *
 * @typedef {object} AdminState
 * @property {any[]} configuration
 * @property {boolean} stopping
 * @property {number} live all live streams; of many only the oldest are listed
 * @property {any[]} streams
 * @property {any[]} providers
 * @property {any[]} models
 * @property {Record<string, number>} refused
 * @property {any[]} errors
 * @property {number} clockLeadMillis how far the server's clock is ahead of the browser's
 */

/** @type {AdminState} */
export const unknownState = {
  configuration: [],
  stopping: false,
  live: 0,
  streams: [],
  providers: [],
  models: [],
  refused: {},
  errors: [],
  clockLeadMillis: 0,
};

/**
 * @param {AdminState} state
 * @param {any} event
 * @param {number} nowMillis the browser's time
 * @returns {AdminState}
 */
export function told(state, event, nowMillis) {
  const { at, ...news } = event;
  return { ...state, ...news, clockLeadMillis: at - nowMillis };
}

/**
 * How long ago something was. The clocks of server and browser may differ; it is never in the future.
 *
 * @param {AdminState} state
 * @param {number} atMillis the server's time
 * @param {number} nowMillis the browser's time
 */
export function ageMillis({ clockLeadMillis }, atMillis, nowMillis) {
  return Math.max(0, nowMillis + clockLeadMillis - atMillis);
}
