import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { dockerArchive, layoutFiles } from '../../test/build/image.ts';
import { file, hardlink, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import { sha256 } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import { openForReading } from './archive-file.ts';
import { type LoadableArchive, readLoadable } from './loadable-archive.ts';

const layer = tar([file('etc/hello', 'hello')]);
const config = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  config: {},
  rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
});
const image = { layers: [layer], tag: 'latest' };

/** Reads an archive of these bytes, and the archive that would be passed on, too. */
async function loadable(t: TestContext, bytes: Buffer): Promise<LoadableArchive & { readonly passedOn: Buffer }> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-loadable-'));
  writeFileSync(join(folder, 'a.tar'), bytes);
  const handle = await openForReading(join(folder, 'a.tar'));
  t.after(async () => {
    await handle.close();
    rmSync(folder, { recursive: true });
  });
  const archive = await readLoadable(handle, 'a.tar');
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive.content()) chunks.push(chunk);
  const passedOn = Buffer.concat(chunks);
  assert.equal(passedOn.length, archive.size);
  return { ...archive, passedOn };
}

function saved(manifest: unknown, ...more: readonly TestEntry[]): Buffer {
  return tar([
    file('config.json', config),
    file('l/layer.tar', layer),
    ...more,
    file('manifest.json', JSON.stringify(manifest)),
  ]);
}

const entry = (changes: object = {}) => ({
  Config: 'config.json',
  RepoTags: ['cart:2'],
  Layers: ['l/layer.tar'],
  ...changes,
});

test('every image of an archive is named with its content, and what is passed on means the same', async (t) => {
  const { images, passedOn } = await loadable(
    t,
    saved([entry(), entry({ RepoTags: ['registry.local:5000/x/y'] })], file('evil', 'x')),
  );
  assert.deepEqual(
    images.map(({ names }) => names),
    [['docker.io/library/cart:2'], ['registry.local:5000/x/y:latest']],
  );
  assert.equal(images[0]?.fingerprint.configDigest, sha256(config));
  assert.ok(!passedOn.includes('evil'));
  const again = await loadable(t, passedOn);
  assert.deepEqual(again.images, images);
  assert.deepEqual(again.passedOn, passedOn);
});

test('a layer that older engines save as a link is passed on as a file, once', async (t) => {
  const twice = { ...JSON.parse(config), rootfs: { type: 'layers', diff_ids: [sha256(layer), sha256(layer)] } };
  const archive = tar([
    file('config.json', JSON.stringify(twice)),
    file('l/layer.tar', layer),
    symlink('m/layer.tar', '../l/layer.tar'),
    file('manifest.json', JSON.stringify([entry({ Layers: ['l/layer.tar', 'm/layer.tar'] })])),
  ]);
  const { passedOn } = await loadable(t, archive);
  assert.equal(passedOn.toString('latin1').split('hello').length, layer.toString('latin1').split('hello').length);
  await loadable(t, passedOn);
});

test('an OCI layout, and an archive that is both', async (t) => {
  const layout = [...layoutFiles(image)].map(([name, content]) => file(name, content));
  const { images } = await loadable(t, tar(layout));
  assert.equal(images[0]?.fingerprint.manifestDigest?.length, 71);
  assert.deepEqual(images[0]?.names, [], 'a tag alone names nothing');
  const configBlob = `blobs/sha256/${images[0]?.fingerprint.configDigest.slice(7)}`;
  const layerBlob = layout.find(
    ({ name }) =>
      name !== configBlob && name.startsWith('blobs/') && Buffer.from(name).length > 0 && !isDocument(layout, name),
  )!;
  const both = [
    ...layout,
    file('manifest.json', JSON.stringify([{ Config: configBlob, RepoTags: ['cart:2'], Layers: [layerBlob.name] }])),
  ];
  const read = await loadable(t, tar(both));
  assert.deepEqual(
    read.images.map(({ names }) => names),
    [['docker.io/library/cart:2']],
  );
});

