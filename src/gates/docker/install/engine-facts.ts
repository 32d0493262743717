import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { failureFrom, systemCode } from '../../../base/errors.ts';
import { wordsOf } from '../../../base/system-words.ts';
import { isObject } from '../../../formats/go-json.ts';
import { engineCaller } from '../engine-caller.ts';
import { type DaemonJson, readDaemonJson } from './daemon-json.ts';
import { type Host, onHost } from './host.ts';
import { places, units } from './places.ts';
import type { SocketPlace } from './unit-files.ts';

/** What the running engine says of itself. */
export interface EngineSelf {
  readonly version: string;
  /** `Docker`, `Podman Engine`, … as its first component is called. */
  readonly product: string;
  readonly dockerRoot: string;
  readonly isRootless: boolean;
  readonly runtimes: readonly string[];
  readonly plugins: readonly string[];
  readonly runningContainers: number;
  readonly liveRestore: boolean;
}

/** An engine and the host that it runs on, as far as the gate has to know them to be put up. */
export interface EngineFacts extends EngineSelf {
  /** Where the engine was asked. */
  readonly socket: string;
  readonly clients: SocketPlace;
  readonly otherListens: readonly string[];
  /** Whether systemd runs `docker.service` and listens for it. */
  readonly isService: boolean;
  /** The engine's own command line. */
  readonly args: readonly string[];
  readonly configFile: string;
  readonly daemon: DaemonJson;
  /** PATH of the engine, without the third lock. */
  readonly enginePath: string;
  /** The same of containerd's service, which starts the engine's containers; null where the engine starts a containerd of its own. */
  readonly containerdPath: string | null;
  /** The program that the engine's own runtime is. */
  readonly runc: string;
}

const containerdSocket = '/run/containerd/containerd.sock';
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Looks at the engine of a host. Throws `engine-…` where it does not answer, `engine-config-unusable`. */
export async function lookAtEngine(host: Host, signal: AbortSignal): Promise<EngineFacts> {
  const socketUnit = await shown(host, 'docker.socket', ['Listen', 'SocketUser', 'SocketGroup', 'SocketMode']);
  const service = await shown(host, 'docker.service', ['MainPID']);
  const containerd = await shown(host, 'containerd.service', ['MainPID']);
  const listens = addressesOf(socketUnit);
  const isMoved = listens.includes(places.engineSocket);
  const clientUnit = isMoved
    ? await shown(host, units.clients, ['Listen', 'SocketUser', 'SocketGroup', 'SocketMode'])
    : socketUnit;
  const clients = placeOf(clientUnit);
  const socket = isMoved ? places.engineSocket : clients.path;
  const self = await askEngine(onHost(host, socket), signal);
  const pid = first(service, 'MainPID');
  const args = pid === '0' || pid === '' ? [] : wordsIn(host, `/proc/${pid}/cmdline`);
  const enginePath = pathOf(host, pid);
  const containerdPid = first(containerd, 'MainPID');
  const isServed = containerdPid !== '0' && containerdPid !== '' && asksService(host, pid, args);
  const containerdPath = isServed ? pathOf(host, containerdPid) : null;
  const configFile = optionOf(args, '--config-file') ?? '/etc/docker/daemon.json';
  return {
    ...self,
    socket,
    clients,
    otherListens: listens.filter((address) => address !== places.engineSocket && address !== clients.path),
    isService: args.length > 0,
    args,
    configFile,
    daemon: readConfig(host, configFile),
    enginePath,
    containerdPath,
    runc: programOn(host, containerdPath ?? enginePath, 'runc') ?? '/usr/bin/runc',
  };
}

/** The configuration as it is now, whatever it was when the engine was looked at. */
export function readConfig(host: Host, file: string): DaemonJson {
  let bytes: Uint8Array | null = null;
  try {
    bytes = readFileSync(onHost(host, file));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT')
      throw failureFrom(error, 'engine-config-unusable', { file, reason: wordsOf(error) });
  }
  return readDaemonJson(file, bytes);
}

/** Asks the engine at a socket about itself. */
async function askEngine(socket: string, signal: AbortSignal): Promise<EngineSelf> {
  const engine = engineCaller({ kind: 'unix', path: socket });
  const get = async (path: string) => {
    const { value } = await engine.json({ method: 'GET', version: null, path }, signal);
    return isObject(value) ? value : {};
  };
  const [info, version] = [await get('/info'), await get('/version')];
  const components: unknown = version['Components'];
  const component: unknown = Array.isArray(components) ? components[0] : null;
  const plugins = isObject(info['Plugins']) ? info['Plugins']['Authorization'] : null;
  return {
    version: text(version['Version']),
    product: isObject(component) ? text(component['Name']) : '',
    dockerRoot: text(info['DockerRootDir']) || '/var/lib/docker',
    isRootless: texts(info['SecurityOptions']).some((option) => option.includes('name=rootless')),
    runtimes: isObject(info['Runtimes']) ? Object.keys(info['Runtimes']) : [],
    plugins: texts(plugins),
    runningContainers: typeof info['ContainersRunning'] === 'number' ? info['ContainersRunning'] : 0,
    liveRestore: info['LiveRestoreEnabled'] === true,
  };
}

