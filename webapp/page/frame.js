/** A hidden tab gets no animation frames; it is drawn this often at least, so that it is never far behind. */
const MAX_DELAY_MILLIS = 250;

/**
 * Draws at most once per animation frame, however often the state changes in between.
 *
 * @param {() => void} draw
 * @returns {() => void} asks for a drawing
 */
export function coalesced(draw) {
  let frame = 0;
  let timer = 0;

  function run() {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = 0;
    draw();
  }

  return () => {
    if (timer !== 0) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, MAX_DELAY_MILLIS);
  };
}
