import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { sha256 } from '../../src/base/digest.ts';
import type { EnginePlaces } from '../../src/gates/runtime/engine-places.ts';
import { askRuntimeGate, type RuntimeAnswer, startingCall } from '../../src/gates/runtime/runtime-gate.ts';
import type { Decision, Question } from '../../src/model/question.ts';
import { bboltFile } from './bbolt-file.ts';

export const id = 'c'.repeat(64);
export const diffIds = [sha256('lower'), sha256('upper')] as const;
/** Of one layer, and of both (image-spec, "Layer ChainID"). */
export const chains = [diffIds[0], sha256(`${diffIds[0]} ${diffIds[1]}`)] as const;
export const imageConfig = JSON.stringify({
  config: { Labels: { tier: 'x' } },
  rootfs: { type: 'layers', diff_ids: diffIds },
});
export const image = sha256(imageConfig);
export const hex = (digest: string) => digest.slice('sha256:'.length);

/** Files by their names; null for one that is not there, an array for a symbolic link. In texts, `PATH` stands for the folder. */
export type Files = Readonly<Record<string, Content>>;

type Content = string | Buffer | Link | null;
type Link = readonly [target: string];

/** What a test changes about an engine with one container. */
export interface Changes {
  readonly files?: Files;
  /** Of `config.json`, besides what it has. */
  readonly bundle?: object;
  readonly lower?: readonly string[];
  readonly upper?: string;
  /** In place of the mount at the container's root; `PATH` stands for the folder. */
  readonly mountinfo?: string;
}

/** An engine's state directory with one container, and its bundle. */
export interface Engine {
  readonly folder: string;
  readonly mountinfo: string;
  readonly places: EnginePlaces;
}

interface EngineOf {
  readonly files: Files;
  /** Directories that the root file system is mounted from, below the folder. */
  readonly lower: readonly string[];
  readonly upper: string;
  readonly rootPath: string;
}

