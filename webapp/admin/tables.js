import { ageMillis } from './state.js';

/**
 * What the tables of the page say, without the page: columns, and the cells of an item.
 *
 * @typedef {import('./words.js').Words} Words
 *
 * @typedef {object} Part a piece of a cell, on a line of its own
 * @property {string} text
 * @property {'code'|'soft'|'good'|'bad'} [kind]
 *
 * @typedef {object} Column
 * @property {string} label key of its header
 * @property {boolean} [number] whether its figures stand below each other
 *
 * @typedef {object} Table
 * @property {string} caption key
 * @property {string} empty key of what is said when there are no items
 * @property {Column[]} columns the first one names the item
 * @property {(item: any) => string} key tells items apart
 * @property {(item: any, words: Words, context: any) => Part[][]} cells one for each column
 */

const NOTHING = { text: '–', kind: 'soft' };

/** @type {Table} context: the state, and the time of the browser */
export const streamsTable = {
  caption: 'admin.streams',
  empty: 'admin.streams.empty',
  columns: [
    { label: 'admin.model' },
    { label: 'admin.user' },
    { label: 'admin.age', number: true },
    { label: 'admin.firstToken', number: true },
    { label: 'admin.characters', number: true },
    { label: 'admin.lag', number: true },
  ],
  key: ({ id }) => id,
  cells: (stream, { t, number, duration, age }, { state, nowMillis }) => [
    [{ text: stream.model }, { text: stream.id, kind: 'code' }],
    [
      stream.user === null ? { text: t('admin.local'), kind: 'soft' } : { text: stream.user, kind: 'code' },
      { text: t('admin.clients', { clients: number(stream.clients) }), kind: 'soft' },
    ],
    [{ text: age(ageMillis(state, stream.started_at, nowMillis)) }, ...retries(stream, t)],
    [stream.first_token_ms === null ? NOTHING : { text: duration(stream.first_token_ms) }],
    [{ text: number(stream.characters) }],
    [{ text: number(stream.lag) }],
  ],
};

function retries({ retries: count }, t) {
  return count > 0 ? [{ text: t('admin.retries', { count }), kind: 'bad' }] : [];
}

/** @type {Table} */
export const providersTable = {
  caption: 'admin.providers',
  empty: 'admin.waiting',
  columns: [
    { label: 'admin.model' },
    { label: 'admin.key' },
    { label: 'admin.lastSuccess' },
    { label: 'admin.lastError' },
  ],
  key: ({ model }) => model,
  cells: (provider, { t, time }) => [
    [{ text: provider.model }, ...kindOf(provider)],
    keyParts(provider, t),
    [provider.last_success_at === null ? NOTHING : { text: time(provider.last_success_at) }],
    provider.last_error === null ? [NOTHING] : errorParts(provider.last_error, t, time),
  ],
};

function kindOf({ model, provider }) {
  return model === provider ? [] : [{ text: provider, kind: 'soft' }];
}

function keyParts({ key, configured }, t) {
  if (key === null) return [{ text: t('admin.key.none'), kind: 'soft' }];
  if (key.set) return [{ text: t('admin.set'), kind: 'good' }, { text: sourceOf(key), kind: 'soft' }];
  // Some services need none.
  return [{ text: t('admin.notSet'), kind: configured ? undefined : 'soft' }, { text: key.name, kind: 'code' }];
}

function errorParts(error, t, time) {
  return [{ text: error.code, kind: 'bad' }, { text: time(error.at) }, ...supportParts(error, t)];
}

/** What the provider's support asks for. */
function supportParts({ provider_code: providerCode, log_id: logId }, t) {
  const parts = [];
  if (providerCode !== null) parts.push({ text: t('admin.providerCode', { code: providerCode }), kind: 'soft' });
  if (logId !== null) parts.push({ text: t('admin.logId', { id: logId }), kind: 'soft' });
  return parts;
}

/** @type {Table} */
export const modelsTable = {
  caption: 'admin.models',
  empty: 'admin.models.empty',
  columns: [
    { label: 'admin.model' },
    { label: 'admin.completed', number: true },
    { label: 'admin.failed', number: true },
    { label: 'admin.cancelled', number: true },
    { label: 'admin.input', number: true },
    { label: 'admin.output', number: true },
    { label: 'admin.p50', number: true },
    { label: 'admin.p95', number: true },
  ],
  key: ({ model }) => model,
  cells: (model, { t, number, duration }) => [
    [{ text: model.model }, ...(model.estimated ? [{ text: t('admin.estimated'), kind: 'soft' }] : [])],
    [{ text: number(model.completed) }],
    [{ text: number(model.failed), kind: model.failed > 0 ? 'bad' : undefined }],
    [{ text: number(model.cancelled) }],
    [{ text: number(model.input_tokens) }],
    [{ text: number(model.output_tokens) }],
    [model.p50_ms === null ? NOTHING : { text: duration(model.p50_ms) }],
    [model.p95_ms === null ? NOTHING : { text: duration(model.p95_ms) }],
  ],
};

/** @type {Table} */
export const errorsTable = {
  caption: 'admin.errors',
  empty: 'admin.errors.empty',
  columns: [
    { label: 'admin.time' },
    { label: 'admin.model' },
    { label: 'admin.code' },
    { label: 'admin.message' },
    { label: 'admin.stream' },
  ],
  key: (error) => `${error.stream_id} ${error.at}`,
  cells: (error, { t, time }) => [
    [{ text: time(error.at) }],
    [{ text: error.model }],
    [{ text: error.code, kind: 'bad' }],
    [{ text: error.message }, ...supportParts(error, t)],
    [{ text: error.stream_id, kind: 'code' }],
  ],
};

/** @type {Table} */
export const settingsTable = {
  caption: 'admin.settings',
  empty: 'admin.waiting',
  columns: [{ label: 'admin.setting' }, { label: 'admin.value' }, { label: 'admin.source' }],
  key: ({ name }) => name,
  cells: (setting, { t }) => [
    [{ text: setting.name, kind: 'code' }],
    [valueOf(setting, t)],
    [originOf(setting, t)],
  ],
};

function originOf(setting, t) {
  if (setting.set) return { text: sourceOf(setting) };
  return setting.value === null ? NOTHING : { text: t('admin.byDefault'), kind: 'soft' };
}

function valueOf({ secret, set, value }, t) {
  if (secret) return set ? { text: t('admin.set'), kind: 'good' } : { text: t('admin.notSet'), kind: 'soft' };
  return value === null ? { text: t('admin.notSet'), kind: 'soft' } : { text: value, kind: 'code' };
}

function sourceOf({ source, ordinal }) {
  return `${source} (${ordinal})`;
}
