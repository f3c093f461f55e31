import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DELAY_MILLIS, SHARE, coalesced } from '../../../webapp/page/frame.js';

/** A screen with a frame every 16 milliseconds, whose time passes when it is told to. */
class Screen {
  static FRAME_MILLIS = 16;
  visible = true;
  /** What the browser needs for what one drawing has changed. */
  costMillis = 0;
  drawings = [];
  #millis = 0;
  #names = 0;
  /** @type {Map<number, () => void>} */
  #frames = new Map();
  /** @type {Map<number, {at: number, run: () => void}>} */
  #timers = new Map();
  #drawn = [];

  now = () => this.#millis;
  whenDrawn = (run) => this.#drawn.push(run);
  cancelFrame = (name) => this.#frames.delete(name);
  clearTimer = (name) => this.#timers.delete(name);

  requestFrame = (draw) => {
    this.#frames.set(++this.#names, draw);
    return this.#names;
  };

  setTimer = (run, millis) => {
    this.#timers.set(++this.#names, { at: this.#millis + millis, run });
    return this.#names;
  };

  draw = () => {
    this.drawings.push(this.#millis);
    this.#millis += this.costMillis;
  };

  /** @param {number} millis @param {() => void} [each] called in each of them */
  pass(millis, each = () => {}) {
    for (const end = this.#millis + millis; this.#millis < end; ) {
      this.#millis++;
      each();
      for (const [name, { at, run }] of [...this.#timers]) {
        if (at > this.#millis) continue;
        this.#timers.delete(name);
        run();
        this.#end();
      }
      if (!this.visible || this.#millis % Screen.FRAME_MILLIS !== 0) continue;
      const frames = [...this.#frames.values()];
      this.#frames.clear();
      for (const frame of frames) frame();
      this.#end();
    }
  }

  #end() {
    for (const run of this.#drawn.splice(0)) run();
  }
}

function drawing(options) {
  const screen = Object.assign(new Screen(), options);
  return { screen, ask: coalesced(screen.draw, screen) };
}

test('draws once a frame, however often it is asked', () => {
  const { screen, ask } = drawing();
  screen.pass(10 * Screen.FRAME_MILLIS, ask);
  assert.equal(screen.drawings.length, 10);
});

test('draws nothing that nobody has asked for', () => {
  const { screen, ask } = drawing();
  ask();
  screen.pass(1_000);
  assert.equal(screen.drawings.length, 1);
});

test('a drawing that is asked for after a pause comes in the next frame, however dear it is', () => {
  const { screen, ask } = drawing({ costMillis: 100 });
  for (let times = 0; times < 5; times++) {
    const askedAt = screen.now();
    ask();
    screen.pass(1_000);
    assert.ok(screen.drawings.at(-1) - askedAt <= Screen.FRAME_MILLIS);
  }
});

test('what is dear is drawn more seldom, so that it takes a share of the time', () => {
  const { screen, ask } = drawing({ costMillis: 8 });
  // Until it is known what it costs.
  screen.pass(1_000, ask);
  const before = screen.drawings.length;
  screen.pass(8_000, ask);
  const drawn = screen.drawings.length - before;
  assert.ok(drawn <= 8_000 / (8 * SHARE) + 1, `${drawn} drawings`);
  assert.ok(drawn >= 8_000 / MAX_DELAY_MILLIS, `${drawn} drawings`);
});

test('however dear, it is drawn so often that nobody waits', () => {
  const { screen, ask } = drawing({ costMillis: 90 });
  screen.pass(10_000, ask);
  const gaps = screen.drawings.slice(1).map((at, index) => at - screen.drawings[index]);
  assert.ok(Math.max(...gaps) <= 90 + MAX_DELAY_MILLIS + 1, String(Math.max(...gaps)));
});

test('a single frame that was dear, such as the first one, holds nothing up', () => {
  const { screen, ask } = drawing({ costMillis: 200 });
  ask();
  screen.pass(Screen.FRAME_MILLIS);
  screen.costMillis = 0;
  screen.pass(10 * Screen.FRAME_MILLIS, ask);
  assert.ok(screen.drawings.length >= 10, `${screen.drawings.length} drawings`);
});

test('what has become cheap again is drawn often again', () => {
  const { screen, ask } = drawing({ costMillis: 20 });
  screen.pass(2_000, ask);
  screen.costMillis = 0;
  screen.pass(2_000, ask);
  const before = screen.drawings.length;
  screen.pass(10 * Screen.FRAME_MILLIS, ask);
  assert.equal(screen.drawings.length - before, 10);
});

test('a hidden page, which gets no frames, is drawn by the clock', () => {
  const { screen, ask } = drawing({ visible: false });
  screen.pass(4 * MAX_DELAY_MILLIS + 4, ask);
  assert.equal(screen.drawings.length, 4);
});
