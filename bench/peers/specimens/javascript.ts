import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../test/e2e/build/parts.ts';
import { nodeTree } from '../trees.ts';
import type { Specimen } from './specimen.ts';

const project = {
  name: 'shop',
  version: '1.2.3',
  dependencies: {
    express: '4.18.2',
    '@babel/core': '7.23.0',
    lodash: 'npm:lodash@4.17.20',
    'old-lodash': 'npm:lodash@4.17.11',
    debug: '^4.3.0',
  },
  devDependencies: { mocha: '10.2.0' },
};

function projectIn(folder: string, more: object = {}): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...project, ...more }, null, 2));
  return folder;
}

const npmFlags = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** Another package manager of npm's registry, run on a project. */
function withManager(work: string, spec: string, call: (program: string) => void): void {
  const tools = join(work, 'tools');
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{}');
  run('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', spec]);
  call(join(tools, 'node_modules/.bin'));
}

export const javascript: readonly Specimen[] = [
  {
    id: 'node_modules',
    of: 'npm install, 2,500 packages',
    needs: ['npm'],
    make: async (root) => cpSync(await nodeTree(), join(root, 'srv/app'), { recursive: true, verbatimSymlinks: true }),
  },
  {
    id: 'npm',
    of: 'npm install --omit=dev, npm install --global',
    needs: ['npm'],
    make: (root) => {
      run('npm', ['install', ...npmFlags, '--omit=dev'], { cwd: projectIn(join(root, 'srv/shop')) });
      run('npm', [
        'install',
        ...npmFlags,
        '--global',
        '--prefix',
        join(root, 'usr/local'),
        'npm@10.2.0',
        'yarn@1.22.19',
      ]);
    },
  },
  {
    id: 'pnpm',
    of: 'pnpm install',
    needs: ['npm'],
    make: (root, work) =>
      withManager(work, 'pnpm@9.12.0', (bin) => {
        const cwd = projectIn(join(root, 'srv/shop'));
        const store = join(work, 'store');
        run(join(bin, 'pnpm'), ['install', '--prod', '--ignore-scripts', '--store-dir', store], { cwd });
      }),
  },
  {
    id: 'yarn',
    of: 'yarn 1 install',
    needs: ['npm'],
    make: (root, work) =>
      withManager(work, 'yarn@1.22.22', (bin) => {
        const cwd = projectIn(join(root, 'srv/shop'));
        run(join(bin, 'yarn'), ['install', '--ignore-scripts', '--production', '--cache-folder', join(work, 'cache')], {
          cwd,
        });
      }),
  },
  {
    id: 'yarn-pnp',
    of: "yarn 4 install, Plug'n'Play",
    needs: ['npm'],
    make: (root, work) =>
      withManager(work, '@yarnpkg/cli-dist@4.5.0', () => {
        const cwd = projectIn(join(root, 'srv/shop'));
        writeFileSync(
          join(cwd, '.yarnrc.yml'),
          'enableGlobalCache: false\nenableScripts: false\nenableTelemetry: false\n',
        );
        const registry = run('npm', ['config', 'get', 'registry']).toString().trim();
        const env = { ...process.env, YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
        const program = join(work, 'tools/node_modules/@yarnpkg/cli-dist/bin/yarn.js');
        run(process.execPath, [program, 'install'], { cwd, env });
      }),
  },
  {
    id: 'js-locks',
    isSources: true,
    of: 'npm, pnpm and yarn, lock files alone',
    needs: ['npm'],
    make: (root, work) => {
      run('npm', ['install', ...npmFlags, '--package-lock-only'], { cwd: projectIn(join(root, 'srv/by-npm')) });
      withManager(work, 'pnpm@9.12.0', (bin) => {
        const cwd = projectIn(join(root, 'srv/by-pnpm'));
        run(join(bin, 'pnpm'), ['install', '--lockfile-only', '--ignore-scripts'], { cwd });
      });
      withManager(work, 'yarn@1.22.22', (bin) => {
        const cwd = projectIn(join(work, 'by-yarn'));
        run(join(bin, 'yarn'), ['install', '--ignore-scripts', '--cache-folder', join(work, 'cache')], { cwd });
        mkdirSync(join(root, 'srv/by-yarn'));
        cpSync(join(cwd, 'yarn.lock'), join(root, 'srv/by-yarn/yarn.lock'));
      });
    },
  },
];
