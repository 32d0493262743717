import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { failureFrom, PlimsollError, reasonOf } from './base/errors.ts';
import { verbatim } from './base/text.ts';
import type { DockerGateRequest, OpenGate } from './cli/services.ts';
import type { GateEvent, GateParts } from './gates/docker/gate-parts.ts';
import type { Wanted } from './gates/docker/guards/guard-services.ts';
import type { Found } from './gates/docker/watch.ts';
import type { ImageSource } from './images/image-source.ts';
import type { Decide } from './model/question.ts';
import { type DecidingMaterials, openDecider } from './wiring-decider.ts';

/** What gates are put together from besides their own parts. */
export interface GateMaterials extends DecidingMaterials {
  readonly sources: () => Promise<readonly ImageSource[]>;
}

/** Containers that run although they may not, by the ledger and a policy. Nothing is scanned, recorded or stopped. */
export async function unfitContainers(
  materials: GateMaterials,
  request: Parameters<typeof openDecider>[1],
  socket: string,
  language: DockerGateRequest['language'],
): Promise<readonly Found[]> {
  const [{ findUnfit }, { usualLimits }] = await Promise.all([
    import('./gates/docker/watch.ts'),
    import('./gates/docker/limits.ts'),
  ]);
  const decider = await openDecider(materials, request);
  try {
    const parts = {
      engine: { kind: 'unix', path: socket } as const,
      decide: decider.look,
      now: () => new Date(),
      limits: usualLimits,
      language,
      observe: false,
      record: () => {},
    };
    const found = await findUnfit(parts, request.scanning.signal);
    return found.filter(({ what }) => what === 'container');
  } finally {
    decider.close();
  }
}

/** Where containerd listens for who makes containers with it: of the distribution, and of an engine that starts one itself. */
const containerdSockets = ['/run/containerd/containerd.sock', '/run/docker/containerd/containerd.sock'];

async function startWatch(parts: GateParts, { watch, watchEvery }: DockerGateRequest, signal: AbortSignal) {
  const { watchEngine } = await import('./gates/docker/watch.ts');
  const tell = (found: Found) => parts.record({ kind: 'found', found });
  // In an object, so that whoever waits for the start does not wait for the end.
  return { over: watchEngine(parts, { action: watch ?? 'report', every: watchEvery }, tell, signal) };
}

export async function openDockerGate(materials: GateMaterials, request: DockerGateRequest): Promise<OpenGate> {
  const [
    { openDockerGate: open },
    { parseGateAddress, parseListenAddress, addressWords },
    { dockerGuards },
    { engineStores },
    { engineCaller },
    { openSpool },
    { usualLimits },
    { newMetrics },
    { authzServer, gateHeader },
    { listen: listenAt },
  ] = await Promise.all([
    import('./gates/docker/docker-gate.ts'),
    import('./gates/docker/gate-address.ts'),
    import('./gates/docker/guards/docker-guards.ts'),
    import('./gates/docker/guards/engine-stores.ts'),
    import('./gates/docker/engine-caller.ts'),
    import('./gates/docker/spool.ts'),
    import('./gates/docker/limits.ts'),
    import('./gates/metrics.ts'),
    import('./gates/docker/authz-plugin.ts'),
    import('./gates/docker/listening.ts'),
  ]);
  const listen = parseListenAddress(request.listen, '--listen');
  const upstream = parseGateAddress(request.upstream, '--upstream');
  const authz = request.authz === null ? null : parseListenAddress(request.authz, '--authz');
  const token = randomBytes(32).toString('hex');
  const engine = authz === null ? upstream : { ...upstream, mark: `${gateHeader}: ${token}` };
  const decider = await openDecider(materials, request);
  const home = materials.home.ready();
  // A scan at the door asks the engine behind the gate, whatever engine a shell would ask.
  process.env['DOCKER_HOST'] = addressWords(upstream);
  const metrics = newMetrics();
  const events = await eventSink(home, request, metrics);
  const guards = dockerGuards({
    spool: openSpool(join(home, 'spool'), request.spoolLimit),
    spoolLimit: request.spoolLimit,
    places: {
      sockets: [...(upstream.kind === 'unix' ? [upstream.path] : []), ...containerdSockets],
      own: decider.grounds,
      stores: engineStores(engineCaller(engine)),
    },
    readLoadable: async (handle, label) => (await import('./images/loadable-archive.ts')).readLoadable(handle, label),
    describe: async (wanted) => describe(wanted, request.scanning, await materials.sources()),
  });
  const parts: GateParts = {
    engine,
    guards,
    decide: timed(decider.decide, (seconds) => metrics.observe('plimsoll_gate_decision_seconds', seconds)),
    now: () => new Date(),
    limits: usualLimits,
    language: request.language,
    observe: request.observe,
    record: events.record,
  };
  // The second lock first: an engine that is started with it answers nobody before it stands.
  const second = authz === null ? null : authzServer(parts, token);
  if (authz !== null && second !== null) await listenAt(second, authz, upstream, 'owner');
  const gate = await open(parts, listen);
  const ending = new AbortController();
  const watch =
    request.watch === null ? null : await startWatch({ ...parts, decide: decider.look }, request, ending.signal);
  const page = request.metrics === null ? null : await serveMetrics(request.metrics, () => metrics.text());
  metrics.set('plimsoll_gate_policy_loaded_seconds', Date.now() / 1000);
  return {
    address: gate.address,
    metricsAddress: page === null ? null : request.metrics,
    reload: inTurn(async (read) => {
      events.reopen();
      try {
        const next = await read();
        await decider.reload(next);
        metrics.set('plimsoll_gate_policy_loaded_seconds', Date.now() / 1000);
        metrics.set('plimsoll_gate_policy_stale', 0);
        events.record({ kind: 'policy', ...decider.policy(), trouble: null });
        return decider.policy();
      } catch (error) {
        metrics.set('plimsoll_gate_policy_stale', 1);
        events.record({ kind: 'policy', ...decider.policy(), trouble: reasonOf(error) });
        const reason = error instanceof PlimsollError ? error.what : verbatim(reasonOf(error));
        throw failureFrom(error, 'gate-not-reloaded', { policy: decider.policy().name, reason });
      }
    }),
    close: async () => {
      ending.abort();
      await gate.close();
      await watch?.over;
      page?.close();
      second?.close();
      decider.close();
      events.close();
    },
  };
}