function isDocument(layout: readonly TestEntry[], name: string): boolean {
  return (
    Buffer.from(layout.find((one) => one.name === name)?.content ?? '')
      .subarray(0, 1)
      .toString() === '{'
  );
}

const other = dockerArchive({ layers: [tar([file('evil', 'evil')])] });
const wrong: readonly (readonly [about: string, archive: () => Buffer, code: string])[] = [
  ['nothing', () => tar([]), 'not-an-image'],
  ['no manifest', () => tar([file('repositories', '{}')]), 'not-an-image'],
  ['no image', () => saved([]), 'not-an-image'],
  ['a manifest twice', () => saved([entry()], file('manifest.json', '[]')), 'manifest-invalid'],
  [
    'a manifest twice, by another name for it',
    () => saved([entry()], file('./x/../manifest.json', '[]')),
    'manifest-invalid',
  ],
  [
    'a config and a link of its name',
    () => saved([entry()], hardlink('config.json', 'l/layer.tar')),
    'manifest-invalid',
  ],
  ['a layer twice', () => saved([entry()], file('l/layer.tar', 'x')), 'manifest-invalid'],
  ['a layer that is missing', () => saved([entry({ Layers: ['no'] })]), 'manifest-invalid'],
  ['more layers than the config', () => saved([entry({ Layers: ['l/layer.tar', 'l/layer.tar'] })]), 'manifest-invalid'],
  [
    'keys that differ by case',
    () => saved([{ ...entry(), config: 'evil.json' }], file('evil.json', config)),
    'manifest-invalid',
  ],
  ['a name that is none', () => saved([entry({ RepoTags: ['UPPER:x'] })]), 'manifest-invalid'],
  [
    'a config that states another digest',
    () => saved([entry({ Config: `${'a'.repeat(64)}.json` })], file(`${'a'.repeat(64)}.json`, config)),
    'digest-mismatch',
  ],
  [
    'two documents that disagree',
    () => tar([...entriesOf(other), ...[...layoutFiles(image)].map(([name, content]) => file(name, content))]),
    'manifest-invalid',
  ],
  ['cut off', () => saved([entry()]).subarray(0, 600), 'archive-truncated'],
];

function entriesOf(archive: Buffer): readonly TestEntry[] {
  const entries: TestEntry[] = [];
  for (let at = 0; at + 512 <= archive.length; ) {
    const name = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    if (name === '') break;
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 135), 8);
    entries.push(file(name, archive.subarray(at + 512, at + 512 + size)));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

for (const [about, archive, code] of wrong) {
  test(`refused: ${about}`, async (t) => {
    await assert.rejects(loadable(t, archive()), (error) => error instanceof PlimsollError && error.code === code);
  });
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

test('of a thousand images an archive is passed on, and of no more', async (t) => {
  assert.equal((await loadable(t, saved(times(1000, entry())))).images.length, 1000);
  await assert.rejects(loadable(t, saved(times(1001, entry()))), /more than 1000 images/);
});

test('in a layout a thousand images are looked at, and no more than four thousand manifests and indexes', async (t) => {
  const blobs = layoutFiles(image, 'none');
  const { manifests } = JSON.parse(String(blobs.get('index.json')));
  const attestation = { ...manifests[0], platform: { os: 'unknown', architecture: 'unknown' } };
  const inner = JSON.stringify({ schemaVersion: 2, manifests: times(1999, attestation) });
  const attestations = { digest: sha256(inner), size: inner.length };
  blobs.set(`blobs/sha256/${attestations.digest.slice(7)}`, Buffer.from(inner));
  const layout = (...listed: readonly object[]) => {
    blobs.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: listed })));
    return tar([...blobs].map(([name, content]) => file(name, content)));
  };
  assert.equal((await loadable(t, layout(...times(1000, manifests[0])))).images.length, 1000);
  await assert.rejects(loadable(t, layout(...times(1001, manifests[0]))), /more than 1000 images/);
  const much = layout(manifests[0], attestations, attestations);
  await assert.rejects(loadable(t, much), /index\.json lists too much/);
});
