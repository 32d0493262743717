import { createHash, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preAuthentication } from '../../../src/base/pre-authentication.ts';

/** What tools put beside an image, made as they make it: manifests, blobs, and lists of them. Keys are of node:crypto, as cosign is not in Debian. */
export const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  envelope: 'application/vnd.dsse.envelope.v1+json',
  bundle: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  simpleSigning: 'application/vnd.dev.cosign.simplesigning.v1+json',
  openVex: 'application/vnd.openvex+json',
} as const;

export interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly [more: string]: unknown;
}

/** Where something can be attached: a repository, a layout. */
export interface Beside {
  blob(content: Buffer, mediaType: string): Promise<Described>;
  manifest(content: object, tag?: string): Promise<Described>;
}

export function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** A statement about an image, signed. */
export function envelopeOf(
  predicate: object | string,
  subject: string,
  keys: readonly KeyObject[],
  { predicateType = 'https://openvex.dev/ns/v0.2.0', payloadType = 'application/vnd.in-toto+json' } = {},
): Buffer {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'registry.local/shop/cart', digest: { sha256: subject.slice(7) } }],
    predicateType,
    predicate,
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const signatures = keys.map((key) => ({ keyid: '', sig: signed(preAuthentication(payloadType, payload), key) }));
  return Buffer.from(JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures }));
}

export function signed(bytes: Uint8Array, key: KeyObject): string {
  return sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key).toString('base64');
}

/** Something about an image, as ORAS attaches it. */
export async function attach(
  beside: Beside,
  subject: Described,
  content: Buffer,
  mediaType: string,
): Promise<Described> {
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    artifactType: mediaType,
    config: await beside.blob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json'),
    layers: [await beside.blob(content, mediaType)],
    subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
  };
  return { ...(await beside.manifest(manifest)), artifactType: mediaType };
}

/** As `cosign attest` and `cosign sign` store it: under a tag made of the digest. */
export async function tagged(
  beside: Beside,
  digest: string,
  suffix: 'att' | 'sig',
  layers: readonly { content: Buffer; mediaType: string; annotations?: object }[],
): Promise<Described> {
  const stored: object[] = [];
  for (const { content, mediaType, annotations } of layers)
    stored.push({ ...(await beside.blob(content, mediaType)), ...(annotations === undefined ? {} : { annotations }) });
  const config = await beside.blob(
    Buffer.from('{"architecture":"","os":"","config":{},"rootfs":{"type":"layers","diff_ids":[]}}'),
    'application/vnd.oci.image.config.v1+json',
  );
  const manifest = { schemaVersion: 2, mediaType: types.manifest, config, layers: stored };
  return beside.manifest(manifest, `${digest.replace(':', '-')}.${suffix}`);
}

/** The tag that stands in for a list of referrers where a registry has none. */
export async function referrersTag(beside: Beside, subject: Described, entries: readonly Described[]): Promise<void> {
  const index = { schemaVersion: 2, mediaType: types.index, manifests: entries };
  await beside.manifest(index, subject.digest.replace(':', '-'));
}

export function inRegistry(host: string, repository: string): Beside {
  const base = `http://${host}/v2/${repository}`;
  return {
    blob: async (content, mediaType) => {
      const digest = digestOf(content);
      const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
      const place = new URL(begun.headers.get('location') ?? '', base);
      place.searchParams.set('digest', digest);
      const headers = { 'content-type': 'application/octet-stream' };
      const put = await fetch(place, { method: 'PUT', headers, body: new Uint8Array(content) });
      if (put.status !== 201) throw new Error(`the registry answers ${put.status} to a blob`);
      return { mediaType, digest, size: content.length };
    },
    manifest: async (content, tag) => {
      const bytes = Buffer.from(JSON.stringify(content));
      const digest = digestOf(bytes);
      const { mediaType } = content as { mediaType: string };
      const headers = { 'content-type': mediaType };
      const put = await fetch(`${base}/manifests/${tag ?? digest}`, { method: 'PUT', headers, body: bytes });
      if (put.status !== 201) throw new Error(`the registry answers ${put.status} to a manifest: ${await put.text()}`);
      return { mediaType, digest, size: bytes.length };
    },
  };
}

export function inLayout(directory: string): Beside {
  const store = (content: Buffer) => {
    const digest = digestOf(content);
    mkdirSync(join(directory, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(directory, 'blobs/sha256', digest.slice(7)), content);
    return digest;
  };
  return {
    blob: async (content, mediaType) => ({ mediaType, digest: store(content), size: content.length }),
    manifest: async (content, tag) => {
      const bytes = Buffer.from(JSON.stringify(content));
      const { mediaType } = content as { mediaType: string };
      const described = { mediaType, digest: store(bytes), size: bytes.length };
      const file = join(directory, 'index.json');
      const index = JSON.parse(readFileSync(file, 'utf8'));
      const annotations = tag === undefined ? {} : { annotations: { 'org.opencontainers.image.ref.name': tag } };
      // What it is, an index need not say.
      index.manifests.push({ ...described, ...annotations });
      writeFileSync(file, JSON.stringify(index));
      return described;
    },
  };
}
