import assert from 'node:assert/strict';
import { digestOf } from '../../build/image.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly urls?: readonly string[];
  readonly platform?: object;
}

/** Uploads as the distribution API says (OCI distribution-spec, "Pushing Blobs", "Pushing Manifests"), and returns what describes it. */
export async function uploadBlob(repository: string, content: Buffer, mediaType: string): Promise<Descriptor> {
  const described = { mediaType, digest: digestOf(content), size: content.length };
  const begun = await fetch(`http://${repository.replace('/', '/v2/')}/blobs/uploads/`, { method: 'POST' });
  assert.equal(begun.status, 202);
  const place = new URL(begun.headers.get('location') ?? '', begun.url);
  place.searchParams.set('digest', described.digest);
  const done = await fetch(place, { method: 'PUT', body: new Uint8Array(content) });
  assert.equal(done.status, 201);
  return described;
}

export async function uploadManifest(
  repository: string,
  tag: string,
  document: object,
  mediaType: string,
): Promise<Descriptor> {
  const body = JSON.stringify({ schemaVersion: 2, mediaType, ...document });
  const headers = { 'content-type': mediaType };
  const url = `http://${repository.replace('/', '/v2/')}/manifests/${tag}`;
  const done = await fetch(url, { method: 'PUT', headers, body });
  assert.equal(done.status, 201, await done.text());
  return { mediaType, digest: digestOf(body), size: Buffer.byteLength(body) };
}
