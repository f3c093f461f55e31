import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

/**
 * The pages are static files, each with a head of its own: what a script or a second request put there would come after
 * the first paint. So they repeat each other, and are held together here.
 */
const ROOT = new URL('../../../webapp/', import.meta.url);

const FILES = ['', 'admin/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.html'))
    .map((name) => folder + name),
);

/** A page with its links as they were if it stood at the root. */
const PAGES = FILES.map((file) => {
  const text = readFileSync(new URL(file, ROOT), 'utf8').replaceAll('"../"', '"./"').replaceAll('"../', '"');
  const lines = (from, to) =>
    text
      .slice(text.indexOf(from) + from.length, text.indexOf(to))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return { file, text, head: lines('<head>', '</head>'), header: lines('<header>', '</header>') };
});

test('there are five pages', () => {
  assert.equal(FILES.length, 5, FILES.join());
});

for (const { file, text, head, header } of PAGES) {
  test(`${file} begins as all pages do`, () => {
    assert.ok(text.startsWith('<!doctype html>\n<html lang="zh-CN">\n  <head>\n'));
    assert.deepEqual(
      // A phone's keyboard takes room from the conversation instead of covering the question.
      head.slice(0, 3).map((line) => line.replace(', interactive-widget=resizes-content', '')),
      [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
      ],
    );
    assert.match(head[3], /^<title( data-i18n="\w+\.pageTitle")?>[^<]+ · Runnel<\/title>$/);
    assert.deepEqual(head.slice(4, 7), [
      '<link rel="icon" href="favicon.svg" type="image/svg+xml">',
      '<link rel="stylesheet" href="style/tokens.css">',
      '<link rel="stylesheet" href="style/base.css">',
    ]);
  });

  test(`${file} has its own styles after that, and one script that the first paint waits for`, () => {
    const own = head.slice(7);
    for (const style of own.slice(0, -1)) {
      assert.match(style, /^<link rel="stylesheet" href="style\/\w+\.css">$/);
    }
    assert.match(own.at(-1), /^<script( type="module")? src="[\w/-]+\.js"( defer)? blocking="render"><\/script>$/);
  });

  test(`${file} names itself and the other pages as they do`, () => {
    assert.deepEqual(header.slice(0, 5), PAGES[0].header.slice(0, 5));
    const links = header.filter((line) => line.startsWith('<a href='));
    const current = links.filter((line) => line.includes('aria-current="page"'));
    assert.equal(current.length, 1);
    const names = links.map((line) => line.replace(/<[^>]+>/g, ''));
    assert.deepEqual(
      names,
      file.startsWith('admin/') ? ['对话', '结构化', '管理'] : ['对话', '结构化', 'SSE 测试', 'API'],
    );
  });
}
