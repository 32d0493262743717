import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkout, installation } from '../build/installation.ts';

export interface Ended {
  readonly code: number | null;
  /** What it printed, and what it complained about. */
  readonly text: string;
}

/**
 * A machine whose first process is systemd, with this one's programs, an engine of its own, and nothing of what it does on this one: its
 * files lie over this machine's in memory, and survive when it is started again.
 */
export interface SystemdMachine {
  /** Puts a file where the machine will find it. Before it is booted. */
  give(path: string, content: string | Buffer, mode?: number): void;
  boot(): Promise<void>;
  /** Ends everything in it at once. */
  cutPower(): Promise<void>;
  run(program: string, args: readonly string[], options?: { readonly user?: number; readonly groups?: string }): Ended;
  /** As `run`, for what is to be killed meanwhile. */
  start(program: string, args: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

/** Where Plimsoll lies in the machine. */
export const inMachine = '/opt/plimsoll';
/** Where its launcher finds Node.js, as npm puts it above a package. */
const runtimes = '/opt/node_modules';

const script = `set -e
root=$1/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
for name in run tmp dev; do mount -t tmpfs tmpfs "$root/$name"; done
for name in null zero full random urandom tty kmsg; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/var/lib/docker" "$root${inMachine}" "$root${runtimes}"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666
ln -s pts/ptmx "$root/dev/ptmx"
mount --bind "$1/docker" "$root/var/lib/docker"
# Not as it is below, where this machine may change it meanwhile.
[ -e "$1/etc/passwd" ] || cp -a --no-clobber /etc/. "$1/etc"
mount --bind "$1/etc" "$root/etc"
mount --bind "$2" "$root${inMachine}"
mount --bind "$3" "$root${runtimes}"
# Whatever became of it where the package was installed.
for unit in sockets.target.wants/docker.socket multi-user.target.wants/docker.service multi-user.target.wants/containerd.service; do
  mkdir -p "$root/etc/systemd/system/\${unit%/*}"
  ln -sfn "/lib/systemd/system/\${unit#*/}" "$root/etc/systemd/system/$unit"
done
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
  mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
fi
ip link set lo up
hostname machine
exec chroot "$root" env -i container=machine PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --unit=multi-user.target
`;

/** With one hierarchy of cgroups, systemd wants one to itself. */
const apart = `if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p "/sys/fs/cgroup/plimsoll-machine-$$"
  echo $$ >"/sys/fs/cgroup/plimsoll-machine-$$/cgroup.procs"
fi
exec unshare "$@"`;

/** Needs root, Debian's systemd and docker.io. */
export function systemdMachine(): SystemdMachine {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-machine-'));
  must('mount', ['-t', 'tmpfs', '-o', 'size=3g', 'tmpfs', folder]);
  for (const name of ['upper', 'work', 'root', 'docker', 'etc']) mkdirSync(join(folder, name));
  let outer: ChildProcess | null = null;
  let init = 0;
  let said = '';

  const inside = (program: string, args: readonly string[]) => {
    if (init === 0) throw new Error('the machine is not up');
    return ['-t', String(init), '-m', '-p', '-n', '-i', '-u', '-r', '-w', program, ...args];
  };
  const run: SystemdMachine['run'] = (program, args, { user, groups } = {}) => {
    const as = [
      '--reuid',
      String(user),
      '--regid',
      String(user),
      groups === undefined ? '--clear-groups' : `--groups=${groups}`,
    ];
    const call = user === undefined ? inside(program, args) : inside('setpriv', [...as, program, ...args]);
    const { status, stdout, stderr } = spawnSync('nsenter', call, {
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 64 << 20,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: '/root' },
    });
    return { code: status, text: stdout + stderr };
  };

  return {
    give(path, content, mode = 0o644) {
      const place = path.startsWith('/etc/') ? join(folder, path) : join(folder, 'upper', path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content, { mode });
    },
    async boot() {
      const spaces = ['--mount', '--pid', '--fork', '--net', '--ipc', '--uts', '--cgroup', '--propagation', 'private'];
      const places = [folder, installation, join(checkout, 'node_modules')];
      outer = spawn('sh', ['-c', apart, 'sh', ...spaces, 'sh', '-c', script, 'sh', ...places], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const note = (text: Buffer) => {
        said = (said + text.toString()).slice(-8000);
      };
      outer.stdout?.on('data', note);
      outer.stderr?.on('data', note);
      for (let tries = 0; tries < 300; tries += 1) {
        const child = Number(spawnSync('pgrep', ['-P', String(outer.pid)], { encoding: 'utf8' }).stdout.trim());
        // Until then it is a shell that still sees this machine's files, and this machine's engine.
        init = child > 0 && readFileSync(`/proc/${child}/comm`, 'utf8') === 'systemd\n' ? child : 0;
        if (init > 0 && run('docker', ['version']).code === 0) return;
        if (outer.exitCode !== null) break;
        await pause(200);
      }
      const journal = init === 0 ? '' : run('journalctl', ['--no-pager', '-n', '60']).text;
      throw new Error(`the machine does not come up: ${said}\n${journal}`);
    },
    async cutPower() {
      const child = outer;
      if (child === null || child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // 0 would be this test, and all that run beside it.
      if (init === 0) child.kill('SIGKILL');
      else process.kill(init, 'SIGKILL');
      await gone;
      outer = null;
      init = 0;
    },
    run,
    start: (program, args) =>
      spawn('nsenter', inside(program, args), {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
      }),
    async remove() {
      await this.cutPower();
      must('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
