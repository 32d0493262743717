import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { configOf, digestOf, dockerArchive, type TestImage } from '../../build/image.ts';
import { directory, file, tar } from '../../build/tar.ts';
import { runtimeLauncher } from '../build/installation.ts';
import { run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

/** What tells one image of a test from another. */
interface ImageWords {
  readonly user: string;
  /** What is in one of its files: the name, unless two images are to have the same layers. */
  readonly word: string;
  /** Of busybox. */
  readonly command: readonly string[];
  /** Layers with a small file each on top. */
  readonly more: number;
}

/** A machine's third lock with a state directory of its own, and images for engines behind it. */
export interface RuntimeGround {
  readonly folder: string;
  /** What engines call in place of runc. */
  readonly wrapper: string;
  /** An image that runs busybox, as an archive. */
  archive(name: string, other?: Partial<ImageWords>): string;
  /** The digest of an archive's config. */
  digest(name: string): string;
  /** Scans an archive and writes its verdict down. */
  judge(name: string): Promise<void>;
  revoke(name: string): Promise<void>;
  /** From now on the lock waits before it looks at a container; returns what to wait for, and how to let it go on. */
  hold(): { readonly held: () => Promise<void>; readonly release: () => void };
  /** Unmounts and removes what is left, and ends what still runs from there. */
  remove(): void;
}

const policyText =
  'version: 1\ncontrols:\n  vulnerabilities: { severity: high }\n  rootUser: {}\nadmission: { unscanned: deny }\n';

/**
 * @param roots what the configuration of the lock says about where engines keep their state; `FOLDER` stands for the ground's folder
 * @param lock `plimsoll-runtime` of another Plimsoll than the one under test
 */
export function runtimeGround(roots: string, lock: string = runtimeLauncher): RuntimeGround {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-runtime-'));
  const home = join(folder, 'home');
  const policy = join(folder, 'policy.yaml');
  const config = join(folder, 'plimsoll.config.yaml');
  const wrapper = join(folder, 'runc');
  const real = run('sh', ['-c', 'command -v runc || echo /usr/sbin/runc']).toString().trim();
  const [waiting, held] = [join(folder, 'waiting'), join(folder, 'held')];
  const waits = `case " $* " in *" create "*) [ -e ${waiting} ] && { touch ${held}; while [ -e ${waiting} ]; do sleep 0.05; done; } ;; esac`;
  writeFileSync(policy, policyText);
  writeFileSync(config, `home: ${home}\npolicy: [${policy}]\n${roots.replaceAll('FOLDER', folder)}`);
  writeFileSync(wrapper, `#!/bin/sh\n${waits}\nPLIMSOLL_RUNTIME=${real} PLIMSOLL_CONFIG=${config} exec ${lock} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const images = new Map<string, string>();
  const pathOf = (name: string) => join(folder, `${name.replace(':', '-')}.tar`);
  return {
    folder,
    wrapper,
    archive(name, other = {}) {
      const image = imageOf(name, { user: '1000', word: name, command: ['id', '-u'], more: 0, ...other });
      images.set(name, digestOf(configOf(image)));
      writeFileSync(pathOf(name), dockerArchive(image));
      return pathOf(name);
    },
    digest: (name) => images.get(name) ?? '',
    async judge(name) {
      const { code, stderr } = await plimsoll(
        ['scan', '--record', '--offline', '--policy', policy, `archive:${pathOf(name)}`],
        { home },
      );
      assert.ok(code === 0 || code === 1, stderr);
    },
    async revoke(name) {
      const { code, stderr } = await plimsoll(
        ['ledger', 'revoke', images.get(name) ?? '', '--reason', 'it misbehaved'],
        { home },
      );
      assert.equal(code, 0, stderr);
    },
    hold() {
      writeFileSync(waiting, '');
      return { held: () => until(() => existsSync(held)), release: () => rmSync(waiting) };
    },
    remove() {
      for (const pid of processesOf(folder)) end(pid);
      const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
      const points = mounts.map((line) => line.split(' ')[4] ?? '').filter((point) => point.startsWith(`${folder}/`));
      for (const point of points.reverse()) spawnSync('umount', ['-l', point]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function imageOf(name: string, { user, word, command, more }: ImageWords): TestImage {
  const programs = tar([directory('bin'), { name: 'bin/busybox', content: readFileSync('/bin/busybox'), mode: 0o755 }]);
  const own = tar([
    directory('etc'),
    file('etc/passwd', 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n'),
    file('etc/word', word),
  ]);
  const small = Array.from({ length: more }, (_, index) => tar([file(`small-${index}`, String(index))]));
  return { layers: [programs, own, ...small], tag: name, config: { User: user, Cmd: ['/bin/busybox', ...command] } };
}

/** Waits for something that another process does. */
export async function until(is: () => boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !is(); await pause(50))
    assert.ok(Date.now() < end, 'it did not come about in time');
}

/** Runs a program with a client's patience; standard output and error together, as a person sees them. */
export function tell(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  return { code: status, text: `${stdout}${stderr}` };
}

/** What was started from a folder: shims and containers outlive the engine that started them. */
function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => looksInto(folder, pid))
    .map(Number);
}

function looksInto(folder: string, pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes(`${folder}/`) || readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
