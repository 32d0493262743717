import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { harvestOptions, lineCollector } from '../../test/build/collector.ts';
import { elf } from '../../test/build/executables.ts';
import { executablesIn } from '../formats/executable/executable.ts';
import { harvestDirectory } from './harvest-directory.ts';
import { mountedBelow } from './mounted-below.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tree-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function tree(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, 'a/db'), 'one 1');
  return root;
}

const harvested = async (root: string) =>
  (await harvestDirectory(root, harvestOptions({ collectors: [lineCollector({ names: ['db'] })] }))).harvest;

test('files, links, and names that would be whiteouts in a layer', async () => {
  const root = tree('usual');
  writeFileSync(join(root, 'a/.wh.db'), '');
  writeFileSync(join(root, '.wh..wh..opq'), '');
  symlinkSync('../..', join(root, 'a/b/up'));
  linkSync(join(root, 'a/db'), join(root, 'db'));
  const { files, links, whiteouts, opaques, gaps } = await harvested(root);
  assert.deepEqual(files.map(({ path }) => path).sort(), ['a/db', 'db']);
  assert.deepEqual([{ ...links }, whiteouts, opaques, gaps], [{ 'a/b/up': '../..' }, [], [], []]);
});

test('another state of the tree has another diffID, the same one the same', async () => {
  const root = tree('states');
  const { diffId } = await harvested(root);
  assert.equal((await harvested(root)).diffId, diffId);
  writeFileSync(join(root, 'a/db'), 'one 2');
  assert.notEqual((await harvested(root)).diffId, diffId);
});

test('when time runs out what was read counts, where systems have their packages first, and the rest is a gap', async () => {
  const root = join(folder, 'late');
  const directories = ['a', 'boot', 'etc', 'home', 'usr', 'var', 'z'];
  for (const directory of directories) {
    mkdirSync(join(root, directory), { recursive: true });
    writeFileSync(join(root, directory, 'db'), 'one 1');
  }
  const read = async (most: number, reason: unknown) => {
    const clock = new AbortController();
    let files = 0;
    const counting = {
      ...lineCollector({ names: ['db'] }),
      take: () => {
        files += 1;
        if (files === most) clock.abort(reason);
        return { items: [] };
      },
    };
    const options = { ...harvestOptions({ collectors: [counting] }), signal: clock.signal };
    const { gaps, paths } = (await harvestDirectory(root, options)).harvest;
    return [files, paths.length, gaps.map((gap) => [gap.what, gap.reason, gap.incomplete])];
  };
  const late = new DOMException('time ran out', 'TimeoutError');
  assert.deepEqual(await read(99, late), [7, 14, []]);
  assert.deepEqual(await read(3, late), [3, 10, [['layer', 'timeout', true]]]);
  await assert.rejects(read(3, new Error('stopped')), /stopped/);
  const firstOf = async (most: number) => {
    const clock = new AbortController();
    const seen: string[] = [];
    const noting = {
      ...lineCollector({ names: ['db'] }),
      take: ({ path }: { path: string }) => {
        if (seen.push(path) === most) clock.abort(late);
        return { items: [] };
      },
    };
    await harvestDirectory(root, { ...harvestOptions({ collectors: [noting] }), signal: clock.signal });
    return seen;
  };
  assert.deepEqual(await firstOf(3), ['etc/db', 'usr/db', 'var/db']);
});

test('what is no file is not waited for', async () => {
  const root = tree('pipe');
  execFileSync('mkfifo', [join(root, 'db')]);
  const { files } = await harvested(root);
  assert.deepEqual(files.map(({ path, gaps }) => [path, gaps.length]).sort(), [
    ['a/db', 0],
    ['db', 1],
  ]);
});

test('a directory whose name is not UTF-8 is not passed over in silence', async () => {
  const root = tree('names');
  mkdirSync(Buffer.concat([Buffer.from(`${root}/x`), Buffer.from([0xff])]));
  const { gaps } = await harvested(root);
  assert.deepEqual(
    gaps.map(({ path, reason, blinds }) => [path, reason, blinds.includes('packages')]),
    [['x\ufffd', 'unreadable', true]],
  );
});

test('what may not be read is told', {
  skip: process.getuid?.() === 0 ? 'root may read everything' : false,
}, async () => {
  const root = tree('denied');
  chmodSync(join(root, 'a/db'), 0);
  chmodSync(join(root, 'a/b'), 0);
  const { files, gaps } = await harvested(root);
  chmodSync(join(root, 'a/b'), 0o700);
  assert.deepEqual(files[0]?.gaps, [{ what: 'line database', reason: 'unreadable', blinds: ['packages'] }]);
  assert.deepEqual(
    gaps.map(({ path, blinds }) => [path, blinds.includes('packages')]),
    [['a/b', true]],
  );
});

test('file systems of the kernel are no part of a tree', {
  skip: process.platform === 'linux' ? false : 'needs Linux',
}, async () => {
  assert.deepEqual([await mountedBelow('/proc'), await mountedBelow('/sys')], ['no-part', 'no-part']);
  assert.equal(await mountedBelow('/nonexistent'), 'unread');
});

test('programs are looked at where they may be executed or are named so, and read where they have a section that is sought, or say something otherwise', async () => {
  const root = tree('programs');
  const program = (section: string, shape = {}) => elf([{ name: section, content: Buffer.alloc(9000) }], shape);
  const files = {
    wanted: program('.wanted'),
    'wanted-32': program('.wanted', { isWide: false, isLittleEndian: false }),
    'without-table': program('.other', { hasSections: false }),
    other: program('.other'),
    'writable-data': elf([{ name: '.other', content: Buffer.alloc(9000, 'said') }]),
    'wanted.so.1': program('.wanted'),
    'wanted.txt': program('.wanted'),
    script: Buffer.from(`#!/bin/sh\n${'#'.repeat(9000)}`),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(root, name), content);
    chmodSync(join(root, name), name.startsWith('wanted.') ? 0o644 : 0o755);
  }
  const [item] = lineCollector().take({ path: '', size: 0, mode: 0, uid: 0, gid: 0 }, Buffer.from('a 1')).items;
  const says = (content: Buffer) =>
    executablesIn(content).some(({ sections }) => !sections.some(({ name }) => name === '.other')) ||
    content.includes('said');
  const collector = {
    ...lineCollector({ programs: { marks: [], sections: ['.wanted'] } }),
    take: (_: unknown, content: Buffer) => ({ items: says(content) && item !== undefined ? [item] : [] }),
  };
  const { harvest } = await harvestDirectory(root, harvestOptions({ collectors: [collector] }));
  assert.deepEqual(
    harvest.files.map(({ path }) => path),
    ['wanted', 'wanted-32', 'wanted.so.1', 'without-table', 'writable-data'],
  );
});
