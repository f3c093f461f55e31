/** Runs can be repeated: SEED=… npm test. */
export const seed = Number(process.env.SEED ?? Date.now() % 0xffff_ffff);

/** Random choices that depend on the seed alone (mulberry32). */
export function random() {
  let state = seed;

  function fraction() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} below @returns {number} a whole number from 0 */
  const number = (below) => Math.floor(fraction() * below);
  return { number, pick: (choices) => choices[number(choices.length)] };
}
