import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unownedExecutables } from './unowned-executables.ts';

const layer = 'sha256:a' as const;
const program = (path: string) => ({ item: { kind: 'program', form: 'ELF' } as const, path, layer });
const nobody = { isClaimed: () => false, speaking: new Set<string>(), brought: [], resolve: (path: string) => path };
const pathsOf = (gaps: ReturnType<typeof unownedExecutables>) => gaps.map(({ path }) => path);

describe('an executable is named', () => {
  test('unless a package claims its place, it speaks for itself, or it lies in what a package brought', () => {
    const paths = ['usr/bin/ls', 'app/go', 'usr/bin/tool', 'srv/node_modules/a/bin/x', 'opt/own'];
    const gaps = unownedExecutables(paths.map(program), {
      ...nobody,
      isClaimed: (path) => path === 'usr/bin/ls',
      speaking: new Set(['app/go']),
      brought: ['usr/bin/tool', 'srv/node_modules/a'],
    });
    assert.deepEqual(gaps, [
      {
        what: 'executable',
        path: 'opt/own',
        layer,
        reason: 'unowned-executable',
        blinds: ['programs'],
        incomplete: false,
      },
    ]);
  });

  test('not for a name that only begins as what a package brought', () => {
    assert.deepEqual(pathsOf(unownedExecutables([program('srv/ab')], { ...nobody, brought: ['srv/a'] })), ['srv/ab']);
  });

  test('where links lead to what a package brought it is brought', () => {
    const resolve = (path: string) => path.replace(/^bin\//, 'usr/bin/');
    assert.deepEqual(unownedExecutables([program('usr/bin/x')], { ...nobody, brought: ['bin/x'], resolve }), []);
  });
});

test('a hundred by name, sorted, the rest by number', () => {
  const many = Array.from({ length: 250 }, (_, i) => program(`opt/${String(249 - i).padStart(3, '0')}`));
  const gaps = unownedExecutables(many, nobody);
  assert.equal(gaps.length, 101);
  assert.deepEqual([gaps[0]?.path, gaps[99]?.path, gaps[100]?.what], ['opt/000', 'opt/099', '150 more executables']);
});
