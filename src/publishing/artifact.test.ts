import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256 } from '../base/digest.ts';
import { JsonError } from '../formats/go-json.ts';
import { type Artifact, artifactDocuments, artifactTypes, mostDeltas, readArtifact, readManifest } from './artifact.ts';

const GiB = 2 ** 30;
const time = '2026-01-01T00:00:00Z';
const content = (at: number) => sha256(`content ${at}`);
const feed = { name: 'npm', records: 1, withdrawn: 0, modified: time };
const whole: Artifact = {
  facts: { digest: content(0), builtAt: time, feeds: [feed], starter: false },
  schema: 5,
  file: { digest: sha256('file'), size: 4096 },
  database: { digest: sha256('database'), size: 1000 },
  deltas: [],
};

/** What is read of an artifact's documents; the reason where it is refused. */
function read(changes: Partial<Artifact>, configSize?: number): Artifact | string {
  const { config, manifest } = artifactDocuments({ ...whole, ...changes }, (bytes) => ({
    digest: sha256(bytes),
    size: configSize ?? bytes.length,
  }));
  try {
    return readArtifact(readManifest(manifest), config);
  } catch (error) {
    if (error instanceof JsonError) return error.reason.en;
    throw error;
  }
}

const deltas = (count: number, unpacked = 100, size = 10) =>
  Array.from({ length: count }, (_, at) => ({
    digest: sha256(`delta ${at}`),
    size,
    base: content(at + 1),
    target: content(at),
    unpacked,
  }));
const file = (size: number) => ({ file: { digest: sha256('file'), size } });
const database = (size: number) => ({ database: { digest: sha256('database'), size } });
const feeds = (changes: object) => ({ facts: { ...whole.facts, feeds: [{ ...feed, ...changes }] } });

const bomb = 'it would unpack out of all proportion';
const config = 'its config does not describe its layers';
const cases: readonly [string, Partial<Artifact>, string | null][] = [
  ['a database that unpacks to 16 MiB however small it is stored', file(16 * 2 ** 20), null],
  ['to more than that', file(16 * 2 ** 20 + 1), bomb],
  ['to two hundred times its size', { ...database(10 ** 7), ...file(2 * 10 ** 9) }, null],
  ['to more', { ...database(10 ** 7), ...file(2 * 10 ** 9 + 1) }, bomb],
  ['to 16 GiB', { ...database(GiB), ...file(16 * GiB) }, null],
  ['to more, however large it is stored', { ...database(GiB), ...file(16 * GiB + 1) }, config],
  ['to less than nothing', file(-1), config],
  [`${mostDeltas} steps to it`, { deltas: deltas(mostDeltas) }, null],
  ['one more step', { deltas: deltas(mostDeltas + 1) }, 'its layers are not one database and steps to it'],
  ['a step that unpacks to 16 MiB', { deltas: deltas(1, 16 * 2 ** 20) }, null],
  ['a step that unpacks to more', { deltas: deltas(1, 16 * 2 ** 20 + 1) }, bomb],
  ['a revision of its tables', { schema: 2 ** 31 }, null],
  ['one that no database has', { schema: 2 ** 31 + 1 }, config],
  ['a trillion records', feeds({ records: 2 ** 40, withdrawn: 2 ** 40 }), null],
  ['more records', feeds({ records: 2 ** 40 + 1 }), config],
  ['more that were withdrawn', feeds({ withdrawn: 2 ** 40 + 1 }), config],
  ['a time with a fraction', feeds({ modified: '2026-01-01T00:00:00.5Z' }), config],
  ['a day that no month has', feeds({ modified: '2026-13-01T00:00:00Z' }), config],
];
for (const [what, changes, refusal] of cases)
  test(what, () => assert.deepEqual(read(changes), refusal ?? { ...whole, ...changes }));

describe('a config', () => {
  for (const [size, refusal] of [
    [1 << 20, null],
    [(1 << 20) + 1, 'its config is not that of a database'],
  ] as const)
    test(`of ${size} bytes`, () => assert.deepEqual(read({}, size), refusal ?? whole));

  test('whose steps are not the layers', () => {
    const { manifest } = artifactDocuments({ ...whole, deltas: deltas(2) }, () => ({ digest: sha256(''), size: 0 }));
    const other = artifactDocuments({ ...whole, deltas: deltas(1) }, () => ({ digest: sha256(''), size: 0 }));
    assert.throws(() => readArtifact(readManifest(manifest), other.config), JsonError);
    assert.equal(readManifest(manifest).deltas[0]?.mediaType, artifactTypes.delta);
  });
});
