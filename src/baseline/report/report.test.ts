import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import {
  collectedContainer,
  collectedImage,
  collectionOf,
  digestOf,
  localContent,
} from '../../../test/build/collection.ts';
import { displayWidth } from '../../base/display-width.ts';
import { languages } from '../../base/text.ts';
import { baselinePageWords } from '../../messages/baseline-page.ts';
import { baselineOverview } from '../overview.ts';
import type { BaselineView } from './baseline-reporter.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { baselineReporters } from './reporters.ts';

const view: BaselineView = { language: 'en', color: false, interactive: false, width: 80, verbose: false };
const rude = '<img src=x onerror=alert(1)>\u202e\x1b[31m</script><!--\n'.repeat(3);

/** A host with everything: bases, an outdated one, a liar, an image that could not be read, names that would do harm. */
function sample() {
  const old = collectedImage('old', 'a', { created: '2026-01-01T00:00:00.000Z' });
  const cart = collectedImage('cart', 'abc', { effective: { kind: 'other', uid: 1000 }, user: '1000' });
  const shop = collectedImage('shop', 'abd', { effective: { kind: 'unsure', uid: null } });
  const liar = collectedImage('liar', 'xy', {
    labels: { 'org.opencontainers.image.base.name': rude },
    gaps: [{ what: 'layer', path: null, reason: 'truncated', incomplete: true }],
  });
  const bare = collectedImage('bare', '');
  const gone = collectedImage('gone', 'g');
  return baselineOverview(
    collectionOf({
      images: [old, cart, shop, liar, bare],
      containers: [
        collectedContainer('old-1', old, { image: 'debian:12' }),
        collectedContainer('cart-1', cart, { image: 'registry.local/a-team-with-a-long-name/cart-service:2.4.1' }),
        collectedContainer('cart-2', cart, { image: 'cart:2', state: 'exited' }),
        collectedContainer('shop-1', shop, { image: 'shop:1' }),
        collectedContainer(`liar ${rude}`, liar, { image: rude }),
        collectedContainer('bare-1', bare, { image: 'bare:1' }),
        collectedContainer('gone-1', gone, { image: 'gone:1' }),
      ],
      unread: [{ id: gone.id, code: 'image-not-found', what: { en: 'it was removed', 'zh-CN': '已删除' } }],
      local: [
        localContent('debian:12', 'n', { created: '2026-02-01T00:00:00.000Z' }),
        localContent(rude, 'ab', { names: [rude, 'base:1'] }),
      ],
    }),
    [{ name: 'golden-base', diffIds: [...'ab'].map(digestOf) }],
  );
}

function render(format: string, changes: Partial<BaselineView> = {}, overview = sample()): string {
  const reporter = baselineReporters.find((one) => one.format === format)!;
  return [...reporter.render(overview, { ...view, ...changes })].join('');
}

/** The published schema lets keys join; here none may that it does not know. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy ? { ...copy, additionalProperties: false } : copy;
}

test('a tree is drawn twelve levels deep: what stands higher keeps its place, and its names their room', () => {
  const layers = [...'abcdefghijklmnopqrst'];
  const images = layers.map((letter, at) => collectedImage(letter, layers.slice(0, at + 1).join('')));
  const containers = images.map((image) => collectedContainer(`on-${image.layers.length}`, image));
  const text = render('table', { interactive: true }, baselineOverview(collectionOf({ images, containers }), []));
  const depths = text.split('\n').map((line) => line.match(/^[│ ]*[└├]─ /)?.[0].length ?? 0);
  // Behind the margin.
  assert.equal(Math.max(...depths), 2 + 12 * 3);
  assert.match(text, /on-20/);
});

test('json: it follows docs/baseline.schema.json and no key is undocumented', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../docs/baseline.schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile(closed(schema) as object);
  for (const overview of [sample(), baselineOverview(collectionOf({ database: null }), [])]) {
    assert.ok(validate(JSON.parse(render('json', {}, overview))), JSON.stringify(validate.errors));
  }
});

test('json: the same collection gives the same bytes in any language', () => {
  assert.equal(render('json', { language: 'zh-CN', width: 20, color: true, interactive: true }), render('json'));
});

test('table in a pipe: every container is one line, told by its first words', () => {
  const lines = render('table').trimEnd().split('\n');
  const containers = lines.filter((line) => line.startsWith('container '));
  assert.equal(containers.length, 7);
  const cart = containers.find((line) => line.includes('cart-1'))?.split(/\s+/);
  assert.deepEqual(cart?.slice(1, 3), ['running', 'cart-1']);
  assert.deepEqual(cart?.slice(5), [
    '1000',
    'golden-base',
    'outdated',
    'critical=0',
    'high=3',
    'findings=3',
    'registry.local/a-team-with-a-long-name/cart-service:2.4.1',
  ]);
  assert.ok(lines.some((line) => /^unread +sha256:\w+ +image-not-found +1 /.test(line)));
  assert.ok(lines.some((line) => /^gap .* truncated +incomplete +layer$/.test(line)));
  assert.doesNotMatch(lines.join(''), /[\u202e\x1b]/);
});

test('table in a pipe: nothing depends on the width, colour or verbosity of anybody', () => {
  assert.equal(render('table', { width: 20, color: true, verbose: true }), render('table'));
});

for (const language of languages) {
  for (const width of [40, 80, 200]) {
    test(`table on a terminal of ${width} columns (${language}): no line is wider, and everything is named`, () => {
      const text = render('table', { interactive: true, width, language });
      for (const line of text.split('\n')) assert.ok(displayWidth(line) <= width, line);
      assert.doesNotMatch(text, /[\u202e\x1b]|undefined|\{[a-z]+\}/i);
      for (const name of ['golden-base', 'cart-1', 'shop-1', 'debian:12', 'gone-1'])
        assert.ok(text.includes(name), name);
    });
  }
}

test('table on a terminal: a host without containers is no tree', () => {
  const text = render('table', { interactive: true }, baselineOverview(collectionOf({ database: null }), []));
  assert.match(text, /under 0 containers/);
  assert.doesNotMatch(text, /├|└|approve/);
});

test('html: its policy lets it load nothing, and it is a script that a browser can read', () => {
  const page = render('html');
  assert.match(
    page,
    /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
  );
  assert.doesNotThrow(() => new Script(script));
  assert.doesNotMatch(
    style + script,
    /@import|url\((?!#)|innerHTML|insertAdjacentHTML|document\.write|eval\(|<\/script|<!--|<\/style/i,
  );
});

test('html: hostile texts are data, whatever they say', () => {
  const page = render('html');
  assert.equal(page.match(/<script/gi)?.length, 2);
  assert.equal(page.match(/<\/script/gi)?.length, 2);
  assert.doesNotMatch(page, /<img|<!--|[\u2028\u2029\u202e\u0000-\u0008\u001b]/);
});

test('html: every word that the script asks for exists, and none is left over', () => {
  const asked = new Set([...script.matchAll(/word\('([a-zA-Z]+)'/g)].map((match) => match[1] ?? ''));
  for (const name of Object.keys(baselinePageWords)) if (new RegExp(`'${name}'`).test(script)) asked.add(name);
  const known = Object.keys(baselinePageWords);
  assert.deepEqual(
    [...asked].filter((name) => !known.includes(name)),
    [],
  );
  assert.deepEqual(
    known.filter((name) => !asked.has(name) && name !== 'noScript'),
    [],
  );
});
