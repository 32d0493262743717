import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { executableFiles, executableGaps, unownedExecutables } from './unowned-executables.ts';

const layer = 'sha256:a' as const;
const program = (path: string, mode = 0o755, uid = 0) => ({
  item: { kind: 'program', form: 'ELF', mode, uid } as const,
  path,
  layer,
});
const nobody = { isClaimed: () => false, speaking: new Set<string>(), brought: [], resolve: (path: string) => path };
const pathsOf = (unowned: ReturnType<typeof unownedExecutables>) => unowned.map(({ path }) => path);

describe('an executable is named', () => {
  test('unless a package claims its place, it speaks for itself, or it lies in what a package brought', () => {
    const paths = ['usr/bin/ls', 'app/go', 'usr/bin/tool', 'srv/node_modules/a/bin/x', 'opt/own'];
    const unowned = unownedExecutables(
      paths.map((path) => program(path)),
      {
        ...nobody,
        isClaimed: (path) => path === 'usr/bin/ls',
        speaking: new Set(['app/go']),
        brought: ['usr/bin/tool', 'srv/node_modules/a'],
      },
    );
    assert.deepEqual(executableGaps(unowned), [
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
  const gaps = executableGaps(unownedExecutables(many, nobody));
  assert.equal(gaps.length, 101);
  assert.equal(executableFiles(unownedExecutables(many, nobody), null).length, 250);
  assert.deepEqual([gaps[0]?.path, gaps[99]?.path, gaps[100]?.what], ['opt/000', 'opt/099', '150 more executables']);
});

test('as a file it has its mode and its user, by name where passwd has one', () => {
  const accounts = [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'toor', uid: 0, gid: 0 },
  ];
  const files = executableFiles([program('a', 0o4755), program('b', 0o11, 1000)], accounts);
  assert.deepEqual(files, [
    { kind: 'unowned-executable', path: 'a', mode: '4755', owner: null, user: 'root', layer, removed: false },
    { kind: 'unowned-executable', path: 'b', mode: '0011', owner: null, user: '1000', layer, removed: false },
  ]);
});
