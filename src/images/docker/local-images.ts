import { distance } from 'fastest-levenshtein';
import { failure, reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import type { Text } from '../../base/text.ts';
import { isObject } from '../../formats/go-json.ts';
import { type Endpoint, engineEndpoints } from './endpoint.ts';
import { causeCode, connectEngine, type Engine, type EngineAccess, openEngine } from './engine.ts';
import { engineStore } from './engine-store.ts';

/** One name of an image that an engine has. */
export interface LocalImage {
  /** A name, or the image's id where it has none. */
  readonly name: string;
  readonly id: string;
  /** RFC 3339. */
  readonly created: string;
  /** Bytes. */
  readonly size: number;
}

/** An address at which an engine may be. */
export interface ProbedEngine {
  readonly address: string;
  /** `Docker 27.1`; null where none answers. */
  readonly engine: string | null;
  /** The system's code for why not, or a few words; null where one answers. */
  readonly trouble: string | null;
  /** Where its images can be read as they lie, or why they have to be exported; left out where none answers. */
  readonly store?: { readonly root: string } | { readonly trouble: Text };
}

/** The images of the first engine that answers. Throws what {@link openEngine} throws. */
export async function listImages(
  access: EngineAccess,
): Promise<{ readonly address: string; readonly images: readonly LocalImage[] }> {
  const engine = await openEngine(access);
  try {
    return { address: engine.endpoint.address, images: await imagesOf(engine) };
  } finally {
    engine.close();
  }
}

/** Every address that `docker:` would try, asked once. Throws only where DOCKER_HOST or the Docker context is not usable. */
export async function probeEngines(access: EngineAccess): Promise<readonly ProbedEngine[]> {
  return Promise.all((await engineEndpoints(access.environment)).map((endpoint) => probe(endpoint, access)));
}

async function probe(endpoint: Endpoint, access: EngineAccess): Promise<ProbedEngine> {
  const { address } = endpoint;
  try {
    const engine = await connectEngine(endpoint, access);
    try {
      const found = await engineStore(engine);
      const store = 'kind' in found && found.kind === 'other' ? { trouble: notUnpacked } : found;
      return { address, engine: `${engine.version.name} ${engine.version.version}`, trouble: null, store };
    } finally {
      engine.close();
    }
  } catch (error) {
    return { address, engine: null, trouble: causeCode(error) ?? reasonOf(error) };
  }
}

const notUnpacked = {
  en: 'its storage driver keeps no layers that could be read one by one',
  'zh-CN': '其存储驱动不保存可逐层读取的镜像层',
} as const;

/** All images of an engine, one entry a name. */
export async function imagesOf(engine: Engine): Promise<readonly LocalImage[]> {
  const list = await engine.json('/images/json');
  if (!Array.isArray(list)) {
    throw failure('bad-answer', {
      host: engine.endpoint.address,
      reason: { en: 'its list of images is none', 'zh-CN': '返回的镜像列表无效' },
    });
  }
  return list.flatMap(localImages);
}

function localImages(entry: unknown): LocalImage[] {
  if (!isObject(entry)) return [];
  const { Id: id, Created: created, Size: size, RepoTags: tags } = entry;
  if (typeof id !== 'string') return [];
  const seconds = typeof created === 'number' && Math.abs(created) < 1e11 ? created : 0;
  const facts = {
    id: printable(id, 200),
    created: new Date(seconds * 1000).toISOString(),
    size: typeof size === 'number' && size >= 0 ? size : 0,
  };
  const names = (Array.isArray(tags) ? tags : []).filter((tag) => typeof tag === 'string' && !tag.startsWith('<none>'));
  return (names.length > 0 ? names : [facts.id]).map((name) => ({ name: printable(String(name), 512), ...facts }));
}

/** Up to three names that one may have been meant to be, the likeliest first. */
export function nearNames(asked: string, images: readonly LocalImage[]): readonly string[] {
  const wanted = asked.slice(0, 200);
  const [repository = wanted] = wanted.split(/[:@]/);
  const scored = images
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sha256:'))
    .map((name) => {
      const plain = name.slice(0, name.lastIndexOf(':'));
      const isPart = plain === repository || plain.endsWith(`/${repository}`) || repository.endsWith(`/${plain}`);
      return { name, score: isPart ? 0 : distance(repository, plain) / Math.max(repository.length, plain.length, 1) };
    })
    .filter(({ score }) => score <= 0.34)
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, 3).map(({ name }) => name);
}
