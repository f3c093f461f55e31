import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageMillis, told, unknownState } from '../../../webapp/admin/state.js';
import {
  errorsTable,
  modelsTable,
  providersTable,
  settingsTable,
  streamsTable,
} from '../../../webapp/admin/tables.js';
import { wordsOf } from '../../../webapp/admin/words.js';

const NOW = Date.UTC(2026, 10, 21, 13, 5, 11);
const en = wordsOf('en', () => NOW, 'UTC');
const zh = wordsOf('zh', () => NOW, 'UTC');

/** The text of each cell, its parts joined, with plain blanks: those of a time differ by the platform. */
const texts = (cells) =>
  cells.map((parts) => parts.map(({ text }) => text.replace(/\s/g, ' ')).join(' | '));

test('an event replaces what can change and keeps the configuration', () => {
  const first = told(unknownState, { at: 100, configuration: [{ name: 'A' }], live: 1, streams: [{}] }, 40);
  const second = told(first, { at: 200, live: 0, streams: [] }, 140);
  assert.deepEqual(second, {
    ...unknownState,
    configuration: [{ name: 'A' }],
    live: 0,
    streams: [],
    clockLeadMillis: 60,
  });
});

test('another server after a restart brings its own configuration', () => {
  const first = told(unknownState, { at: 1, configuration: [{ name: 'A' }] }, 1);
  const second = told(first, { at: 2, configuration: [{ name: 'B' }] }, 2);
  assert.deepEqual(second.configuration, [{ name: 'B' }]);
});

test('ages go by the clock of the server and are never negative', () => {
  const state = told(unknownState, { at: 10_000 }, 7_000);
  assert.equal(ageMillis(state, 9_000, 7_000), 1_000);
  assert.equal(ageMillis(state, 9_000, 8_500), 2_500);
  assert.equal(ageMillis(state, 9_000, 1_000), 0);
});

for (const [millis, english, chinese] of [
  [0, '0 ms', '0 毫秒'],
  [999.4, '999 ms', '999 毫秒'],
  [1_000, '1.0 s', '1.0 秒'],
  [12_345, '12.3 s', '12.3 秒'],
  [59_949, '59.9 s', '59.9 秒'],
  [60_000, '1 min 0 s', '1 分 0 秒'],
  [125_000, '2 min 5 s', '2 分 5 秒'],
  [3_600_000, '1 h 0 min', '1 小时 0 分'],
  [90_061_000, '1 d 1 h', '1 天 1 小时'],
]) {
  test(`${millis} ms are ${english}`, () => {
    assert.equal(en.duration(millis), english);
    assert.equal(zh.duration(millis), chinese);
  });
}

test('nothing is written as sixty seconds', () => {
  assert.equal(en.duration(59_990), '59 s');
  assert.doesNotMatch(en.duration(59_951), /60/);
});

test('an age is read in whole seconds', () => {
  assert.equal(en.age(999), '0 s');
  assert.equal(en.age(61_500), '1 min 1 s');
});

test('a time has its date unless it is today', () => {
  assert.doesNotMatch(en.time(NOW - 60_000), /26/);
  assert.match(en.time(NOW - 60_000), /1:04:11/);
  assert.match(en.time(NOW - 86_400_000), /11\/20\/26/);
});

const stream = {
  id: 'WarD0B',
  model: 'ark',
  dialect: 'chat',
  user: null,
  started_at: NOW - 65_000,
  first_token_ms: null,
  characters: 12_345,
  clients: 2,
  lag: 3,
  retries: 0,
};

test('a live stream tells its model, user, age, first token, characters and lag', () => {
  const context = { state: told(unknownState, { at: NOW }, NOW), nowMillis: NOW };
  assert.deepEqual(texts(streamsTable.cells(stream, en, context)), [
    'ark | WarD0B',
    'local | clients: 2',
    '1 min 5 s',
    '–',
    '12,345',
    '3',
  ]);
  const other = { ...stream, user: 'f00dfacecafe', first_token_ms: 830, retries: 2 };
  assert.deepEqual(texts(streamsTable.cells(other, en, context)).slice(1, 4), [
    'f00dfacecafe | clients: 2',
    '1 min 5 s | retries: 2',
    '830 ms',
  ]);
});

const error = {
  at: NOW - 1_000,
  model: 'ark',
  code: 'upstream_auth',
  message: 'The key is not valid.',
  provider_code: '401',
  log_id: 'log-1',
  stream_id: 'WarD0B',
};

test('a provider tells its key, without a value, and how it went', () => {
  const key = { name: 'ARK_API_KEY', secret: true, set: true, value: null, source: 'env', ordinal: 300 };
  const provider = {
    model: 'ark',
    provider: 'ark',
    configured: true,
    key,
    last_success_at: null,
    last_error: error,
  };
  assert.deepEqual(texts(providersTable.cells(provider, en)), [
    'ark',
    'set | env (300)',
    '–',
    'upstream_auth | 1:05:10 PM | provider code 401 | log ID log-1',
  ]);
  const without = {
    ...provider,
    model: 'fast',
    provider: 'openai',
    key: { ...key, set: false },
    last_error: null,
  };
  assert.deepEqual(texts(providersTable.cells(without, en)), [
    'fast | openai',
    'not set | ARK_API_KEY',
    '–',
    '–',
  ]);
  assert.deepEqual(texts(providersTable.cells({ ...without, key: null }, zh))[1], '无需密钥');
});

test('a model tells its figures', () => {
  const model = {
    model: 'demo',
    completed: 1_200,
    failed: 1,
    cancelled: 0,
    input_tokens: 10,
    output_tokens: 20_000,
    estimated: true,
    first_tokens: 3,
    p50_ms: 34,
    p95_ms: null,
  };
  const cells = modelsTable.cells(model, en);
  assert.deepEqual(texts(cells), [
    'demo | tokens partly estimated',
    '1,200',
    '1',
    '0',
    '10',
    '20,000',
    '34 ms',
    '–',
  ]);
  assert.equal(cells[2][0].kind, 'bad');
});

test('an error tells what support asks for', () => {
  const plain = { ...error, provider_code: null, log_id: null };
  assert.deepEqual(texts(errorsTable.cells(plain, en)).slice(1), [
    'ark',
    'upstream_auth',
    'The key is not valid.',
    'WarD0B',
  ]);
  assert.match(texts(errorsTable.cells(error, en))[3], /provider code 401 \| log ID log-1$/);
});

test('a setting tells its value and its source, a secret only whether it is set', () => {
  const setting = { name: 'RUNNEL_AUTH', secret: false, set: false, value: 'loopback' };
  assert.deepEqual(texts(settingsTable.cells(setting, en)), ['RUNNEL_AUTH', 'loopback', 'default']);
  const key = { name: 'K', secret: true, set: true, value: null, source: 'file', ordinal: 100 };
  assert.deepEqual(texts(settingsTable.cells(key, en)), ['K', 'set', 'file (100)']);
  assert.deepEqual(texts(settingsTable.cells({ ...key, set: false }, en)), ['K', 'not set', '–']);
  assert.deepEqual(texts(settingsTable.cells({ ...setting, value: null }, en)).slice(1), ['not set', '–']);
});

test('every table has a cell for each column', () => {
  const context = { state: unknownState, nowMillis: NOW };
  assert.equal(streamsTable.cells(stream, en, context).length, streamsTable.columns.length);
  assert.equal(errorsTable.cells(error, en).length, errorsTable.columns.length);
});
