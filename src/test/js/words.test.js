import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Words } from '../../../webapp/i18n/words.js';

test('says a text in its language, with its values', () => {
  assert.equal(new Words('zh').t('composer.send'), '发送');
  assert.equal(new Words('en').t('composer.count', { used: 1, max: 2 }), '1 / 2');
  assert.equal(new Words('zh').tag, 'zh-CN');
});

test('says what its owner has put in other words so', () => {
  const words = new Words('en', { 'chat.welcome': 'Ask {who}' });
  assert.equal(words.t('chat.welcome', { who: 'HR' }), 'Ask HR');
  assert.equal(words.t('composer.send'), 'Send');
});

test('refuses other words for a text that it does not have', () => {
  assert.throws(() => new Words('en', { 'chat.wellcome': 'Hi' }), /No text is named chat\.wellcome/);
});

test('writes numbers as its language does', () => {
  assert.equal(new Words('en').number(1234.5, { maximumFractionDigits: 0 }), '1,235');
});
