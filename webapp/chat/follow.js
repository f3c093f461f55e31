/** So near to the end the reader still counts as being there. */
const NEAR_PX = 48;

/**
 * Keeps a growing text's end in sight, but only as long as the reader is there: who has scrolled up
 * to read is left alone.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.scroller
 * @param {HTMLElement} parts.content what grows in it
 * @param {HTMLElement} parts.jump a button back to the end, shown when the reader is elsewhere
 * @param {AbortSignal} parts.signal from its abort on nothing is followed
 * @returns {() => void} goes to the end and follows again
 */
export function followEnd({ scroller, content, jump, signal }) {
  let following = true;
  let lastTop = 0;

  function toEnd() {
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
    showJump();
  }

  /** Only if that changes anything: to hide what is hidden costs a frame. */
  function showJump() {
    if (jump.hidden !== following) jump.hidden = following;
  }

  function distance() {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  }

  scroller.addEventListener(
    'scroll',
    () => {
      // Growth alone also brings distance; only a move upwards says that the reader wants to leave.
      if (distance() <= NEAR_PX) following = true;
      else if (scroller.scrollTop < lastTop) following = false;
      lastTop = scroller.scrollTop;
      showJump();
    },
    { passive: true, signal },
  );
  jump.addEventListener('click', toEnd, { signal });

  const resized = new ResizeObserver(() => {
    if (following) toEnd();
  });
  resized.observe(content);
  resized.observe(scroller);
  signal.addEventListener('abort', () => resized.disconnect());
  return toEnd;
}
