import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { configOf, dockerArchive, layoutFiles, type TestImage } from '../../test/build/image.ts';
import { mutants } from '../../test/build/mutants.ts';
import { isDigest } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import { parseSavedImages } from './docker-save.ts';
import { parseImageConfig } from './image-config.ts';
import { parseLayoutIndex } from './oci-layout.ts';
import { type Descriptor, parseManifest } from './oci-manifest.ts';

const image: TestImage = {
  layers: [Buffer.from('one'), Buffer.from('two')],
  config: {
    User: 'app',
    Env: ['A=b'],
    Labels: { a: 'b' },
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['NONE'] },
  },
};
const files = layoutFiles(image);
const index = files.get('index.json') ?? Buffer.alloc(0);
const manifest = [...files.values()].find((bytes) => bytes.includes('"layers":[')) ?? Buffer.alloc(0);
const archive = dockerArchive(image);
const from = archive.indexOf('[{"Config"');
const saved = archive.subarray(from, archive.indexOf(0, from));

/** What may come out of a document that an attacker wrote: digests that are some, sizes that are some, texts that are texts. */
function checkDescriptor({ digest, size, urls, mediaType }: Descriptor): void {
  assert.ok(isDigest(digest) && Number.isSafeInteger(size) && size >= 0);
  assert.ok(urls.every((url) => typeof url === 'string') && typeof mediaType === 'string');
}

const documents: Readonly<Record<string, readonly [sample: Buffer, read: (bytes: Buffer) => void]>> = {
  'a manifest': [manifest, readManifest],
  'an index': [
    Buffer.from(JSON.stringify({ ...JSON.parse(String(index)), mediaType: 'application/vnd.oci.image.index.v1+json' })),
    readManifest,
  ],
  'the index of a layout': [index, (bytes) => parseLayoutIndex(bytes, 'x').forEach(checkDescriptor)],
  'a manifest.json': [
    saved,
    (bytes) => {
      for (const { config, layers, tags } of parseSavedImages(bytes, 'x'))
        assert.ok([config, ...layers, ...tags].every((text) => typeof text === 'string'));
    },
  ],
  'a config': [
    configOf(image),
    (bytes) => {
      const { diffIds, labels, user, env, history, exposedPorts } = parseImageConfig(bytes, 'x');
      assert.ok(diffIds.every(isDigest) && typeof user === 'string');
      assert.ok([...Object.values(labels), ...env, ...exposedPorts].every((text) => typeof text === 'string'));
      assert.ok(
        history.every(({ createdBy, emptyLayer }) => typeof createdBy === 'string' && typeof emptyLayer === 'boolean'),
      );
    },
  ],
};

function readManifest(bytes: Buffer): void {
  const document = parseManifest(bytes, 'x');
  if (document.kind === 'index') document.manifests.forEach(checkDescriptor);
  else [document.config, ...document.layers].forEach(checkDescriptor);
}

function holds(read: (bytes: Buffer) => void, bytes: Buffer): boolean {
  try {
    read(bytes);
    return true;
  } catch (error) {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.ok(['manifest-invalid', 'unsupported-image'].includes(error.code), error.code);
    return false;
  }
}

for (const [name, [sample, read]] of Object.entries(documents)) {
  test(`${name}, damaged anyhow: read, or refused for a reason`, () => {
    assert.ok(holds(read, sample), 'the sample itself');
    for (const mutant of mutants(sample, { seed: 41, count: 1000 })) holds(read, mutant);
  });

  test(`${name} with another value somewhere: read, or refused for a reason`, () => {
    const value: unknown = JSON.parse(String(sample));
    const places = pathsOf(value);
    let kept = 0;
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.jsonValue({ maxDepth: 2 }), (at, other) => {
        if (holds(read, Buffer.from(JSON.stringify(replaced(value, places[at] ?? [], other))))) kept += 1;
      }),
      campaign(42, 800),
    );
    assert.ok(kept > 0, 'nothing was read at all');
  });
}

type Path = readonly string[];

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path]))];
}

function replaced(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((inner, i) => (String(i) === key ? replaced(inner, rest, other) : inner));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaced(object[key], rest, other) };
}
