import { readWhole } from '../../base/byte-stream.ts';
import { PlimsollError } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import { tarArchive } from '../../formats/tar/tar-writer.ts';
import { connectEngine, type Engine, engineFailure } from '../../images/docker/engine.ts';
import { buildFailure, keptLines } from './build-failure.ts';
import { buildEvents } from './build-stream.ts';

export interface BuildRequest {
  readonly dockerfile: string;
  /** As the engine names networks; null for its usual one. */
  readonly network: string | null;
  readonly proxies: Readonly<Record<string, string>>;
  readonly step: (number: number, of: number, instruction: string) => void;
  /** What the build prints. */
  readonly said: (line: string) => void;
  /** Images of a build that failed and that could not be removed. */
  readonly left: (ids: readonly string[]) => void;
}

export interface Built {
  readonly id: string;
}

const longestContext = 8 << 20;
/** Milliseconds that the removal of what a failed build left may take. */
const cleaning = 60_000;

/**
 * Builds a Dockerfile without any files beside it by the engine's own builder (Docker Engine API, `POST /build`). Nothing of an earlier build is used:
 * what repositories have today is what counts. What a failed build made is removed; containers are removed in any case.
 */
export async function buildAt(engine: Engine, request: BuildRequest, signal: AbortSignal): Promise<Built> {
  const before = new Set(await imageIds(engine));
  const made: string[] = [];
  try {
    return await built(engine, request, made);
  } catch (error) {
    const ours = made.filter((id) => ![...before].some((known) => known.startsWith(`sha256:${id}`)));
    request.left(await removed(engine, ours.toReversed()));
    signal.throwIfAborted();
    throw error;
  }
}

async function built(engine: Engine, request: BuildRequest, made: string[]): Promise<Built> {
  const { dockerfile, network, proxies, step, said } = request;
  const query = new URLSearchParams({
    dockerfile: 'Dockerfile',
    nocache: '1',
    rm: '1',
    forcerm: '1',
    buildargs: JSON.stringify(proxies),
    ...(network === null ? {} : { networkmode: network }),
    // Podman's own format of images has no place for HEALTHCHECK and SHELL.
    ...(engine.version.name === 'Podman'
      ? { outputformat: 'application/vnd.docker.distribution.manifest.v2+json' }
      : {}),
  });
  const bytes = await contextOf(dockerfile);
  const answer = await engine.change('POST', `/build?${query}`, { bytes, type: 'application/x-tar' });
  if (answer.status !== 200) throw await engineFailure(answer, engine.endpoint.address);
  let at = '?';
  let id: string | null = null;
  let wrong: string | null = null;
  let output: string[] = [];
  for await (const event of buildEvents(answer.body)) {
    const { kind } = event;
    if (kind === 'step') {
      at = `${event.number}/${event.of} (${event.instruction.slice(0, 60)})`;
      output = [];
      step(event.number, event.of, event.instruction);
    } else if (kind === 'layer') made.push(event.id);
    else if (kind === 'image') id = event.id;
    else if (kind === 'error') wrong = event.message;
    else {
      output = [...output.slice(1 - keptLines), event.text];
      said(event.text);
    }
  }
  if (wrong === null && id !== null) return { id };
  if (wrong === null) id = await idOf(engine, made.at(-1));
  if (wrong !== null || id === null) throw buildFailure(at, wrong ?? '', output);
  return { id };
}

async function contextOf(dockerfile: string): Promise<Buffer> {
  const content = Buffer.from(dockerfile);
  const open = async () => chunks(content);
  return readWhole(tarArchive([{ name: 'Dockerfile', size: content.length, open }]), longestContext);
}

async function* chunks(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

/** The whole id of an image that an engine named by its beginning alone, as Podman does. */
async function idOf(engine: Engine, start: string | undefined): Promise<string | null> {
  const answer = start === undefined ? null : await engine.json(`/images/${start}/json`);
  const id = isObject(answer) ? answer['Id'] : null;
  return typeof id === 'string' && /^(?:sha256:)?[0-9a-f]{64}$/.test(id) ? `sha256:${id.replace('sha256:', '')}` : null;
}

async function imageIds(engine: Engine): Promise<readonly string[]> {
  const list = await engine.json('/images/json?all=1');
  return (Array.isArray(list) ? list : []).flatMap((one) => {
    const id = isObject(one) ? one['Id'] : null;
    return typeof id === 'string' ? [`sha256:${id.replace('sha256:', '')}`] : [];
  });
}

/** Removes images, newest first, and none that another one stands on; returns those that stay. Over a connection of its own: a call that was broken off cleans up, too. */
async function removed({ endpoint }: Engine, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const left: string[] = [];
  try {
    const engine = await connectEngine(endpoint, {
      environment: {},
      offline: false,
      signal: AbortSignal.timeout(cleaning),
    });
    try {
      for (const id of ids) {
        const answer = await engine.change('DELETE', `/images/${id}?noprune=1`);
        answer.discard();
        if (answer.status !== 200 && answer.status !== 404) left.push(id);
      }
    } finally {
      engine.close();
    }
    return left;
  } catch (error) {
    if (error instanceof PlimsollError || error instanceof DOMException) return ids;
    throw error;
  }
}
