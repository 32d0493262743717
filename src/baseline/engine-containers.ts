import { isDigest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { inParallel } from '../base/in-parallel.ts';
import { printable } from '../base/printable.ts';
import { isObject, type JsonObject } from '../formats/go-json.ts';
import type { Engine } from '../images/docker/engine.ts';
import type { CollectedContainer, LocalContent } from './collection.ts';

/** A container before its image is read: who its processes are is not known yet. */
export type FoundContainer = Omit<CollectedContainer, 'effective'>;

const atOnce = 8;

/** Every container of an engine, running or not, that has all of these labels (`KEY` or `KEY=VALUE`). Sorted by name. */
export async function containersOf(engine: Engine, labels: readonly string[]): Promise<readonly FoundContainer[]> {
  const filters = labels.length === 0 ? '' : `&filters=${encodeURIComponent(JSON.stringify({ label: labels }))}`;
  const list = await listOf(engine, `/containers/json?all=1${filters}`, 'containers');
  const found = await inParallel(idsIn(list), atOnce, async (id) => {
    // Null: it was removed in this moment, and lies under nothing any more.
    const answer = await engine.json(`/containers/${id}/json`);
    return answer === null ? null : readContainer(answer, engine);
  });
  return found.filter((one) => one !== null).sort((a, b) => order(a.name, b.name) || order(a.id, b.id));
}

/** Every image of an engine that has a name or is under a container, with the layers that the engine says it has. Sorted by id. */
export async function localContents(engine: Engine, signal: AbortSignal): Promise<readonly LocalContent[]> {
  const list = await listOf(engine, '/images/json', 'images');
  const found = await inParallel(idsIn(list), atOnce, async (id) => {
    signal.throwIfAborted();
    const answer = await engine.json(`/images/${id}/json`);
    return answer === null ? null : readLocal(answer, engine);
  });
  const byId = new Map(found.filter((one) => one !== null).map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => order(a.id, b.id));
}

/** What the machine of the engine calls itself. */
export async function hostOf(engine: Engine): Promise<string> {
  const info = await engine.json('/info');
  return isObject(info) ? textOf(info['Name'], 200) : '';
}

async function listOf(engine: Engine, path: string, what: string): Promise<readonly unknown[]> {
  const list = await engine.json(path);
  if (Array.isArray(list)) return list;
  throw failure('bad-answer', {
    host: engine.endpoint.address,
    reason: { en: `its list of ${what} is none`, 'zh-CN': `返回的 ${what} 列表无效` },
  });
}

/** Ids that can stand in a path. */
function idsIn(list: readonly unknown[]): readonly string[] {
  return list.flatMap((entry) => {
    const id = isObject(entry) ? entry['Id'] : null;
    return typeof id === 'string' && /^(?:sha256:)?[0-9a-f]{12,64}$/.test(id) ? [id] : [];
  });
}

/** One container as the engine describes it (`GET /containers/ID/json`). Throws `bad-answer` for what says no image. */
export function readContainer(answer: unknown, engine: Engine): FoundContainer {
  const container = isObject(answer) ? answer : {};
  const config = objectIn(container, 'Config');
  const state = objectIn(container, 'State');
  const id = textOf(container['Id'], 64);
  const imageId = withAlgorithm(textOf(container['Image'], 100));
  if (!/^[0-9a-f]{64}$/.test(id) || !isDigest(imageId)) {
    throw failure('bad-answer', {
      host: engine.endpoint.address,
      reason: { en: 'it describes a container without its image', 'zh-CN': '返回的容器信息中没有镜像' },
    });
  }
  return {
    id,
    name: textOf(container['Name'], 300).replace(/^\//, ''),
    image: textOf(config['Image'], 512),
    imageId,
    state: textOf(state['Status'], 40),
    user: textOf(config['User'], 200),
    started: momentOf(state['StartedAt']),
  };
}

function readLocal(answer: unknown, engine: Engine): LocalContent {
  const image = isObject(answer) ? answer : {};
  const id = withAlgorithm(textOf(image['Id'], 100));
  const layers = objectIn(image, 'RootFS')['Layers'];
  const diffIds = Array.isArray(layers) ? layers : [];
  if (!isDigest(id) || !diffIds.every(isDigest)) {
    throw failure('bad-answer', {
      host: engine.endpoint.address,
      reason: { en: 'it describes an image without its layers', 'zh-CN': '返回的镜像信息中没有镜像层' },
    });
  }
  return {
    id,
    names: textsOf(image['RepoTags']),
    digests: textsOf(image['RepoDigests']),
    created: momentOf(image['Created']),
    diffIds,
  };
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

/** Podman leaves the algorithm out in some answers. */
function withAlgorithm(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id;
}

/** Names may be anybody's: what cannot be shown is escaped before it is kept. */
function textOf(value: unknown, limit: number): string {
  return typeof value === 'string' ? printable(value, limit) : '';
}

function textsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return texts
    .filter((one) => !one.startsWith('<none>'))
    .map((one) => printable(one, 512))
    .sort(order);
}

/** Go's zero time, the year 1, stands for "never". */
function momentOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isFinite(time) && time > 0 ? new Date(time).toISOString() : null;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
