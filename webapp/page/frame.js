/** A hidden tab gets no animation frames; it is drawn this often at least, so that it is never far behind. */
export const MAX_DELAY_MILLIS = 250;

/** Of the time, drawing takes one part of so many at most; the rest is for whoever scrolls, types and selects. */
export const SHARE = 20;

/** So many frames say what one costs, by their median: the first ones of a page, and one that was held up, say little. */
const FRAMES = 5;

/**
 * What drawing needs of a browser.
 *
 * @typedef {object} Screen
 * @property {() => number} now in milliseconds
 * @property {(draw: () => void) => number} requestFrame
 * @property {(frame: number) => void} cancelFrame
 * @property {(run: () => void, millis: number) => number} setTimer
 * @property {(timer: number) => void} clearTimer
 * @property {(run: () => void) => void} whenDrawn calls when the browser has done what the scripts of this frame ask for
 */

/** @type {Screen} */
const browserScreen = {
  now: () => performance.now(),
  requestFrame: (draw) => requestAnimationFrame(draw),
  cancelFrame: (frame) => cancelAnimationFrame(frame),
  setTimer: (run, millis) => setTimeout(run, millis),
  clearTimer: (timer) => clearTimeout(timer),
  whenDrawn: (run) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(undefined);
  },
};

/**
 * Draws at most once per animation frame, however often the state changes in between; and where drawing has become
 * dear, more seldom, but never later than {@link MAX_DELAY_MILLIS}. A frame's cost is measured, with style, layout and
 * paint: on a slow machine it is another than on a fast one.
 *
 * @param {() => void} draw
 * @param {Screen} [screen]
 * @returns {() => void} asks for a drawing
 */
export function coalesced(draw, screen = browserScreen) {
  let frame = 0;
  /** The drawing that was asked for comes now at the latest. */
  let latest = 0;
  let rest = 0;
  /** What the last frames have cost. @type {number[]} */
  const costs = [];
  let drawnAtMillis = -Infinity;

  function run() {
    screen.cancelFrame(frame);
    screen.clearTimer(rest);
    screen.clearTimer(latest);
    latest = 0;
    const begunAtMillis = screen.now();
    screen.whenDrawn(() => {
      drawnAtMillis = screen.now();
      costs.push(drawnAtMillis - begunAtMillis);
      if (costs.length > FRAMES) costs.shift();
    });
    draw();
  }

  function request() {
    frame = screen.requestFrame(run);
  }

  return () => {
    if (latest !== 0) return;
    latest = screen.setTimer(run, MAX_DELAY_MILLIS);
    const restMillis = drawnAtMillis + Math.min(costOf(costs) * (SHARE - 1), MAX_DELAY_MILLIS) - screen.now();
    if (restMillis > 0) rest = screen.setTimer(request, restMillis);
    else request();
  };
}

function costOf(costs) {
  return costs.length < FRAMES ? 0 : [...costs].sort((one, other) => one - other)[(FRAMES - 1) / 2];
}
