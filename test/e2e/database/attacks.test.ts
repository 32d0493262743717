import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, type TestContext, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { createEntryIndex, createTables, schemaRevision } from '../../../src/advisories/database-schema.ts';
import { canonical } from '../../../src/base/canonical-json.ts';
import { sha256 } from '../../../src/base/digest.ts';
import { seal } from '../../../src/ledger/dsse.ts';
import { artifactTypes } from '../../../src/publishing/artifact.ts';
import { envelopeType } from '../../../src/publishing/signature.ts';
import { has } from '../build/parts.ts';
import { listening } from '../sources/listening.ts';
import { type Ground, ground, newPublisher } from './ground.ts';

/** What stands between the machine and the registry: changes what comes back, by the path that was asked for. */
type Lie = (path: string, body: Buffer, response: { status: number; headers: Record<string, string> }) => Buffer;

let on: (Ground & { readonly deltas: readonly string[] }) | undefined;
let liar: { readonly host: string; lie: Lie; stop(): void } | undefined;

/** The registry with two days in it and the liar before it, made once; null where there is no registry to start. */
async function battlefield(t: TestContext): Promise<{
  readonly on: Ground & { readonly deltas: readonly string[] };
  readonly liar: NonNullable<typeof liar>;
} | null> {
  if (!has(t, 'docker-registry')) return null;
  if (on === undefined || liar === undefined) {
    const made = await ground();
    await made.push(await made.build(1));
    const { deltas } = await made.push(await made.build(2));
    on = Object.assign(made, { deltas: deltas.map(({ digest }) => digest) });
    liar = await lyingTo(on.registry.host);
  }
  return { on, liar };
}

after(async () => {
  liar?.stop();
  await on?.[Symbol.asyncDispose]();
});

async function lyingTo(host: string): Promise<{ readonly host: string; lie: Lie; stop(): void }> {
  const place = { host: '', lie: ((_, body) => body) as Lie, stop: () => server.closeAllConnections() };
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const [hostname = '', port = ''] = host.split(':');
    const { host: _, ...headers } = incoming.headers;
    const sent = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const told = { status: answer.statusCode ?? 0, headers: {} as Record<string, string> };
        for (const name of ['content-type', 'docker-content-digest'])
          if (answer.headers[name] !== undefined) told.headers[name] = String(answer.headers[name]);
        const body = place.lie(incoming.url ?? '', Buffer.concat(chunks), told);
        response.writeHead(told.status, { ...told.headers, 'content-length': body.length });
        response.end(body);
      });
    });
    sent.on('error', () => response.destroy());
    sent.end();
  });
  place.host = `127.0.0.1:${await listening(server)}`;
  place.stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return place;
}

const isRoot = (path: string) => path.endsWith('/manifests/1');
const isBlob = (path: string) => path.includes('/blobs/');

/** Lets whoever holds the key of the publisher say whatever he likes: what he signs is bounded, too. */
function signedLie(
  make: (manifest: Record<string, never>) => Record<string, unknown>,
  blobs: readonly Buffer[],
  signer = on?.publisher.signer,
): Lie {
  let manifest: Buffer = Buffer.alloc(0);
  let envelope: Buffer = Buffer.alloc(0);
  let document: Buffer = Buffer.alloc(0);
  return (path, body, told) => {
    const answer = (bytes: Buffer, type: string) => {
      told.status = 200;
      told.headers = { 'content-type': type };
      return bytes;
    };
    const oci = 'application/vnd.oci.image.manifest.v1+json';
    if (isRoot(path)) {
      manifest = Buffer.from(canonical(make(JSON.parse(body.toString()))));
      const statement = {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'x', digest: { sha256: sha256(manifest).slice(7) } }],
        predicateType: 'urn:plimsoll:advisories:v1',
        predicate: {},
      };
      if (signer === undefined) throw new Error('no key');
      envelope = seal('application/vnd.in-toto+json', canonical(statement), signer);
      document = Buffer.from(
        canonical({
          schemaVersion: 2,
          mediaType: oci,
          artifactType: envelopeType,
          layers: [{ mediaType: envelopeType, digest: sha256(envelope), size: envelope.length }],
        }),
      );
      return answer(manifest, oci);
    }
    if (path.includes('/referrers/')) {
      const manifests = [
        { mediaType: oci, digest: sha256(document), size: document.length, artifactType: envelopeType },
      ];
      return answer(
        Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })),
        'application/vnd.oci.image.index.v1+json',
      );
    }
    for (const bytes of [document, envelope, ...blobs]) if (path.includes(sha256(bytes))) return answer(bytes, oci);
    return body;
  };
}

