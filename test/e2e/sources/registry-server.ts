import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { run } from '../build/parts.ts';
import { listening } from './listening.ts';

/** Settings of Debian's registry, as its configuration file has them. */
export interface RegistrySettings {
  /** Of the section `auth`: `htpasswd: {…}` */
  readonly auth?: string;
  /** Of the section `http`, besides the address. */
  readonly http?: string;
  /** Where its content is kept; a new folder where it is absent. */
  readonly data?: string;
}

export interface RunningRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What it was asked for, as its access log has it: `METHOD PATH`. */
  asked(): readonly string[];
  stop(): void;
}

/** Starts Debian's registry on a free port and waits until it listens. */
export async function startRegistry(folder: string, settings: RegistrySettings = {}): Promise<RunningRegistry> {
  const port = await freePort();
  const root = mkdtempSync(join(folder, 'registry-'));
  const { auth, http, data = join(root, 'data') } = settings;
  const config = join(root, 'config.yml');
  const lines = [
    'version: 0.1',
    'log: {level: error, accesslog: {disabled: false}}',
    `storage: {filesystem: {rootdirectory: ${data}}}`,
    `http: {addr: "127.0.0.1:${port}"${http === undefined ? '' : `, ${http}`}}`,
    // Manifests that name layers elsewhere are refused otherwise.
    'validation: {manifests: {urls: {allow: ["^https://"]}}}',
    ...(auth === undefined ? [] : [`auth: {${auth}}`]),
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const log = join(root, 'access.log');
  const child: ChildProcess = spawn('docker-registry', ['serve', config], {
    stdio: ['ignore', openSync(log, 'w'), 'ignore'],
  });
  const asked = () => [...readFileSync(log, 'utf8').matchAll(/"([A-Z]+ \/\S*) HTTP/g)].map(([, line = '']) => line);
  for (let tries = 0; tries < 200; tries += 1) {
    if (await listens(port)) return { host: `127.0.0.1:${port}`, asked, stop: () => void child.kill() };
    await pause(50);
  }
  child.kill();
  throw new Error('the registry did not start');
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Copies an image into a registry of this machine; without blocking, as servers that it needs may run in this process. */
export async function push(from: string, to: string, ...options: readonly string[]): Promise<void> {
  await promisify(execFile)('skopeo', ['copy', '-q', '--dest-tls-verify=false', ...options, from, `docker://${to}`]);
}

/** A password file of one user. */
export function passwordFile(folder: string, user: string, password: string): string {
  const file = join(mkdtempSync(join(folder, 'passwords-')), 'htpasswd');
  writeFileSync(file, run('htpasswd', ['-Bbn', user, password]));
  return file;
}

/** The environment of somebody whose config.json holds this. */
export function loginEnvironment(folder: string, config: object): Record<string, string> {
  const directory = mkdtempSync(join(folder, 'docker-config-'));
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  return { DOCKER_CONFIG: directory, HOME: directory };
}
