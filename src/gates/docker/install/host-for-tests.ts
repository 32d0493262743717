import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { readDaemonJson } from './daemon-json.ts';
import type { EngineFacts } from './engine-facts.ts';
import type { Host } from './host.ts';
import { type Installed, install } from './install.ts';
import { readJournal } from './journal.ts';
import { type InstallChoice, planInstall } from './plan.ts';
import { takeAway } from './removal.ts';

/** The state directory on a host for tests. */
export const home = '/var/lib/plimsoll';
const config = '{\n    "log-level": "warn",\n    "runtimes": { "crun": { "path": "/usr/bin/crun" } }\n}\n';

/** A host of files in a folder. Its programs only write down that they were called; its accounts are this process's own. */
export function hostIn(root: string, told: (call: string) => void = () => {}): Host {
  const passwd = join(root, 'etc/passwd');
  return {
    root,
    async run(program, args) {
      told([program, ...args].join(' '));
      const lines = fs.readFileSync(passwd, 'utf8');
      if (program === 'useradd') {
        const line = `plimsoll:x:${process.getuid?.()}:${process.getgid?.()}::/:/usr/sbin/nologin\n`;
        fs.copyFileSync(passwd, `${passwd}-`);
        fs.writeFileSync(passwd, lines + line);
      }
      if (program === 'userdel') {
        fs.copyFileSync(passwd, `${passwd}-`);
        fs.writeFileSync(passwd, lines.replace(/^plimsoll:.*\n/m, ''));
      }
      return { code: 0, out: '', complaint: '' };
    },
  };
}

/** Lays out what a host with an engine has. */
export function layOut(root: string): void {
  const files: Readonly<Record<string, string>> = {
    'etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
    'etc/passwd-': 'older\n',
    'etc/group': 'root:x:0:\n',
    'etc/docker/daemon.json': config,
    'etc/systemd/system/docker.service.d/mine.conf': '[Service]\nEnvironment=A=b\n',
    'etc/systemd/system/docker.socket.d/zz-plimsoll.conf': 'somebody was here before\n',
    'var/lib/plimsoll/keys/signing.key': 'key',
    'var/lib/plimsoll/ledger.db': 'ledger',
  };
  for (const [path, content] of Object.entries(files)) {
    fs.mkdirSync(join(root, path, '..'), { recursive: true });
    fs.writeFileSync(join(root, path), content);
  }
  fs.chmodSync(join(root, 'etc/docker/daemon.json'), 0o640);
}

/** Every file and folder below, with mode and content. */
export function treeOf(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode, uid, gid } = fs.lstatSync(path);
    const content = entry.isFile()
      ? fs.readFileSync(path, 'utf8')
      : entry.isSymbolicLink()
        ? fs.readlinkSync(path)
        : '/';
    found[path.slice(root.length)] = `${(mode & 0o7777).toString(8)} ${uid}:${gid} ${content}`;
  }
  return found;
}

const choice: InstallChoice = {
  locks: ['socket', 'authz', 'runtime'],
  policyFiles: ['builtin:strict'],
  unscanned: null,
  observe: false,
  watch: 'report',
  watchEvery: '1m',
  metrics: null,
  signingKeyFile: null,
  home,
  launcher: '/opt/plimsoll/bin/plimsoll',
  runtimeLauncher: '/opt/plimsoll/bin/plimsoll-runtime',
  language: 'en',
};

function factsOf(root: string): EngineFacts {
  const file = '/etc/docker/daemon.json';
  return {
    version: '20.10.24',
    product: 'Engine',
    dockerRoot: '/var/lib/docker',
    isRootless: false,
    runtimes: ['runc'],
    plugins: [],
    runningContainers: 0,
    liveRestore: false,
    socket: '/run/docker.sock',
    clients: { path: '/run/docker.sock', user: 'root', group: 'docker', mode: '0660' },
    otherListens: [],
    isService: true,
    args: ['dockerd', '-H', 'fd://'],
    configFile: file,
    daemon: readDaemonJson(file, fs.existsSync(join(root, file)) ? fs.readFileSync(join(root, file)) : null),
    enginePath: '/usr/sbin:/usr/bin',
    containerdPath: '/usr/sbin:/usr/bin',
    runc: '/usr/sbin/runc',
  };
}

export interface Installing {
  readonly say?: (line: string) => void;
  readonly told?: (call: string) => void;
  readonly open?: string | null;
  readonly overwrite?: boolean;
  readonly changed?: Partial<InstallChoice>;
}

/** As the command does it, on a host of files. */
export function installIn(
  root: string,
  { say, told, open = null, overwrite = false, changed }: Installing = {},
): Promise<Installed> {
  const host = hostIn(root, told);
  const facts = factsOf(root);
  const plan = planInstall(facts, { ...choice, ...changed }, readJournal(host, home)?.programs ?? {});
  return install(host, plan, {
    home,
    version: '1',
    facts,
    overwrite,
    say: ({ en }) => say?.(en),
    verify: async () => (open === null ? null : { en: open, 'zh-CN': open }),
  });
}

export function removeIn(root: string, overwrite = false, say: (line: string) => void = () => {}): Promise<void> {
  return takeAway(hostIn(root), { home, overwrite, say: ({ en }) => say(en) });
}

/** For a process of its own: installs, and kills itself with the given line or call. */
export async function killedAt(root: string, at: number): Promise<void> {
  let count = 0;
  const step = () => {
    count += 1;
    if (count === at) process.kill(process.pid, 'SIGKILL');
  };
  await installIn(root, { say: step, told: step });
}

const changing = [
  'renameSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
  'symlinkSync',
  'openSync',
  'chmodSync',
  'chownSync',
  'fsyncSync',
] as const;

/**
 * For a process of its own: has the disk fail at the `at`th change, and at every later one where it stays dead. Returns whether the work
 * came that far.
 */
export async function failingAt(at: number, staysDead: boolean, work: () => Promise<unknown>): Promise<boolean> {
  const originals = changing.map((name) => [name, fs[name]] as const);
  let count = 0;
  for (const [name, original] of originals)
    Object.assign(fs, {
      [name]: (...args: never[]) => {
        count += 1;
        if (count === at || (staysDead && count > at))
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        return Reflect.apply(original, fs, args);
      },
    });
  syncBuiltinESMExports();
  try {
    await work();
  } catch (error) {
    if (count < at) throw error;
  } finally {
    Object.assign(fs, Object.fromEntries(originals));
    syncBuiltinESMExports();
  }
  return count >= at;
}