interface Attack {
  readonly lie: () => Lie;
  readonly code: string;
  readonly reason?: RegExp;
}

/** Describes a blob as a layer. */
function layer(mediaType: string, bytes: Buffer) {
  return { mediaType, digest: sha256(bytes), size: bytes.length };
}

const bomb = zstdCompressSync(Buffer.alloc(64 << 20));
const notSqlite = zstdCompressSync(Buffer.from('no database'));

function configOf(file: object, more: object = {}): Buffer {
  const database = { digest: sha256('x'), builtAt: '2026-01-01T00:00:00Z', feeds: [], starter: false };
  return Buffer.from(canonical({ schema: schemaRevision, database, file, deltas: [], ...more }));
}

function replaced(config: Buffer, database: Buffer): Lie {
  return signedLie(
    (manifest) => ({
      ...manifest,
      config: layer(artifactTypes.config, config),
      layers: [layer(artifactTypes.database, database)],
    }),
    [config, database],
  );
}

/** A database that a publisher made otherwise, with everything else as it should be. */
function databaseAfter(change: string): Lie {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-other-database-'));
  try {
    const db = new DatabaseSync(join(folder, 'other.db'));
    createTables(db);
    createEntryIndex(db);
    const facts = JSON.stringify({ digest: sha256('x'), builtAt: '2026-01-01T00:00:00Z', feeds: [], starter: false });
    db.prepare("INSERT INTO fact VALUES ('database', ?)").run(facts);
    db.exec(change);
    db.close();
    const bytes = readFileSync(join(folder, 'other.db'));
    return replaced(configOf({ digest: sha256(bytes), size: bytes.length }), zstdCompressSync(bytes));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whoever may push may attach what he likes: these are announced, and not there. */
function othersSignatures(count: number): Lie {
  return (path, body, told) => {
    if (!path.includes('/manifests/sha256-')) return body;
    told.headers = {};
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifests = Array.from({ length: count }, (_, at) => ({
      mediaType,
      digest: sha256(`${at}`),
      size: 100,
      artifactType: envelopeType,
    }));
    return Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
  };
}

const attacks: Readonly<Record<string, Attack>> = {
  'a manifest that was changed': {
    lie: () => (path, body, told) => {
      if (!isRoot(path)) return body;
      delete told.headers['docker-content-digest'];
      return Buffer.from(body.toString().replace('"title"', '"titel"').replace('advisories.db', 'advisories.DB'));
    },
    code: 'database-unsigned',
  },
  'a manifest whose digest the registry lies about': {
    lie: () => (path, body) => (isRoot(path) ? Buffer.concat([body, Buffer.from('\n')]) : body),
    code: 'digest-mismatch',
  },
  'a signature that was changed': {
    lie: () => (path, body) =>
      isBlob(path) && body.includes('payloadType') ? Buffer.from(body.toString().replace('"sig":"', '"sig":"A')) : body,
    code: 'digest-mismatch',
  },
  'a signature of somebody else': {
    lie: () => signedLie((manifest) => manifest, [], newPublisher().signer),
    code: 'database-signer-unknown',
  },
  'a list of signatures that was emptied': {
    lie: () => (path, body, told) => {
      if (!path.includes('/manifests/sha256-')) return body;
      told.headers = {};
      return Buffer.from('{"manifests":[]}');
    },
    code: 'database-unsigned',
  },
  'as many signatures of others as are looked at': { lie: () => othersSignatures(32), code: 'database-unsigned' },
  'more signatures of others than are looked at': {
    lie: () => othersSignatures(33),
    code: 'database-signatures-too-many',
    reason: /none of the first 32 of 33 signatures/,
  },
  'a list of signatures without end': {
    lie: () => (path, body, told) => {
      if (!path.includes('/manifests/sha256-')) return body;
      told.headers = {};
      return Buffer.alloc(5 << 20, 0x20);
    },
    code: 'bad-answer',
  },
  'a config that was swapped': {
    lie: () => (path, body) =>
      isBlob(path) && body.includes('"builtAt"') && !body.includes('payload') ? configOf({}) : body,
    code: 'digest-mismatch',
  },
  'a layer that was changed': {
    lie: () => (path, body) => {
      if (!isBlob(path) || body.length < 5000) return body;
      const changed = Buffer.from(body);
      changed[4000] = (changed[4000] ?? 0) ^ 1;
      return changed;
    },
    code: 'any',
  },
  'a layer that was cut off': {
    lie: () => (path, body) => (isBlob(path) && body.length >= 5000 ? body.subarray(0, 4000) : body),
    code: 'any',
  },
  'a layer that is longer': {
    lie: () => (path, body) => (isBlob(path) && body.length >= 5000 ? Buffer.concat([body, Buffer.alloc(99)]) : body),
    code: 'any',
  },
  'an image in its place': {
    lie: () => signedLie(({ artifactType: _, ...manifest }) => manifest, []),
    code: 'database-not-as-signed',
    reason: /another kind of artifact/,
  },
  'an index in its place': {
    lie: () => signedLie((manifest) => ({ ...manifest, manifests: [] }), []),
    code: 'database-not-as-signed',
    reason: /index/,
  },
  'layers of another kind among its own': {
    lie: () =>
      signedLie(
        (manifest) => ({
          ...manifest,
          layers: [...(manifest['layers'] ?? []), layer('application/octet-stream', bomb)],
        }),
        [],
      ),
    code: 'database-not-as-signed',
    reason: /layers/,
  },
  'a layer that unpacks out of proportion': {
    lie: () => replaced(configOf({ digest: sha256(Buffer.alloc(64 << 20)), size: 64 << 20 }), bomb),
    code: 'database-not-as-signed',
    reason: /out of all proportion/,
  },
  'a layer that unpacks to more than it says': {
    lie: () => replaced(configOf({ digest: sha256('x'), size: 4096 }), bomb),
    code: 'database-not-as-signed',
    reason: /more than 4096/,
  },
  'a layer that unpacks to something else': {
    lie: () => replaced(configOf({ digest: sha256('x'), size: 11 }), notSqlite),
    code: 'database-not-as-signed',
    reason: /another file/,
  },
  'a file that is no database': {
    lie: () => replaced(configOf({ digest: sha256('no database'), size: 11 }), notSqlite),
    code: 'database-not-as-signed',
    reason: /not an SQLite file/,
  },
  'a database without a table that is read later': {
    lie: () => databaseAfter('DROP TABLE build'),
    code: 'database-not-as-signed',
    reason: /its tables are not those that this version of Plimsoll makes/,
  },
  'a database of an older Plimsoll, under a config of now': {
    lie: () => databaseAfter('PRAGMA user_version = 1'),
    code: 'database-not-as-signed',
    reason: /made by an older Plimsoll/,
  },
  'a database of a newer Plimsoll': {
    lie: () => replaced(configOf({ digest: sha256('no database'), size: 11 }, { schema: 99 }), notSqlite),
    code: 'published-database-too-new',
  },
  'a manifest of any length': {
    lie: () => (path, body, told) => {
      if (!isRoot(path)) return body;
      told.headers = {};
      return Buffer.alloc(2 << 20, 0x20);
    },
    code: 'bad-answer',
  },
};

for (const [name, { lie, code, reason }] of Object.entries(attacks)) {
  test(`refused, and nothing of it used: ${name}`, { timeout: 120_000 }, async (t) => {
    const field = await battlefield(t);
    if (field === null) return;
    const home = field.on.at('machines', name.replaceAll(/\W/g, '-'));
    field.liar.lie = lie();
    const trial = field.on.pull({ ref: `${field.liar.host}/plimsoll/advisories:1`, home });
    await assert.rejects(trial, (error: Error & { code?: string }) => {
      if (code !== 'any') assert.equal(error.code, code, error.message);
      else
        assert.match(
          error.code ?? '',
          /^(digest-mismatch|connection-lost|bad-answer|database-not-as-signed)$/,
          error.message,
        );
      if (reason !== undefined) assert.match(error.message, reason);
      return true;
    });
    assert.equal(existsSync(join(home, 'advisories.db')), false);
  });
}

for (const [name, spoiled] of [
  ['is lost', null],
  ['is cut short', 100],
] as const)
  test(`a delta that ${name}: the whole is taken instead, which is said`, { timeout: 120_000 }, async (t) => {
    const field = await battlefield(t);
    if (field === null) return;
    const { on, liar } = field;
    const home = on.at('machines', `delta ${name}`);
    const ref = `${liar.host}/plimsoll/advisories:1`;
    liar.lie = (_, body) => body;
    await on.pull({ ref, home });
    copyFileSync(await on.build(1), join(home, 'advisories.db'));
    const asked: string[] = [];
    liar.lie = (path, body, response) => {
      const digest = /\/blobs\/(sha256:\w+)$/.exec(path)?.[1];
      if (digest === undefined || !on.deltas.includes(digest)) return body;
      asked.push(digest);
      if (spoiled === null) response.status = 404;
      return body.subarray(0, spoiled ?? 0);
    };
    const pulled = await on.pull({ ref, home });
    assert.ok(asked.length > 0);
    assert.equal(pulled.transfer, 'full');
    assert.match(pulled.notes[0]?.en ?? '', /its deltas could not be used: /);
  });

test('deltas that lead somewhere else: the whole is taken instead, which is said', { timeout: 120_000 }, async (t) => {
  const field = await battlefield(t);
  if (field === null) return;
  const { on, liar } = field;
  const home = on.at('machines', 'deltas');
  liar.lie = (_, body) => body;
  const ref = `${liar.host}/plimsoll/advisories:1`;
  await on.pull({ ref, home });
  const { readOrigin } = await import('../../../src/advisories/origin.ts');
  assert.equal(readOrigin(join(home, 'advisories.db')).kind, 'pull');
  // The machine goes back to the day before, so that a delta is worth it.
  copyFileSync(await on.build(1), join(home, 'advisories.db'));
  const wrong = zstdCompressSync(Buffer.from('{"lines":0}\n'));
  const registry = `http://${on.registry.host}/v2/plimsoll/advisories`;
  const manifest = (await (
    await fetch(`${registry}/manifests/1`, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } })
  ).json()) as {
    config: { digest: string };
  };
  const config = (await (await fetch(`${registry}/blobs/${manifest.config.digest}`)).json()) as { deltas: object[] };
  const changed = Buffer.from(
    canonical({ ...config, deltas: config.deltas.map((delta) => ({ ...delta, layer: sha256(wrong), size: 12 })) }),
  );
  liar.lie = signedLie(
    (old) => ({
      ...old,
      config: layer(artifactTypes.config, changed),
      layers: [...(old['layers'] ?? [])].slice(0, 1).concat([layer(artifactTypes.delta, wrong)] as never[]),
    }),
    [wrong, changed],
  );
  const pulled = await on.pull({ ref, home });
  assert.equal(pulled.transfer, 'full');
  assert.match(pulled.notes[0]?.en ?? '', /its deltas could not be used: it leads from or to another database/);
  const file = on.at('bucket-2-400-0.db');
  assert.ok(existsSync(file) && readFileSync(file).length > 0);
});