/** Makes an engine's files; the kernel's word on its mounts is what the test says it is. */
function engineOf(t: TestContext, { files, lower, upper, rootPath }: EngineOf, changes: Changes = {}): Engine {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-runtime-')));
  t.after(() => rmSync(folder, { recursive: true }));
  const usual = { process: { user: { uid: 1000, gid: 0 } }, root: { path: `PATH/${rootPath}` } };
  const bundle = JSON.stringify({ ...usual, ...changes.bundle });
  const below = changes.lower ?? lower;
  const above = changes.upper ?? upper;
  for (const path of [rootPath, ...lower, upper, ...below, above]) mkdirSync(join(folder, path), { recursive: true });
  const all: Files = { 'bundle/config.json': bundle, ...files, ...changes.files };
  for (const [name, content] of Object.entries(all)) {
    const path = join(folder, name);
    if (content === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string') writeFileSync(path, content.replaceAll('PATH', folder));
    else if (Buffer.isBuffer(content)) writeFileSync(path, content);
    else symlinkSync(content[0].replaceAll('PATH', folder), path);
  }
  const paths = below.map((path) => `PATH/${path}`).join(':');
  const options = `rw,lowerdir=${paths},upperdir=PATH/${above},workdir=PATH/work`;
  const mount = changes.mountinfo ?? `9 1 0:9 / PATH/${rootPath} rw,relatime shared:7 - overlay overlay ${options}\n`;
  const mountinfo = `1 1 254:0 / / rw shared:1 - ext4 /dev/vda rw\n${mount}`.replaceAll('PATH', folder);
  const places = {
    dockerRoots: [join(folder, 'docker')],
    containerdRoots: [join(folder, 'containerd')],
    storageRoots: [join(folder, 'storage')],
    engineSockets: [join(folder, 'run', 'engine.sock')],
    own: [join(folder, 'state', 'home')],
  };
  return { folder, mountinfo, places };
}

/** A Docker engine with its own image store on overlay2. */
export function dockerEngine(t: TestContext, changes: Changes = {}): Engine {
  const mountId = 'e'.repeat(64);
  const [lowest, highest] = ['a'.repeat(64), 'b'.repeat(64)];
  const own = `docker/image/overlay2/layerdb/mounts/${id}`;
  const files = {
    [`docker/containers/${id}/config.v2.json`]: JSON.stringify({
      Image: image,
      Driver: 'overlay2',
      Config: { Image: 'cart:2' },
    }),
    [`docker/image/overlay2/imagedb/content/sha256/${hex(image)}`]: imageConfig,
    [`${own}/parent`]: chains[1],
    [`${own}/mount-id`]: mountId,
    [`docker/image/overlay2/layerdb/sha256/${hex(chains[0])}/cache-id`]: lowest,
    [`docker/image/overlay2/layerdb/sha256/${hex(chains[1])}/cache-id`]: highest,
    [`docker/overlay2/${mountId}-init/diff/etc/hosts`]: '',
    [`docker/overlay2/${mountId}-init/diff/etc/mtab`]: ['/proc/mounts'],
  } as const;
  const folderOf = (name: string) => `docker/overlay2/${name}/diff`;
  const lower = [`${mountId}-init`, highest, lowest].map(folderOf);
  return engineOf(
    t,
    { files, lower, upper: folderOf(mountId), rootPath: `docker/overlay2/${mountId}/merged` },
    changes,
  );
}

/** A storage of Podman or CRI-O. */
export function storageEngine(t: TestContext, changes: Changes = {}): Engine {
  const [lowest, highest, own] = ['a'.repeat(64), 'b'.repeat(64), 'd'.repeat(64)];
  const files = {
    'storage/overlay-containers/containers.json': JSON.stringify([
      { id, image: hex(image), layer: own, metadata: JSON.stringify({ 'image-name': 'localhost/cart:2' }) },
    ]),
    'storage/overlay-layers/layers.json': JSON.stringify([
      { id: lowest, 'diff-digest': diffIds[0] },
      { id: highest, parent: lowest, 'diff-digest': diffIds[1] },
      { id: own, parent: highest },
    ]),
    [`storage/overlay-images/${hex(image)}/=${Buffer.from(image).toString('base64')}`]: imageConfig,
  };
  const folderOf = (name: string) => `storage/overlay/${name}/diff`;
  const lower = [highest, lowest].map(folderOf);
  return engineOf(t, { files, lower, upper: folderOf(own), rootPath: `storage/overlay/${own}/merged` }, changes);
}

/** What a test changes about snapshots: by their keys, `{ id, kind, parent }`. */
export type Snapshots = Readonly<Record<string, readonly [id: number, kind: number, parent: string]>>;

export const usualSnapshots: Snapshots = {
  [`default/2/${chains[0]}`]: [1, 3, ''],
  [`default/4/${chains[1]}`]: [2, 3, `default/2/${chains[0]}`],
  [`default/5/${id}`]: [3, 2, `default/4/${chains[1]}`],
};

/** The snapshotter's own database, with this in the place of what its index of pairs has. */
export function snapshotDatabase(snapshots: Snapshots, index: Readonly<Record<string, string>> = {}): Buffer {
  const stored = Object.entries(snapshots).map(([key, [number, kind, parent]]) => [
    key,
    { id: Buffer.from([number]), kind: Buffer.from([kind]), ...(parent === '' ? {} : { parent }) },
  ]);
  const pairs = Object.entries(snapshots).flatMap(([key, [number, , parent]]) =>
    parent === '' ? [] : [[String.fromCharCode(snapshots[parent]?.[0] ?? 0, 0, number), key]],
  );
  return bboltFile({
    v1: { parents: { ...Object.fromEntries(pairs), ...index }, snapshots: Object.fromEntries(stored) },
  });
}

/** containerd's own database: the container, its image's name, and configs kept because of the snapshot. */
export function metadataDatabase(
  configs: readonly string[] = [image],
  target = '',
  asked = 'docker.io/library/cart:2',
): Buffer {
  const label = { 'containerd.io/gc.ref.snapshot.overlayfs': chains[1] };
  return bboltFile({
    v1: {
      default: {
        containers: { [id]: { image: asked } },
        images: { 'docker.io/library/cart:2': { target: { digest: target } } },
        content: { blob: Object.fromEntries(configs.map((digest) => [digest, { labels: label }])) },
      },
    },
  });
}

export const blobs = 'containerd/io.containerd.content.v1.content/blobs/sha256';
export const snapshotter = 'containerd/io.containerd.snapshotter.v1.overlayfs';
export const snapshotFolder = (number: number) => `${snapshotter}/snapshots/${number}/fs`;

/** containerd with a container made by `ctr`, nerdctl or Kubernetes. */
export function containerdEngine(t: TestContext, changes: Changes = {}): Engine {
  const files = {
    [`${snapshotter}/metadata.db`]: snapshotDatabase(usualSnapshots),
    'containerd/io.containerd.metadata.v1.bolt/meta.db': metadataDatabase(),
    [`${blobs}/${hex(image)}`]: imageConfig,
  };
  const lower = [2, 1].map(snapshotFolder);
  return engineOf(t, { files, lower, upper: snapshotFolder(3), rootPath: 'bundle/rootfs' }, changes);
}

/** Asks the gate about an engine's container. */
export async function asked(
  { folder, mountinfo, places }: Engine,
  args = ['--root', '/run/x', '--log', 'create', 'create', '--bundle', join(folder, 'bundle'), id],
  decision: Decision = { admitted: true, because: 'verdict 1' },
): Promise<{ answer: RuntimeAnswer; questions: Question[] }> {
  const questions: Question[] = [];
  const call = startingCall(args);
  if ('kind' in call) return { answer: call, questions };
  const decide = async (question: Question) => {
    questions.push(question);
    return decision;
  };
  return { answer: await askRuntimeGate(call, places, () => mountinfo, decide), questions };
}
