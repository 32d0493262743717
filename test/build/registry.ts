import type { IncomingMessage, ServerResponse } from 'node:http';
import { digestOf, layoutFiles, type TestImage } from './image.ts';
import { serve, type TestServer } from './server.ts';

/** Decides about one request; true where it has answered it. Otherwise the registry answers as it should. */
export type Quirk = (request: IncomingMessage, response: ServerResponse, content: Stored | null) => boolean;

/** What an honest registry would send for a path. */
export interface Stored {
  readonly kind: 'manifest' | 'blob';
  readonly digest: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

export interface TestRegistry extends TestServer {
  /** `METHOD PATH`, in order. */
  readonly asked: string[];
  readonly stored: ReadonlyMap<string, Stored>;
  readonly manifest: Stored;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** A registry with one image as `app/web:1`, honest but for its quirk. */
export async function testRegistry(
  image: TestImage,
  quirk: Quirk = () => false,
  { tls }: { tls?: { cert: string; key: string } } = {},
): Promise<TestRegistry> {
  const files = layoutFiles(image);
  const [entry] = (JSON.parse(files.get('index.json')!.toString()) as { manifests: { digest: string }[] }).manifests;
  const stored = new Map<string, Stored>();
  for (const [name, bytes] of files) {
    if (!name.startsWith('blobs/')) continue;
    const digest = digestOf(bytes);
    const isManifest = digest === entry!.digest;
    stored.set(digest, {
      kind: isManifest ? 'manifest' : 'blob',
      digest,
      bytes,
      mediaType: isManifest ? manifestType : 'application/octet-stream',
    });
  }
  const manifest = stored.get(entry!.digest)!;
  const asked: string[] = [];
  const find = (path: string): Stored | null => {
    const match = /^\/v2\/app\/web\/(manifests|blobs)\/(.+)$/.exec(path);
    if (match === null) return null;
    return match[1] === 'manifests' && match[2] === '1' ? manifest : (stored.get(match[2]!) ?? null);
  };
  const server = await serve(
    (request, response) => {
      // As a proxy, it is asked with whole URLs.
      const path = (request.url ?? '').replace(/^http:\/\/[^/]+/, '').split('?')[0]!;
      asked.push(`${request.method} ${path}`);
      const content = find(path);
      if (quirk(request, response, content)) return;
      if (path === '/v2/') response.writeHead(200).end('{}');
      else if (content === null) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      else sendStored(request, response, content);
    },
    tls === undefined ? {} : { tls },
  );
  return { ...server, asked, stored, manifest };
}

export function sendStored(request: IncomingMessage, response: ServerResponse, content: Stored): void {
  const { bytes, digest, mediaType } = content;
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers['range'] ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': mediaType,
    'content-length': bytes.length - start,
    'docker-content-digest': digest,
    etag: `"${digest}"`,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes.subarray(start));
}
