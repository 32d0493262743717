import type { Digest } from '../../src/base/digest.ts';
import type { CollectedContainer, CollectedImage, Collection, LocalContent } from '../../src/baseline/collection.ts';
import { chainId } from '../../src/model/image.ts';

const none = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };

/** A digest told by a letter and a number. */
export function digestOf(letter: string): Digest {
  return `sha256:${Buffer.from(letter).toString('hex').padEnd(64, '0')}`;
}

/** An image of layers that are called by letters: `abc` stands on `ab`. */
export function collectedImage(
  name: string,
  layers: string,
  { created = null, labels = {}, ...more }: Partial<CollectedImage> = {},
): CollectedImage {
  const diffIds = [...layers].map(digestOf);
  return {
    id: digestOf(`image ${name}`),
    fingerprint: {
      configDigest: digestOf(`image ${name}`),
      manifestDigest: null,
      indexDigest: null,
      diffIds,
      chainId: chainId(diffIds),
    },
    created,
    user: '',
    effective: { kind: 'root', uid: 0 },
    labels,
    size: 1000 * layers.length,
    distribution: { id: 'debian', versionId: '12', name: 'Debian GNU/Linux 12', like: [], codename: null },
    packages: 10 * layers.length,
    findings: { ...none, high: layers.length },
    exploited: 0,
    layers: diffIds.map((diffId, at) => ({
      diffId,
      size: 1000,
      command: `RUN step ${at}`,
      created: `2026-01-0${at + 1}T00:00:00.000Z`,
      packages: 10,
      findings: { ...none, high: 1 },
    })),
    gaps: [],
    ...more,
  };
}

export function collectedContainer(
  name: string,
  image: CollectedImage,
  more: Partial<CollectedContainer> = {},
): CollectedContainer {
  return {
    id: digestOf(`container ${name}`).slice('sha256:'.length),
    name,
    image: image.id,
    imageId: image.id,
    state: 'running',
    user: image.user,
    effective: image.effective,
    started: null,
    ...more,
  };
}

export function localContent(name: string, layers: string, more: Partial<LocalContent> = {}): LocalContent {
  return {
    id: digestOf(`image ${name}`),
    names: [name],
    digests: [],
    created: null,
    diffIds: [...layers].map(digestOf),
    ...more,
  };
}

export function collectionOf(parts: Partial<Collection>): Collection {
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '1.2.3' },
    collectedAt: '2026-03-01T12:00:00.000Z',
    engine: { name: 'Docker', version: '27.1', address: 'unix:///var/run/docker.sock', host: 'vm' },
    labels: [],
    containers: [],
    images: [],
    unread: [],
    local: [],
    database: { digest: 'sha256:0', builtAt: '2026-02-28T06:00:00Z', starter: false },
    ...parts,
  };
}
