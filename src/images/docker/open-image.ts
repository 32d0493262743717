import { failure } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import { foundNames } from '../../model/image-name.ts';
import { parseImageConfig } from '../image-config.ts';
import type { Image, OpenContext } from '../image-source.ts';
import { fingerprintOf } from '../manifest-walk.ts';
import type { OpenedArchive } from '../oci-layout.ts';
import { type Engine, openEngine } from './engine.ts';
import { type Exportable, exportedImage, layerAt } from './export.ts';
import { imagesOf, nearNames } from './local-images.ts';
import { storedConfig } from './stored-config.ts';

/** Opens an image of the engine that an environment names. */
export async function openEngineImage(
  ref: string,
  context: OpenContext,
  environment: NodeJS.ProcessEnv,
): Promise<Image> {
  const { offline, signal } = context.options;
  const engine = await openEngine({ environment, offline, signal });
  try {
    const found = await inspected(engine, ref, context);
    const opened = (await knownImage(found, context)) ?? (await exported(found, context));
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
  /** Bytes on the engine's disk: for progress only. */
  readonly size: number | null;
}

/** Finds an image in the engine. Throws `image-not-found` with what else it has. */
async function inspected(engine: Engine, ref: string, { options }: OpenContext): Promise<Found> {
  const path = ref.split('/').map(encodeURIComponent).join('/');
  const answer = await engine.json(`/images/${path}/json`);
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

/** An image of which every layer was read before: nothing needs to be exported where its config can be read and verified. */
async function knownImage(found: Found, { intake, options }: OpenContext): Promise<OpenedArchive | null> {
  const stored = await storedConfig(found.engine, found.id);
  if (stored === null) return null;
  const config = parseImageConfig(stored.bytes, found.ref);
  if (config.diffIds.length === 0) return null;
  for (const diffId of config.diffIds) if (!(await intake.knows(diffId))) return null;
  return {
    names: [],
    fingerprint: fingerprintOf(config, { configDigest: stored.digest, manifestDigest: null, indexDigest: null }),
    config,
    layers: config.diffIds.map((diffId, place) => ({
      diffId,
      mediaType: '',
      storedSize: null,
      content: { kind: 'tar', open: () => layerAt(found, place, options.platform) },
    })),
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
