import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, isRoot, type Part } from '../build/parts.ts';
import { type GateProcess, startGate } from './gate-process.ts';
import { type IsolatedEngine, startEngine } from './isolated-engine.ts';

/** Something that people do with an engine, as a shell script. It is run twice: at the engine's own socket and through the gate. */
export interface Deed {
  readonly name: string;
  /**
   * `$docker` is the client, `$P` a word of this run that every name it makes begins with, `$T` an empty directory, `$IMAGE` a small
   * image with busybox. What it leaves behind under `$P` is removed.
   */
  readonly script: string;
  /** What has to stand in its output, so that two equal failures are no success. */
  readonly shows: RegExp;
  readonly exit?: number;
  readonly needs?: readonly Part[];
  /** Needs a client that builds with BuildKit. */
  readonly buildkit?: true;
  /** Numbers in the output differ from moment to moment. */
  readonly inMotion?: true;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The image that deeds run. */
const image = 'plimsoll-gate-test/busybox:1';

/** The docker clients of this machine: Debian's, and another one where it stands before it on PATH. */
function clients(): readonly string[] {
  const onPath = spawnSync('sh', ['-c', 'command -v docker']).stdout.toString().trim();
  return [...new Set(['/usr/bin/docker', onPath])].filter(
    (path) => path !== '' && spawnSync(path, ['--version']).status === 0,
  );
}

/** Runs each deed both ways with each docker client of this machine, and compares what a person would see. */
export function compareDeeds(deeds: readonly Deed[], programs: readonly string[] = clients()): void {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-two-ways-'));
  const gatePath = join(scratch, 'gate.sock');
  let parts: { readonly engine: IsolatedEngine; readonly gate: GateProcess } | null = null;
  let serial = 0;
  const started = async () => {
    if (parts !== null) return parts;
    const engine = await startEngine();
    makeImage(engine);
    parts = { engine, gate: await startGate(gatePath, engine.socket) };
    return parts;
  };
  after(async () => {
    const code = await parts?.gate.stop();
    await parts?.engine.stop();
    rmSync(scratch, { recursive: true, force: true });
    if (parts !== null) assert.deepEqual({ code, troubles: parts.gate.troubles() }, { code: 0, troubles: '' });
  });
  for (const client of programs.length === 0 ? ['docker'] : programs) {
    for (const deed of deeds) {
      test(`${deed.name} (${client})`, async (t) => {
        if (!isRoot(t) || !has(t, 'dockerd', 'busybox', 'nsenter', ...(deed.needs ?? []))) return;
        if (deed.buildkit === true && !buildsWithBuildKit(client)) {
          const message = 'this client builds with BuildKit only through its buildx plugin, which is not installed';
          // Another client of this machine shows it; where none does, something is missing.
          if (process.env['CI'] === 'true' && !programs.some(buildsWithBuildKit)) throw new Error(message);
          t.skip(message);
          return;
        }
        const { engine } = await started();
        const outcomes: Outcome[] = [];
        for (const socket of [engine.socket, gatePath]) {
          serial += 1;
          // As long as each other, so that columns stand where they stand.
          const prefix = `pgt${process.pid}x${String(serial).padStart(3, '0')}`;
          const folder = join(scratch, prefix);
          mkdirSync(folder);
          try {
            const outcome = await runScript(deed.script, { engine, socket, client, prefix, folder });
            outcomes.push(plain(outcome, prefix, deed.inMotion === true));
          } finally {
            await runScript(cleanUp, { engine, socket: engine.socket, client, prefix, folder });
          }
        }
        const [direct, gated] = outcomes;
        assert.deepEqual(gated, direct);
        assert.match(`${direct?.stdout}${direct?.stderr}`, deed.shows);
        assert.equal(direct?.code, deed.exit ?? 0, direct?.stderr);
      });
    }
  }
}

/** Clients before 23 have it built in. */
function buildsWithBuildKit(client: string): boolean {
  const version = spawnSync(client, ['--version']).stdout.toString();
  return Number(/version (\d+)/.exec(version)?.[1]) < 23 || spawnSync(client, ['buildx', 'version']).status === 0;
}

function makeImage(engine: IsolatedEngine): void {
  const script = `set -e; d=$(mktemp -d); mkdir $d/bin $d/tmp $d/etc; cp "$(command -v busybox)" $d/bin/busybox
    for a in $($d/bin/busybox --list); do ln -s busybox $d/bin/$a 2>/dev/null || true; done
    printf 'root:x:0:0::/:/bin/sh\\nwho:x:7:7::/:/bin/sh\\n' > $d/etc/passwd
    tar -C $d -c . | docker -H unix://${engine.socket} import -c 'ENV PATH=/bin' -c 'CMD ["sh"]' - ${image}; rm -rf $d`;
  const done = spawnSync('sh', ['-c', script]);
  if (done.status !== 0) throw new Error(done.stderr.toString());
}

const cleanUp = `
  docker ps -aq --filter name=$P | xargs -r docker rm -f -v
  docker images -q --filter reference="$P*" --filter reference="*/$P*" | sort -u | xargs -r docker rmi -f
  docker volume ls -q --filter name=$P | xargs -r docker volume rm -f
  docker network ls -q --filter name=$P | xargs -r docker network rm
`;

interface Way {
  readonly engine: IsolatedEngine;
  readonly socket: string;
  readonly client: string;
  readonly prefix: string;
  readonly folder: string;
}

function runScript(script: string, { engine, socket, client, prefix, folder }: Way): Promise<Outcome> {
  const child = spawn(...engine.inside('bash', ['-c', script]), {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      DOCKER_HOST: `unix://${socket}`,
      docker: client,
      P: prefix,
      T: folder,
      IMAGE: image,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => chunks[0].push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks[1].push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = chunks.map((pieces) => Buffer.concat(pieces).toString('latin1'));
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}

/** Without what is different each time: names of the run, digests and ids, moments, addresses. */
function plain({ code, stdout, stderr }: Outcome, prefix: string, inMotion: boolean): Outcome {
  const rules: [RegExp, string][] = [
    [new RegExp(prefix, 'g'), 'PREFIX'],
    [/\/tmp\/plimsoll-two-ways-\w+/g, 'SCRATCH'],
    [/\b[0-9a-f]{64}\b/g, 'DIGEST'],
    [/\b(?=[0-9a-z]*\d)[0-9a-z]{25}\b/g, 'SWARMID'],
    [/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, 'ID'],
    [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, 'TIME'],
    [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^"\n]*/g, 'TIME'],
    // The client races with itself here.
    [/^time="TIME" level=error msg="error waiting for container: [^\n]*\n/gm, ''],
    [/(Less than a second|About an? \w+|\d+ (second|minute|hour)s?)( ago)?/g, 'AGO'],
    [/\b\d{1,3}(\.\d{1,3}){3}(\/\d+)?\b/g, 'ADDRESS'],
    [/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, 'MAC'],
    [/"(Pid|time|timeNano)":\s*\d+/g, '"$1": N'],
    ...(inMotion
      ? [
          [/\d+(\.\d+)?/g, 'N'] as [RegExp, string],
          [/N ?[kMGT]?i?B\b/g, 'SIZE'] as [RegExp, string],
          [/ +/g, ' '] as [RegExp, string],
        ]
      : []),
  ];
  const clean = (text: string) => rules.reduce((so, [pattern, word]) => so.replaceAll(pattern, word), text);
  return { code, stdout: clean(stdout), stderr: clean(stderr) };
}
