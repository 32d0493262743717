import { failure } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import { type Engine, type EngineAccess, engineFailure, openEngine } from '../../images/docker/engine.ts';
import { type BuildRequest, type Built, buildAt } from './engine-build.ts';

/** What a golden build asks of a container engine. */
export interface GoldenEngine {
  readonly address: string;
  /** An image that the engine has, by its id; null where it does not have it. */
  image(id: string): Promise<EngineImage | null>;
  build(request: BuildRequest): Promise<Built>;
  /** Gives an image a name: `registry.local/shop/cart:2`. */
  tag(id: string, name: string): Promise<void>;
  close(): void;
}

export interface EngineImage {
  /** Names with digests under which registries know it, as the engine remembers. */
  readonly digests: readonly string[];
  /** Instructions that a build on top of it runs of its own accord. */
  readonly triggers: readonly string[];
}

/** The first engine that answers, as `docker:` references find it. */
export async function goldenEngine(access: EngineAccess): Promise<GoldenEngine> {
  const engine = await openEngine(access);
  return {
    address: engine.endpoint.address,
    image: (id) => imageOf(engine, id),
    build: (request) => buildAt(engine, request, access.signal),
    tag: (id, name) => tagged(engine, id, name),
    close: () => engine.close(),
  };
}

async function imageOf(engine: Engine, id: string): Promise<EngineImage | null> {
  const answer = await engine.json(`/images/${encodeURIComponent(id)}/json`);
  if (answer === null) return null;
  const { RepoDigests: digests, Config: config } = isObject(answer) ? answer : {};
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
  return { digests: texts(digests), triggers: texts(isObject(config) ? config['OnBuild'] : null) };
}

async function tagged(engine: Engine, id: string, name: string): Promise<void> {
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const repository = hasTag ? name.slice(0, colon) : name;
  const query = new URLSearchParams({ repo: repository, tag: hasTag ? name.slice(colon + 1) : 'latest' });
  const answer = await engine.change('POST', `/images/${encodeURIComponent(id)}/tag?${query}`);
  if (answer.status === 201) answer.discard();
  else if (answer.status === 404) {
    answer.discard();
    throw failure('image-not-found', { ref: `docker:${id}`, hint: gone });
  } else throw await engineFailure(answer, engine.endpoint.address);
}

const gone = {
  en: 'It was removed while it was being looked at. Build it again.',
  'zh-CN': '镜像在处理过程中被删除。请重新构建。',
} as const;
