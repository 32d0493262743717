import { gzipSync } from 'node:zlib';
import { inParallel } from '../../../src/base/in-parallel.ts';
import { configOf, digestOf } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { type Descriptor, uploadBlob, uploadManifest } from '../sources/registry-upload.ts';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';
export const configType = 'application/vnd.oci.image.config.v1+json';
export const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** A layer as it is pushed: what it is compressed, and what it is. */
export interface BuiltLayer {
  readonly stored: Buffer;
  readonly diffId: string;
}

export function builtLayer(content: Buffer): BuiltLayer {
  return { stored: gzipSync(content, { level: 1 }), diffId: digestOf(content) };
}

export interface FilledImage {
  readonly repository: string;
  readonly tag: string;
  readonly manifest: string;
  readonly blobs: readonly string[];
}

/** Where a registry has a blob already, so that it need not be sent again (OCI distribution-spec, "Mounting a blob"). */
const places = new Map<string, string>();

async function putBlob(place: string, content: Buffer, mediaType: string): Promise<Descriptor> {
  const digest = digestOf(content);
  const [host = ''] = place.split('/');
  const from = places.get(`${host} ${digest}`);
  if (from === undefined) {
    const described = await uploadBlob(place, content, mediaType);
    places.set(`${host} ${digest}`, place.slice(host.length + 1));
    return described;
  }
  const url = `http://${place.replace('/', '/v2/')}/blobs/uploads/?mount=${digest}&from=${from}`;
  const mounted = await fetch(url, { method: 'POST' });
  // A registry may want it sent all the same.
  return mounted.status === 201 ? { mediaType, digest, size: content.length } : uploadBlob(place, content, mediaType);
}

/** Pushes an image of these layers into a registry. */
export async function pushImage(
  host: string,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  layers: readonly BuiltLayer[],
  patch: Readonly<Record<string, unknown>> = {},
): Promise<FilledImage> {
  const place = `${host}/${repository}`;
  const config = configOf({
    layers: [],
    patch: { rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) }, history: [], ...patch },
  });
  const described = await putBlob(place, config, configType);
  const pushed: Descriptor[] = [];
  for (const { stored } of layers) pushed.push(await putBlob(place, stored, layerType));
  const { digest } = await uploadManifest(place, tag, { config: described, layers: pushed }, manifestType);
  return { repository, tag, manifest: digest, blobs: [described.digest, ...pushed.map((layer) => layer.digest)] };
}

/**
 * Fills a registry with images that stand on a few bases: image `i` on base `i modulo bases`, each with a small layer of its own, ten of
 * them to a repository.
 */
export async function fillRegistry(
  host: string,
  bases: readonly BuiltLayer[],
  count: number,
): Promise<readonly FilledImage[]> {
  const push = (at: number) => {
    const base = bases[at % bases.length];
    if (base === undefined) throw new Error('there is no base');
    const name = { repository: `team${Math.floor(at / 50)}/app${Math.floor(at / 10)}`, tag: `1.${at % 10}` };
    const created = new Date(Date.UTC(2024, 0, 1) + at * 3_600_000).toISOString();
    const patch = { created, config: at % 3 === 0 ? {} : { User: '1000' } };
    return pushImage(host, name, [base, builtLayer(ownLayer(at))], patch);
  };
  // The registry does not bear two that push into one repository; the first one has all bases, to be mounted from there.
  const repositories = Array.from({ length: Math.ceil(count / 10) }, (_, at) => at);
  const pushAll = async (repository: number) => {
    const filled: FilledImage[] = [];
    for (let at = repository * 10; at < Math.min(count, repository * 10 + 10); at += 1) filled.push(await push(at));
    return filled;
  };
  const first = await inParallel(repositories.slice(0, 1), 1, pushAll);
  return [...first, ...(await inParallel(repositories.slice(1), 6, pushAll))].flat();
}

function ownLayer(at: number): Buffer {
  const manifest = { name: at % 2 === 0 ? 'lodash' : `left-${at}`, version: at % 2 === 0 ? '4.17.15' : '1.0.0' };
  return tar([
    file('srv/app/index.js', `console.log(${at});\n`.repeat(50)),
    file(`srv/app/node_modules/${manifest.name}/package.json`, JSON.stringify(manifest)),
  ]);
}

/** A small base with the package database of a Debian, and a file of its own. */
export function smallBase(at: number): BuiltLayer {
  const packages = ['openssl', 'zlib1g', 'bash', 'libc6', 'curl', 'perl-base'].map(
    (name, i) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${1 + (i % 2)}.${at}.0-1\nMaintainer: x\n`,
  );
  return builtLayer(
    tar([
      file('etc/os-release', 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\n'),
      file('var/lib/dpkg/status', `${packages.join('\n')}\n`),
      file('usr/share/filling', Buffer.alloc(400_000, `base ${at} `)),
    ]),
  );
}
