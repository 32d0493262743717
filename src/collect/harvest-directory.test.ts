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
