import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serve, type TestRecord, testRecord, zipOf } from '../../../src/advisories/bucket-for-tests.ts';
import type { Place, Prepared } from './hostile-case.ts';
import { call } from './play.ts';

export type Files = Record<string, Buffer | string>;

export const record = testRecord('DSA-1-1', '2024-01-01T00:00:00Z', 'Debian:11', 'bash', '5.2');
export const zipped = (data: string | Buffer, name = 'DSA-1-1.json') => zipOf([{ name, data }]);
export const good = zipped(JSON.stringify(record));
export const withRecord = (change: Partial<TestRecord>) => zipped(JSON.stringify({ ...record, ...change }));
export const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...record, id: `DSA-${i}-1`, summary: `number ${i}` }));
export const listOf = (records: readonly TestRecord[]) =>
  records.map(({ id, modified }) => `${modified},${id}\n`).join('');
export const archiveOf = (records: readonly TestRecord[]) =>
  zipOf(records.map((one) => ({ name: `${one.id}.json`, data: JSON.stringify(one) })));
const honest = (): Files => ({
  'ecosystems.txt': 'Debian\n',
  'Debian/all.zip': good,
  'Debian/modified_id.csv': listOf([record]),
});

function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

let made: Promise<Buffer> | null = null;

/** A database as the honest bucket gives it, made once. */
export function goodDatabase(): Promise<Buffer> {
  made ??= (async () => {
    const root = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-feed-'));
    try {
      const place: Place = { folder: root, home: join(root, 'home'), cwd: root, tmp: root };
      write(join(root, 'bucket'), honest());
      const { code, stderr } = await call(place, {
        args: ['db', 'update', '--source', pathToFileURL(join(root, 'bucket')).href],
      });
      assert.equal(code, 0, stderr);
      return readFileSync(join(place.home, 'advisories.db'));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  })();
  return made;
}

/** An update where there is a good database already; afterwards it is to be the one that was there, byte for byte. */
export async function updating(
  place: Place,
  sources: readonly string[],
  more: Partial<Prepared> = {},
): Promise<Prepared> {
  const database = await goodDatabase();
  writeFileSync(join(place.home, 'advisories.db'), database, { mode: 0o600 });
  return {
    args: ['db', 'update', ...sources],
    afterwards: ({ code }) => {
      if (code !== 0)
        assert.ok(readFileSync(join(place.home, 'advisories.db')).equals(database), 'the old database is gone');
    },
    ...more,
  };
}

/** A bucket on disk, as the change left it. */
export function bucket(
  change: (files: Files, folder: string) => void,
  ...flags: readonly string[]
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const folder = join(place.folder, 'bucket');
    const files = honest();
    mkdirSync(folder);
    change(files, folder);
    write(folder, files);
    return updating(place, ['--source', pathToFileURL(folder).href, ...flags]);
  };
}

export type Answer = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

/** A bucket behind HTTP that lies. */
export function server(answer: Answer): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const folder = join(place.folder, 'bucket');
    write(folder, honest());
    const served = await serve(folder, answer);
    return updating(place, ['--source', served.url], { stop: () => served[Symbol.asyncDispose]() });
  };
}

/** Answers a document, and leaves the rest to the honest server. */
export const instead =
  (document: string, answer: (response: ServerResponse, request: IncomingMessage) => void): Answer =>
  (path, request, response) => {
    if (!path.endsWith(document)) return false;
    answer(response, request);
    return true;
  };

/** Sends the same bytes for as long as somebody takes them. */
export function pour(response: ServerResponse, part = Buffer.alloc(65_536, 32)): void {
  const more = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', more);
  more();
}
