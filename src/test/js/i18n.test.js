import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { LOCAL_CODES } from '../../../webapp/failure/failure.js';
import { catalogues, chooseLanguage, translate, translator } from '../../../webapp/i18n/translate.js';

const webapp = new URL('../../../webapp/', import.meta.url);
const { zh, en } = catalogues;

/** The text of every page and module but the catalogues. */
function sources(folder = webapp) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return sources(new URL(`${entry.name}/`, folder));
    if (!/\.(js|html)$/.test(entry.name) || /^(zh|en)\.js$/.test(entry.name)) return [];
    return [readFileSync(new URL(entry.name, folder), 'utf8')];
  });
}

test('both languages have the same texts', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
});

test('both languages name the same values in a text', () => {
  const names = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const key of Object.keys(en)) assert.deepEqual(names(zh[key]), names(en[key]), key);
});

test('no text is empty', () => {
  for (const text of [...Object.values(zh), ...Object.values(en)]) assert.notEqual(text.trim(), '');
});

test('every text that a page or a module names is there', () => {
  const sections = [...new Set(Object.keys(en).map((key) => key.split('.')[0]))].join('|');
  const key = new RegExp(`["']((?:${sections})\\.(?!html|js|css)[\\w.]+)["']`, 'g');
  const named = sources().flatMap((source) => [...source.matchAll(key)].map((match) => match[1]));
  assert.ok(named.length > 50);
  for (const name of named) assert.ok(name in en, name);
});

test('every text is used', () => {
  const all = sources().join('\n');
  const prefixes = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1]);
  for (const key of Object.keys(en)) {
    const used = all.includes(`"${key}"`) || all.includes(`'${key}'`);
    assert.ok(used || prefixes.some((prefix) => key.startsWith(prefix)), key);
  }
});

test('every failure that the browser notices has its words', () => {
  for (const code of LOCAL_CODES) assert.ok(`failure.${code}` in en, code);
});

test('the choice of the reader comes before that of the browser', () => {
  assert.equal(chooseLanguage('en', ['zh-CN']), 'en');
  assert.equal(chooseLanguage(null, ['zh-CN', 'en']), 'zh');
  assert.equal(chooseLanguage(null, ['zh-Hant-TW']), 'zh');
  assert.equal(chooseLanguage(null, ['fr', 'en-GB', 'zh']), 'en');
  assert.equal(chooseLanguage('klingon', ['fr']), 'en');
  assert.equal(chooseLanguage(null, []), 'en');
});

test('values are put into a text as they are', () => {
  assert.equal(translate('en', 'composer.count', { used: '$&', max: 2 }), '$& / 2');
});

test('a text that is not there is an error', () => {
  assert.throws(() => translate('en', 'no.such.text'), RangeError);
});

test('an element can have words of its own, in the language that it is in', () => {
  const t = translator('zh', { 'fields.violations': '{count}!', toString: 'x' });
  assert.equal(t('fields.violations', { count: 2 }), '2!');
  assert.equal(t('fields.stop'), zh['fields.stop']);
  assert.throws(() => translator('en', {})('no.such.text'), RangeError);
});
