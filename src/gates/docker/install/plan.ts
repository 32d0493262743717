import { usualPlaces } from '../../runtime/engine-places.ts';
import { type DaemonJson, lockedDaemonJson, unlockedDaemonJson } from './daemon-json.ts';
import type { EngineFacts } from './engine-facts.ts';
import { type Lock, places } from './places.ts';
import { unitFiles, unitLinks } from './unit-files.ts';

/** How the gate is wanted. */
export interface InstallChoice {
  readonly locks: readonly Lock[];
  /** Absolute, or `builtin:NAME`. */
  readonly policyFiles: readonly string[];
  readonly unscanned: string | null;
  readonly observe: boolean;
  readonly watch: string;
  /** As a flag's value: `60s`. */
  readonly watchEvery: string;
  readonly metrics: string | null;
  readonly signingKeyFile: string | null;
  readonly home: string;
  readonly launcher: string;
  /** What an OCI runtime's caller is given in its place: `bin/plimsoll-runtime`. */
  readonly runtimeLauncher: string;
  readonly language: string;
}

/** One thing that is made so on the host. What was there before is kept by whoever does it, so that each can be undone. */
export type Step =
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly content: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** The state directory is the gate's; keys and what was there before stay root's. */
  | { readonly kind: 'home'; readonly path: string };

/** A step that makes something of a path. */
export type FileStep = Extract<Step, { kind: 'folder' | 'file' | 'link' }>;

export interface Plan {
  /** In their order: after each of them the host boots, and what is then not open yet is shut. */
  readonly steps: readonly Step[];
  /** Runtimes of the engine's configuration whose program was exchanged, and which it was. */
  readonly programs: Readonly<Record<string, string>>;
}

/** What an earlier installation left: runtimes whose programs stand behind the third lock by now. */
export type KnownPrograms = Readonly<Record<string, string>>;

/** What has to be so on a host with these facts for the gate to stand as wanted. Pure: the same again gives the same. */
export function planInstall(facts: EngineFacts, choice: InstallChoice, known: KnownPrograms): Plan {
  const has = (lock: Lock) => choice.locks.includes(lock);
  const programs = has('runtime') ? realPrograms(facts.daemon, known) : {};
  const wrappers = new Map(Object.keys(programs).map((name) => [name, `${places.runtimesFolder}/${name}`]));
  const onPath = (path: string | null) => (has('runtime') && path !== null ? `${places.runtimeFolder}:${path}` : null);
  const files = unitFiles({
    launcher: choice.launcher,
    home: choice.home,
    clients: facts.clients,
    authz: has('authz'),
    otherListens: facts.otherListens,
    // The engine calls a runtime itself for the steps of BuildKit alone: they stand on layers that nobody can have judged.
    enginePath: facts.containerdPath === null ? onPath(facts.enginePath) : null,
    containerdPath: onPath(facts.containerdPath),
  });
  const steps: Step[] = [
    { kind: 'account', name: places.account },
    { kind: 'home', path: choice.home },
    file(places.config, configuration(facts, choice)),
  ];
  if (has('runtime')) {
    steps.push(script(`${places.runtimeFolder}/runc`, wrapper(facts.runc, choice)));
    for (const [name, program] of Object.entries(programs))
      steps.push(script(`${places.runtimesFolder}/${name}`, wrapper(program, choice)));
  }
  if (has('authz')) steps.push(file(places.pluginSpec, `unix://${places.authzSocket}\n`));
  for (const [path, content] of files) steps.push(file(path, content));
  for (const [path, target] of unitLinks(has('authz'))) steps.push({ kind: 'link', path, target });
  // Last: an engine that is started with it needs all the others.
  const content = daemonJson(facts.daemon, has('authz'), wrappers, known);
  if (content !== null) steps.push(file(facts.configFile, content));
  return { steps: steps.flatMap((step) => [...foldersOf(step), step]).filter(isFirst), programs };
}

function daemonJson(
  daemon: DaemonJson,
  authz: boolean,
  programs: ReadonlyMap<string, string>,
  known: KnownPrograms,
): string | null {
  const before = new Map(Object.entries(known));
  const isLess = (!authz && daemon.plugins.includes('plimsoll')) || (programs.size === 0 && before.size > 0);
  const text = isLess ? unlockedDaemonJson(daemon, before) : daemon.text;
  const base = isLess ? { ...daemon, text, plugins: daemon.plugins.filter((name) => name !== 'plimsoll') } : daemon;
  const content = lockedDaemonJson(base, { authz, programs });
  return content === daemon.text ? null : content;
}

/** The program behind each runtime, also where the third lock stands before it already. */
function realPrograms({ runtimes }: DaemonJson, known: KnownPrograms): Record<string, string> {
  return Object.fromEntries(
    runtimes.flatMap(({ name, program }) => {
      if (program === null) return [];
      const real = program.startsWith(`${places.runtimesFolder}/`) ? known[name] : program;
      return real === undefined ? [] : [[name, real]];
    }),
  );
}

/** What the gate and the third lock are called with. Words of JSON are words of YAML. */
function configuration(facts: EngineFacts, choice: InstallChoice): string {
  const has = (lock: Lock) => choice.locks.includes(lock);
  const settings: Readonly<Record<string, unknown>> = {
    home: choice.home,
    lang: choice.language,
    listen: 'fd://clients',
    upstream: `unix://${places.engineSocket}`,
    authz: has('authz') ? 'fd://authz' : null,
    policy: choice.policyFiles.length > 0 ? choice.policyFiles : null,
    unscanned: choice.unscanned,
    observe: choice.observe ? true : null,
    watch: choice.watch,
    'watch-interval': choice.watchEvery,
    metrics: choice.metrics,
    'signing-key-file': choice.signingKeyFile,
    'docker-root': [facts.dockerRoot],
    // The socket of clients is the gate's: containers may have it, and are decided about there.
    'engine-socket': [places.engineSocket, ...usualPlaces.engineSockets.filter((path) => path !== facts.clients.path)],
  };
  const lines = Object.entries(settings).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${JSON.stringify(value)}\n`],
  );
  return `# How the gate on Docker decides. After a change: systemctl reload-or-restart plimsoll-docker\n${lines.join('')}`;
}

function wrapper(program: string, { runtimeLauncher }: InstallChoice): string {
  return `#!/bin/sh
# The third lock: an engine calls this in place of ${program}.
PLIMSOLL_RUNTIME=${shellWord(program)} PLIMSOLL_CONFIG=${places.config} exec ${shellWord(runtimeLauncher)} "$@"
`;
}

function shellWord(word: string): string {
  return /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function file(path: string, content: string): Step {
  return { kind: 'file', path, content, mode: 0o644 };
}

function script(path: string, content: string): Step {
  return { kind: 'file', path, content, mode: 0o755 };
}

/** The folders that a file lies in, from below `/etc`, `/usr/local` and their like. */
function foldersOf(step: Step): Step[] {
  if (step.kind !== 'file' && step.kind !== 'link') return [];
  const parts = step.path.split('/').slice(1, -1);
  return parts.map((_, index) => ({ kind: 'folder', path: `/${parts.slice(0, index + 1).join('/')}`, mode: 0o755 }));
}

function isFirst(step: Step, index: number, all: readonly Step[]): boolean {
  return (
    step.kind !== 'folder' || all.findIndex((other) => other.kind === 'folder' && other.path === step.path) === index
  );
}
