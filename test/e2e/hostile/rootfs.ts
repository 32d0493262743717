import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { bash, fine, status } from './images.ts';

const knowsPackages = 'version: 1\nname: hostile\ncontrols:\n  packages:\n    forbid: [{ name: telnetd }]\n';
const osRelease = 'ID=debian\nVERSION_ID="11"\n';

/** A tree with a distribution and `bash 5.1-2`, changed, and scanned under a policy that has to know the packages. */
function tree(change: (root: string) => unknown, under?: readonly string[]): (place: Place) => Promise<Prepared> {
  return async ({ folder }) => {
    const root = join(folder, 'root');
    put(root, 'etc/os-release', osRelease);
    put(root, status, bash);
    const policy = join(folder, 'policy.yaml');
    writeFileSync(policy, knowsPackages);
    const stop = await change(root);
    return {
      args: ['scan', `rootfs:${root}`, '-o', 'json', '--policy', policy],
      ...(typeof stop === 'function' ? { stop: () => stop() } : {}),
      ...(under === undefined ? {} : { under }),
    };
  };
}

function put(root: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Root without the right to read what its permissions forbid it. */
const unprivileged = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search', '--inh-caps=-all'];
const blind = (gap: string) => ({ exit: 3, error: 'undecided', gaps: [gap] }) as const;
const shell = (root: string, script: string) => execFileSync('sh', ['-ec', script], { cwd: root });

export const rootfsCases: readonly HostileCase[] = [
  {
    name: 'a directory that is not there',
    prepare: ({ folder }) => ({ args: ['scan', `rootfs:${join(folder, 'none')}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'a file where a directory should be',
    prepare: ({ folder }) => {
      writeFileSync(join(folder, 'file'), '');
      return { args: ['scan', `rootfs:${join(folder, 'file')}`] };
    },
    exit: 2,
    error: 'bad-reference',
  },
  {
    name: 'links that lead out of the tree',
    prepare: tree((root) => {
      symlinkSync('/', join(root, 'out'));
      symlinkSync('../../../../../../../..', join(root, 'up'));
      symlinkSync('/etc/passwd', join(root, 'etc', 'passwd'));
      put(root, 'opt/x', '');
      symlinkSync('/usr/lib/python3/dist-packages', join(root, 'opt', 'node_modules'));
    }),
    ...fine,
  },
  {
    name: 'a package database that is a link to a file of the host',
    prepare: tree((root) => {
      put(join(root, '..'), 'host/status', bash.replace('bash', 'secret-of-the-host'));
      shell(root, `rm ${status}; ln -s "$PWD/../host/status" ${status}`);
    }),
    ...blind('dpkg database: missing'),
  },
  {
    name: 'a package database that is a pipe',
    prepare: tree((root) => void shell(root, `rm ${status}; mkfifo ${status}`)),
    ...blind('dpkg database: not-a-file'),
  },
  {
    name: 'a package database that is a socket',
    prepare: tree(async (root) => {
      const server = createServer();
      shell(root, `rm ${status}`);
      await new Promise<void>((resolve) => server.listen(join(root, status), resolve));
      return () => void server.close();
    }),
    ...blind('dpkg database: not-a-file'),
  },
  {
    name: 'a package database that is a device without end',
    prepare: tree((root) => void shell(root, `rm ${status}; mknod ${status} c 1 5`)),
    asRoot: true,
    ...blind('dpkg database: not-a-file'),
  },
  {
    name: 'a package database with a terabyte of holes',
    prepare: tree((root) => truncateSync(join(root, status), 2 ** 40)),
    exit: 3,
    error: 'incomplete',
    gaps: ['dpkg database: too-large'],
  },
  {
    name: 'a file that may not be read',
    prepare: tree((root) => chmodSync(join(root, status), 0), unprivileged),
    asRoot: true,
    ...blind('dpkg database: unreadable'),
  },
  {
    name: 'a directory that may not be read',
    prepare: tree((root) => {
      put(root, 'opt/closed/node_modules/x/package.json', '{"name":"x","version":"1"}');
      chmodSync(join(root, 'opt', 'closed'), 0);
      return () => chmodSync(join(root, 'opt', 'closed'), 0o755);
    }, unprivileged),
    asRoot: true,
    ...blind('directory: unreadable'),
  },
  {
    name: 'a directory that may be listed and not entered',
    prepare: tree((root) => {
      put(root, 'opt/closed/node_modules/x/package.json', '{"name":"x","version":"1"}');
      chmodSync(join(root, 'opt', 'closed'), 0o444);
      return () => chmodSync(join(root, 'opt', 'closed'), 0o755);
    }, unprivileged),
    asRoot: true,
    ...blind('directory: unreadable'),
  },
  {
    name: 'a hundred directories deep past what a path holds',
    prepare: tree((root) => {
      const name = 'd'.repeat(200);
      const deeper = `fs.mkdirSync('${name}'); process.chdir('${name}');`;
      const script = `fs.mkdirSync('opt'); process.chdir('opt'); for (let i = 0; i < 100; i += 1) { ${deeper} }`;
      execFileSync(process.execPath, ['-e', script], { cwd: root });
      // No path is short enough to remove it by.
      return () => void execFileSync('rm', ['-rf', join(root, 'opt')]);
    }),
    ...blind('directory: unreadable'),
  },
  {
    name: 'names that are no UTF-8',
    prepare: tree((root) => {
      shell(
        root,
        `mkdir -p "$(printf 'opt/\\377\\376')/node_modules/x"
         printf '{"name":"x","version":"1"}' > "$(printf 'opt/\\377\\376')/node_modules/x/package.json"`,
      );
    }),
    ...blind('directory: unreadable'),
    packages: ['bash 5.1-2'],
  },
  {
    name: 'names with control characters',
    prepare: async (place) => {
      const prepared = await tree((root) => {
        put(root, 'opt/\u001b[2J\n\u009b/node_modules/x/package.json', '{"name":"x","version":"1"}');
        put(root, 'opt/\u202e/node_modules/y/package.json', '{');
      })(place);
      return { ...prepared, args: [...prepared.args.filter((word) => word !== '-o' && word !== 'json'), '--verbose'] };
    },
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'thirty thousand files',
    prepare: tree((root) => {
      for (let i = 0; i < 300; i += 1) {
        mkdirSync(join(root, `d${i}`));
        for (let j = 0; j < 100; j += 1) writeFileSync(join(root, `d${i}`, `f${j}`), '');
      }
    }),
    ...fine,
  },
];
