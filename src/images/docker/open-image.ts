import { join } from 'node:path';
import { type Digest, isDigest } from '../../base/digest.ts';
import { failure, PlimsollError } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import { foundNames } from '../../model/image-name.ts';
import { openStoredContent } from '../content-store.ts';
import { parseImageConfig } from '../image-config.ts';
import type { Image, LayerContent, OpenContext } from '../image-source.ts';
import { fingerprintOf } from '../manifest-walk.ts';
import type { OpenedArchive } from '../oci-layout.ts';
import { liesIn } from '../unpacked/folder-below.ts';
import { layerPieces } from '../unpacked/unpacked-layer.ts';
import { type Engine, openEngine } from './engine.ts';
import { type EngineStore, engineStore } from './engine-store.ts';
import { type Exportable, exportedImage, layerAt } from './export.ts';
import { imagesOf, nearNames } from './local-images.ts';
import { type StoredImage, storedImage } from './stored-image.ts';

/** Opens an image of the engine that an environment names. */
export async function openEngineImage(
  ref: string,
  context: OpenContext,
  environment: NodeJS.ProcessEnv,
): Promise<Image> {
  const { offline, signal } = context.options;
  const engine = await openEngine({ environment, offline, signal }, [inspectPath(ref)]);
  try {
    const found = await inspected(engine, ref, context);
    const opened = (await storedHere(found, context)) ?? (await exported(found, context));
    const names = isIdOf(ref, found.id) ? [] : foundNames(ref);
    return {
      source: 'docker',
      ref: `docker:${ref}`,
      ...opened,
      names,
      gaps: [],
      close: async () => engine.close(),
    };
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** Whether the engine took a text for an id and not for a name, as it can be either: `deadbeef`. */
function isIdOf(text: string, id: string): boolean {
  return id.startsWith(text.startsWith('sha256:') ? text : `sha256:${text}`);
}

interface Found extends Exportable {
  /** What the engine says of it. */
  readonly told: unknown;
  /** Bytes on the engine's disk: for progress only. */
  readonly size: number | null;
}

function inspectPath(ref: string): string {
  return `/images/${ref.split('/').map(encodeURIComponent).join('/')}/json`;
}

/** Finds an image in the engine. Throws `image-not-found` with what else it has. */
async function inspected(engine: Engine, ref: string, { options }: OpenContext): Promise<Found> {
  const answer = await engine.json(inspectPath(ref));
  if (answer === null)
    throw failure('image-not-found', { ref: `docker:${ref}`, hint: await notFoundHint(engine, ref) });
  const { Id: id, Size: size, Descriptor: descriptor } = isObject(answer) ? answer : {};
  if (typeof id !== 'string' || !/^(?:sha256:)?[0-9a-f]{64}$/.test(id)) {
    throw failure('bad-answer', {
      host: engine.endpoint.address,
      reason: { en: 'it describes an image without an id', 'zh-CN': '返回的镜像信息中没有 ID' },
    });
  }
  // Engines that keep images as indexes export one platform of them where they know how (API 1.48); else all that they have.
  const isIndexed = isObject(descriptor) && apiAtLeast(engine, 1, 48);
  return {
    engine,
    told: answer,
    id: id.startsWith('sha256:') ? id : `sha256:${id}`,
    only: isIndexed ? options.platform : null,
    ref: `docker:${ref}`,
    maxSize: options.limits.maxImageSize,
    size: typeof size === 'number' && size > 0 && !isIndexed ? size : null,
  };
}

function apiAtLeast({ version }: Engine, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version.apiVersion);
  if (match === null) return false;
  return Number(match[1]) > major || (Number(match[1]) === major && Number(match[2]) >= minor);
}

async function notFoundHint(engine: Engine, ref: string): Promise<{ en: string; 'zh-CN': string }> {
  const near = nearNames(ref, await imagesOf(engine)).join(', ');
  const pull = `docker pull ${ref}`;
  if (near === '') return { en: `Pull it first: ${pull}`, 'zh-CN': `请先拉取：${pull}` };
  return { en: `Did you mean ${near}? Else: ${pull}`, 'zh-CN': `是否想写 ${near}？否则请先拉取：${pull}` };
}

/** An image that need not be exported: every layer was read before, or lies where this process may read it. */
async function storedHere(found: Found, context: OpenContext): Promise<OpenedArchive | null> {
  const { intake, options } = context;
  const store = await engineStore(found.engine, found.told);
  if ('trouble' in store) return null;
  if (store.kind === 'containerd') return contentHere(store, found, options);
  const stored = storedImage(store, found.id);
  if (stored === null) return null;
  const config = parseImageConfig(stored.bytes, found.ref);
  const contents = unpackedContents(stored, config.diffIds, store, exportedOnce(found, context));
  if (contents === null) for (const diffId of config.diffIds) if (!(await intake.knows(diffId))) return null;
  return {
    names: [],
    fingerprint: fingerprintOf(config, { configDigest: stored.digest, manifestDigest: null, indexDigest: null }),
    config,
    layers: config.diffIds.map((diffId, place) => ({
      diffId,
      mediaType: '',
      storedSize: contents?.[place]?.size ?? null,
      content: contents?.[place]?.content ?? { kind: 'tar', open: () => layerAt(found, place, options.platform) },
    })),
  };
}

/** Where Docker's own containerd, or the machine's, keeps what it was given; null where any of it is not there: then the image is exported. */
async function contentHere(
  { root }: EngineStore,
  { id, ref }: Found,
  { platform }: OpenContext['options'],
): Promise<OpenedArchive | null> {
  if (!isDigest(id)) return null;
  for (const place of [join(root, 'containerd', 'daemon'), '/var/lib/containerd']) {
    try {
      const opened = await openStoredContent(place, id, platform, ref);
      if (opened?.layers.every(({ content }) => content.kind === 'tar')) return opened;
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
    }
  }
  return null;
}

/** Where each layer lies, and what there is instead where it turns out to lie there no longer. */
function unpackedContents(
  stored: StoredImage,
  diffIds: readonly Digest[],
  { root }: EngineStore,
  instead: (place: number) => Promise<LayerContent>,
) {
  return (
    stored.layers(diffIds)?.map((layer, place) => ({
      size: layer.size,
      content: {
        kind: 'unpacked',
        store: root,
        layer: { folder: layer.folder, list: layer.list },
        pieces: () => layerPieces(layer),
        has: (path) => liesIn(layer.folder, path),
        otherwise: () => instead(place),
      } satisfies LayerContent,
    })) ?? null
  );
}

/** The image by a single export, however many of its layers are asked for. */
function exportedOnce(found: Found, context: OpenContext): (place: number) => Promise<LayerContent> {
  let opened: Promise<OpenedArchive> | null = null;
  return async (place) => {
    opened ??= exported(found, context);
    return (await opened).layers[place]?.content ?? { kind: 'missing', reason: 'missing' };
  };
}

async function exported(found: Found, { intake, options, progress }: OpenContext): Promise<OpenedArchive> {
  const what = { en: 'Reading from the engine', 'zh-CN': '正在从引擎读取' };
  let done = 0;
  return exportedImage(found, intake, options.platform, (chunk) => {
    options.signal.throwIfAborted();
    done += chunk.length;
    const total = found.size === null ? null : Math.max(found.size, done);
    progress.step({ what, done, total, unit: 'bytes' });
  });
}
