import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { directoryOf, followLinks, linkFollower, nameOf, normalizedPath } from './layer-path.ts';

const part = fc.constantFrom('a', 'b', 'c', '.', '..', '...', '', '.wh.a', '\u202e');
const name = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/'));
const isInside = (path: string) =>
  path === '' || path.split('/').every((one) => one !== '' && one !== '.' && one !== '..');

test('no name of an entry leads out of the image', () => {
  fc.assert(
    fc.property(fc.oneof(name, fc.string()), (text) => {
      const { path, escapes } = normalizedPath(text);
      assert.ok(isInside(path), JSON.stringify([text, path]));
      assert.deepEqual(normalizedPath(path), { path, escapes: false });
      if (escapes) assert.ok(text.includes('..'));
      if (path !== '') assert.equal([directoryOf(path), nameOf(path)].filter(Boolean).join('/'), path);
    }),
    campaign(71, 3000),
  );
});

test('no links lead out of the image, and all of them come to an end', () => {
  const links = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a/b', 'a/a', 'b/c', 'c/c/c'), name);
  fc.assert(
    fc.property(links, name, fc.boolean(), fc.option(fc.nat(50)), (table, path, last, limit) => {
      const map = new Map(Object.entries(table));
      const effort = { left: limit ?? 1_000_000 };
      const real = followLinks(normalizedPath(path).path, map, last, effort);
      assert.ok(isInside(real), JSON.stringify([table, path, real]));
    }),
    campaign(72, 3000),
  );
});

test('many paths lead where each of them leads by itself', () => {
  const links = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a/b', 'a/a', 'b/c', 'c/c/c'), name);
  fc.assert(
    fc.property(links, fc.array(name, { maxLength: 20 }), (table, paths) => {
      const map = new Map(Object.entries(table));
      const follow = linkFollower(map, { left: Number.POSITIVE_INFINITY });
      for (const path of paths) assert.equal(follow(path), followLinks(path, map, true), JSON.stringify([table, path]));
    }),
    campaign(73, 3000),
  );
});
