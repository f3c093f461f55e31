import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeEntities } from '../../../webapp/markdown/entities.js';
import { safeAddress } from '../../../webapp/markdown/links.js';

test('lets links lead to other sites and to mail', () => {
  assert.equal(safeAddress('https://a.b/c?d=e&amp;f#g'), 'https://a.b/c?d=e&f#g');
  assert.equal(safeAddress('http://a.b'), 'http://a.b/');
  assert.equal(safeAddress('HTTPS://A.B/中'), 'https://a.b/%E4%B8%AD');
  assert.equal(safeAddress('mailto:a@b.c'), 'mailto:a@b.c');
});

/** What must not become a link, however it is spelt. */
const REFUSED = [
  'javascript:alert(1)',
  'JaVa\tScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript:alert(1)',
  '&#x000006A;avascript:alert(1)',
  'javascript&#58;alert(1)',
  'javascript&colon;alert(1)',
  'java&Tab;script:alert(1)',
  'view-source:javascript:alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml;base64,PHN2Zy8+',
  'blob:https://a.b/c',
  'file:///etc/passwd',
  'ftp://a.b/c',
  'about:blank',
  '//evil.test/',
  '/api/chat',
  '../admin/',
  '#top',
  '?q',
  '',
  'http://',
  'https://[',
];

for (const destination of REFUSED) {
  test(`makes no link of ${JSON.stringify(destination)}`, () => assert.equal(safeAddress(destination), undefined));
}

test('resolves character references', () => {
  assert.equal(decodeEntities('a &amp; b &lt;c&gt; &#20013;&#x6587; &nbsp;'), 'a & b <c> 中文 \u00A0');
});

test('leaves what is no character reference that it knows', () => {
  assert.equal(decodeEntities('a & b &unknown; &amp &#; &#x; &#12345678;'), 'a & b &unknown; &amp &#; &#x; &#12345678;');
});

test('resolves what is no character to the replacement character', () => {
  assert.equal(decodeEntities('&#0;&#xD800;&#x110000;'), '\uFFFD\uFFFD\uFFFD');
});

test('resolves once', () => {
  assert.equal(decodeEntities('&amp;lt;'), '&lt;');
});