/** One after the other. Those that come while one waits for its turn are one with it. */
function inTurn<A, T>(work: (given: A) => Promise<T>): (given: A) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<T> | null = null;
  return (given) => {
    if (waiting !== null) return waiting;
    const turn = last.then(() => {
      waiting = null;
      return work(given);
    });
    waiting = turn;
    last = turn.catch(() => {});
    return turn;
  };
}

function timed(decide: Decide, took: (seconds: number) => void): Decide {
  return async (question) => {
    const started = performance.now();
    const decision = await decide(question);
    took((performance.now() - started) / 1000);
    return decision;
  };
}

/** What an image in a registry is, by its manifest and config; no layer is fetched. */
async function describe(
  { ref, login, platform, signal }: Wanted,
  scanning: DockerGateRequest['scanning'],
  sources: readonly ImageSource[],
) {
  const [{ findImage }, { parsePlatform }] = await Promise.all([
    import('./scan/find-image.ts'),
    import('./images/platform-choice.ts'),
  ]);
  const { limits, offline, progress } = scanning;
  const registry = { ...scanning.registry, login };
  const chosen = (platform === null ? null : parsePlatform(platform)) ?? scanning.platform;
  const options = { platform: chosen, limits, registry, offline, signal, trustsEngine: false };
  const intake = { knows: async () => true, take: () => Promise.reject(new Error('no layer is read here')) };
  const image = await findImage(ref, sources, { options, intake, progress });
  try {
    return { fingerprint: image.fingerprint, config: image.config };
  } finally {
    await image.close();
  }
}

/** Where what happens at a gate goes: the decision log and the counters. A line that cannot be kept is said, and counted. */
async function eventSink(
  home: string,
  { observe, remark }: DockerGateRequest,
  metrics: ReturnType<typeof import('./gates/metrics.ts').newMetrics>,
) {
  const [{ openDecisionLog }, { eventLine, countEvent }] = await Promise.all([
    import('./gates/decision-log.ts'),
    import('./gates/docker/event-lines.ts'),
  ]);
  const log = openDecisionLog(join(home, 'decisions.jsonl'));
  return {
    record: (event: GateEvent) => {
      countEvent(event, metrics);
      try {
        log.write(eventLine(event, new Date(), observe));
      } catch (error) {
        metrics.count('plimsoll_gate_troubles_total', { gate: 'docker', kind: 'log' });
        remark(error);
      }
    },
    /** Whoever rotates logs has moved the file away. */
    reopen: () => {
      try {
        log.reopen();
      } catch (error) {
        metrics.count('plimsoll_gate_troubles_total', { gate: 'docker', kind: 'log' });
        remark(error);
      }
    },
    close: () => log.close(),
  };
}

async function serveMetrics(address: string, text: () => string): Promise<Server> {
  const { parseGateAddress } = await import('./gates/docker/gate-address.ts');
  const where = parseGateAddress(address, '--metrics');
  const { createServer } = await import('./base/http/node-http.ts');
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || (request.url !== '/metrics' && request.url !== '/healthz'))
      response.writeHead(404).end();
    else if (request.url === '/healthz') response.writeHead(200).end('ok\n');
    else response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where.kind === 'unix' ? { path: where.path } : { host: where.host, port: where.port }, resolve);
  });
  return server;
}
