import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { openVexOf } from '../../../src/match/vex/testing/documents.ts';
import { serve, type TestServer } from '../../build/server.ts';
import { has } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type SampleDatabases, sampleDatabases } from '../policy/sample-databases.ts';
import { sampleImage } from '../policy/sample-images.ts';
import { type Described, digestOf, types } from './attach.ts';
import { push, type RunningRegistry, startRegistry } from './registry-server.ts';

/**
 * What tests of attestations stand on: an image that a VEX statement can let through, Debian's registry, whose keys are whose. A file of tests has
 * one of its own, made before them.
 */
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-attested-'));
export const at = (name: string) => join(folder, name);
const servers: { close(): unknown }[] = [];
export const ours = generateKeyPairSync('ed25519');
export const cosign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
export let databases: SampleDatabases;
export let registry: RunningRegistry;
let count = 0;

after(() => {
  registry?.stop();
  for (const server of servers) server.close();
  databases?.remove();
  rmSync(folder, { recursive: true, force: true });
});

export const openssl = { '@id': 'pkg:deb/debian/openssl@3.0.9-1' };
export const saying = (more: object = {}) =>
  openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1001' },
      products: [openssl],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      ...more,
    },
  ]);

function publicFile(name: string, key: KeyObject): void {
  writeFileSync(at(name), key.export({ type: 'spki', format: 'pem' }));
}

export const isReady = (t: Pick<TestContext, 'skip'>) => has(t as TestContext, 'docker-registry', 'skopeo');

before(async () => {
  if (!isReady({ skip: () => {} })) return;
  databases = await sampleDatabases();
  registry = await startRegistry(folder);
  writeFileSync(at('image.tar'), sampleImage({ deb: ['openssl 3.0.9-1'] }));
  publicFile('ours.pub', ours.publicKey);
  publicFile('cosign.pub', cosign.publicKey);
});

/** The image in a repository of its own. */
export async function pushed(): Promise<{ repository: string; image: Described }> {
  count += 1;
  const repository = `shop/cart${count}`;
  await push(`docker-archive:${at('image.tar')}`, `${registry.host}/${repository}:1`, '--format', 'oci');
  return { repository, image: await described(repository, '1') };
}

async function described(repository: string, tag: string): Promise<Described> {
  const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${tag}`, {
    headers: { accept: types.manifest },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { mediaType: types.manifest, digest: digestOf(bytes), size: bytes.length };
}

interface Scanned {
  readonly code: number | null;
  readonly stderr: string;
  readonly suppressed: readonly {
    id: string;
    by: string;
    why: string;
    signed?: { attestation: string; key: string };
  }[];
  readonly gaps: readonly string[];
}

export async function scanned(ref: string, ...keys: string[]): Promise<Scanned> {
  const flags = keys.flatMap((key) => (key.startsWith('--') ? [key] : ['--vex-key', at(key)]));
  const args = ['scan', ref, '--policy', 'builtin:strict', '-o', 'json', ...flags];
  const { code, stdout, stderr } = await plimsoll(args, { home: databases.fresh });
  if (stdout === '') assert.fail(stderr);
  const report = JSON.parse(stdout);
  const gaps = report.gaps.map(
    ({ what, reason }: { what: string; reason: string }) => `${what.replace(/sha256:[0-9a-f]{64}/, 'X')}: ${reason}`,
  );
  return { code, stderr, suppressed: report.suppressed, gaps };
}

/** A registry in front of Debian's that has the referrers API, in pages of one, or answers it otherwise. */
export async function withReferrers(
  entries: ReadonlyMap<string, readonly Described[]>,
  status = 200,
): Promise<TestServer & { readonly asked: string[] }> {
  const asked: string[] = [];
  const server = await serve((from, to) => {
    const url = new URL(from.url ?? '', 'http://registry.local');
    asked.push(`${from.method} ${url.pathname}${url.search}`);
    const subject = /^\/v2\/.+\/referrers\/(.+)$/.exec(url.pathname)?.[1];
    if (subject === undefined) {
      const [hostname, port] = registry.host.split(':');
      const onward = request(
        { hostname, port, path: from.url, method: from.method, headers: from.headers },
        (answer) => {
          to.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(to);
        },
      );
      from.pipe(onward);
      return;
    }
    // A registry that never answers.
    if (status === 0) return;
    if (status !== 200) return void to.writeHead(status).end();
    const all = entries.get(subject) ?? [];
    const page = Number(url.searchParams.get('page') ?? 0);
    const link = page + 1 < all.length ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {};
    to.writeHead(200, { 'content-type': types.index, ...link });
    to.end(JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: all.slice(page, page + 1) }));
  });
  servers.push(server);
  return { ...server, asked };
}
