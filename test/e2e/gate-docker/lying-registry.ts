import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { configOf, digestOf, type TestImage } from '../../build/image.ts';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

export interface Document {
  readonly type: string;
  readonly bytes: Buffer;
  /** What the registry claims it to be, where it lies. */
  readonly claimed?: string;
}

/** A registry that says what a test has it say, to whom and when it likes. */
export interface LyingRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Tells it what to answer for `REPOSITORY/REFERENCE`, a tag or a digest: the same always, or by whoever asks for the how manieth time. */
  says(place: string, said: Document | ((asked: { readonly times: number; readonly agent: string }) => Document)): void;
  /** Gives it an image: its blobs, and its manifest by digest. */
  push(repository: string, image: TestImage): Document;
  blob(
    content: Buffer,
    mediaType: string,
  ): { readonly mediaType: string; readonly digest: string; readonly size: number };
  /** Has it begin with blobs and not go on. */
  stallBlobs(stalls: boolean): void;
  stop(): Promise<void>;
}

export async function lyingRegistry(): Promise<LyingRegistry> {
  const blobs = new Map<string, Buffer>();
  const places = new Map<string, (asked: { times: number; agent: string }) => Document>();
  const counts = new Map<string, number>();
  let isStalled = false;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(request.url ?? '') ?? [];
    if (request.url === '/v2/') return void response.end('{}');
    if (kind === 'blobs') {
      const content = blobs.get(reference);
      if (content === undefined) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-length': content.length, 'docker-content-digest': reference });
      if (isStalled && content.length > 2000) return void response.write(content.subarray(0, 1000));
      return void response.end(request.method === 'HEAD' ? undefined : content);
    }
    const place = `${repository}/${reference}`;
    const times = (counts.get(place) ?? 0) + 1;
    counts.set(place, times);
    const found = places.get(place)?.({ times, agent: request.headers['user-agent'] ?? '' });
    if (found === undefined)
      return void response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'docker-content-digest': found.claimed ?? digestOf(found.bytes),
    });
    response.end(request.method === 'HEAD' ? undefined : found.bytes);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const blob: LyingRegistry['blob'] = (content, mediaType) => {
    const digest = digestOf(content);
    blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  };
  const says: LyingRegistry['says'] = (place, said) => {
    counts.delete(place);
    places.set(place, typeof said === 'function' ? said : () => said);
  };
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    says,
    blob,
    push: (repository, image) => {
      const document = manifestOf(configOf(image), image.layers, blob);
      says(`${repository}/${digestOf(document.bytes)}`, document);
      return document;
    },
    stallBlobs: (stalls) => {
      isStalled = stalls;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A manifest of a config over these layers, whether they belong together or not. */
export function manifestOf(
  config: Buffer,
  layers: readonly Buffer[],
  blob: LyingRegistry['blob'],
  more: object = {},
): Document {
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: blob(config, 'application/vnd.docker.container.image.v1+json'),
    layers: layers.map((layer) => blob(gzipSync(layer), 'application/vnd.docker.image.rootfs.diff.tar.gzip')),
    ...more,
  });
  return { type: manifestType, bytes: Buffer.from(text) };
}

export function indexOf(manifests: readonly (readonly [Document, platform: string])[]): Document {
  const list = manifests.map(([{ type, bytes }, architecture]) => ({
    mediaType: type,
    digest: digestOf(bytes),
    size: bytes.length,
    platform: { os: 'linux', architecture },
  }));
  return {
    type: indexType,
    bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: list })),
  };
}
