import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  loopbackFetch,
  type TestRecord,
  testRecord,
  writeEcosystems,
  writeFeed,
} from '../../../src/advisories/bucket-for-tests.ts';
import { buildDatabase } from '../../../src/advisories/build.ts';
import { type DatabaseStatus, databaseStatus } from '../../../src/advisories/status.ts';
import type { Signer } from '../../../src/ledger/dsse.ts';
import { keyIdOf } from '../../../src/ledger/public-key.ts';
import { type PullOptions, type PullResult, pullDatabase } from '../../../src/publishing/pull.ts';
import { type PushOptions, type PushResult, pushDatabase } from '../../../src/publishing/push.ts';
import { type RegistrySettings, type RunningRegistry, startRegistry } from '../sources/registry-server.ts';

export interface Publisher {
  readonly signer: Signer;
  readonly publicKey: KeyObject;
}

/** A registry, who publishes there, and a machine that pulls. */
export interface Ground {
  readonly folder: string;
  readonly registry: RunningRegistry;
  readonly publisher: Publisher;
  /** The state directory of the machine. */
  readonly home: string;
  at(...parts: string[]): string;
  /** A database file of some records; a later day has a few others. */
  build(day: number, more?: { readonly count?: number; readonly without?: number }): Promise<string>;
  push(file: string, options?: Partial<PushOptions>): Promise<PushResult>;
  pull(options?: Partial<PullOptions>): Promise<PullResult>;
  status(): Promise<DatabaseStatus>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function newPublisher(): Publisher {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  return { publicKey, signer: { keyId: keyIdOf(publicKey), sign: (bytes) => sign(null, bytes, privateKey) } };
}

export async function ground(settings: RegistrySettings = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-database-'));
  const at = (...parts: string[]) => join(folder, ...parts);
  const registry = await startRegistry(folder, settings);
  const publisher = newPublisher();
  const home = at('machine');
  const common = {
    ref: `${registry.host}/plimsoll/advisories:1`,
    registry: { ca: null, insecureHosts: [], token: null },
    offline: false,
    environment: { HOME: folder },
    signal: new AbortController().signal,
    progress: { step: () => {} },
    keyOf: (id: string) => (id === publisher.signer.keyId ? publisher.publicKey : undefined),
  };
  return {
    folder,
    registry,
    publisher,
    home,
    at,
    build: async (day, { count = 400, without = 0 } = {}) => {
      const bucket = at(`bucket-${day}-${count}-${without}`);
      writeEcosystems(bucket, ['npm']);
      writeFeed(bucket, 'npm', recordsOf(day, count).slice(0, count + day - without));
      const output = `${bucket}.db`;
      const { signal, progress } = common;
      const sources = [pathToFileURL(bucket).href];
      const others = { kev: [], epss: [], nvd: [], ecosystems: [] };
      await buildDatabase({ output, builtAt: null, sources, ...others, fetch: loopbackFetch, signal, progress });
      return output;
    },
    push: (file, options = {}) =>
      pushDatabase({ ...common, file, home: at('publisher'), signer: publisher.signer, ...options }),
    pull: (options = {}) =>
      pullDatabase({
        ...common,
        home,
        keyFolder: 'keys/advisories',
        allowOlder: false,
        allowShrink: false,
        ...options,
      }),
    status: () => databaseStatus(home),
    [Symbol.asyncDispose]: async () => {
      registry.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of day 3, three records are another than they were, and three came. What does not compress makes deltas worth it. */
export function recordsOf(day: number, count = 400): TestRecord[] {
  return Array.from({ length: count + day }, (_, at) => {
    const changed = at < day ? day : 0;
    const modified = `2024-01-${String(1 + changed).padStart(2, '0')}T00:00:00Z`;
    const noise = createHash('sha512').update(`${at}`).digest('hex').repeat(2);
    const references = [{ type: 'WEB', url: `https://example.com/${noise}` }];
    return testRecord(`GHSA-${at}`, modified, 'npm', `pkg${at}`, `1.${changed}`, { references });
  });
}