type Properties = ReadonlyMap<string, readonly string[]>;

/** Properties of a unit. One that is not there has none. */
async function shown(host: Host, unit: string, names: readonly string[]): Promise<Properties> {
  const { out } = await host.run('systemctl', ['show', unit, ...names.map((name) => `--property=${name}`)]);
  const properties = new Map<string, string[]>();
  for (const line of out.split('\n')) {
    const at = line.indexOf('=');
    if (at < 0) continue;
    const name = line.slice(0, at);
    properties.set(name, [...(properties.get(name) ?? []), line.slice(at + 1)]);
  }
  return properties;
}

function first(properties: Properties, name: string): string {
  return properties.get(name)?.[0] ?? '';
}

/** `/run/docker.sock (Stream)` */
function addressesOf(properties: Properties): readonly string[] {
  return (properties.get('Listen') ?? []).flatMap((line) => /^(\S+) \(Stream\)$/.exec(line)?.[1] ?? []);
}

function placeOf(properties: Properties): SocketPlace {
  const path = addressesOf(properties).find((address) => address.startsWith('/')) ?? '/run/docker.sock';
  const given = (name: string, otherwise: string) => first(properties, name) || otherwise;
  return {
    path: path.replace(/^\/var\/run\//, '/run/'),
    user: given('SocketUser', 'root'),
    group: given('SocketGroup', 'root'),
    mode: given('SocketMode', '0660'),
  };
}

/** Whether an engine has its containers started by the service of containerd: it may be told of another one, and start one itself. */
function asksService(host: Host, pid: string, args: readonly string[]): boolean {
  const address = optionOf(args, '--containerd');
  return (
    (address === null || address.replace(/^\/var\/run\//, '/run/') === containerdSocket) && !hasContainerd(host, pid)
  );
}

/** Whether one of the processes that a process has started is containerd (proc_pid_stat(5)). */
function hasContainerd(host: Host, parent: string): boolean {
  return readdirSync(onHost(host, '/proc'))
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      const [, program, ppid] = /^\d+ \((.*)\) \S (\d+) /s.exec(wordsIn(host, `/proc/${name}/stat`)[0] ?? '') ?? [];
      return ppid === parent && program === 'containerd';
    });
}

function wordsIn(host: Host, file: string): readonly string[] {
  try {
    return readFileSync(onHost(host, file), 'utf8')
      .split('\0')
      .filter((word) => word !== '');
  } catch (error) {
    // A process that has ended in this moment, or one that this user may not look at.
    if (['ENOENT', 'EACCES', 'ESRCH'].includes(systemCode(error) ?? '')) return [];
    throw error;
  }
}

/** PATH as a service that runs was given it; null where that is not to be seen. */
export async function rawPathOf(host: Host, unit: string): Promise<string | null> {
  const pid = first(await shown(host, unit, ['MainPID']), 'MainPID');
  const line = wordsIn(host, `/proc/${pid}/environ`).find((word) => word.startsWith('PATH='));
  return line?.slice('PATH='.length) ?? null;
}

function pathOf(host: Host, pid: string): string {
  const line = wordsIn(host, `/proc/${pid}/environ`).find((word) => word.startsWith('PATH='));
  const folders = (line?.slice('PATH='.length) || usualPath).split(':');
  return folders.filter((folder) => folder !== places.runtimeFolder).join(':');
}

/** The value of a flag as dockerd takes it: `--flag value` or `--flag=value`. */
export function optionOf(args: readonly string[], name: string): string | null {
  const index = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = args[index];
  if (word === undefined) return null;
  return word === name ? (args[index + 1] ?? null) : word.slice(name.length + 1);
}

/** Every value of `-H` and `--host`. */
export function hostsOf(args: readonly string[]): readonly string[] {
  return args.flatMap((word, index) => {
    if (word === '-H' || word === '--host') return [args[index + 1] ?? ''];
    if (word.startsWith('--host=')) return [word.slice('--host='.length)];
    return word.startsWith('-H') && !word.startsWith('--') ? [word.slice(2).replace(/^=/, '')] : [];
  });
}

/** The first program of a name on a PATH; null where there is none. */
export function programOn(host: Host, path: string, name: string): string | null {
  for (const folder of path.split(':')) {
    if (!folder.startsWith('/')) continue;
    try {
      accessSync(onHost(host, `${folder}/${name}`), constants.X_OK);
      return `${folder}/${name}`;
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
    }
  }
  return null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
