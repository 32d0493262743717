import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../build/parts.ts';
import type { FeedRecord } from './feed-records.ts';
import type { Installed } from './osv-judge.ts';
import { pick, random, sample } from './sampling.ts';

/** Two directories of wheels: before some fix, and after it. */
const wheels: Readonly<Record<string, readonly string[]>> = {
  before: [
    'bleach==3.1.0',
    'certifi==2019.11.28',
    'Flask==0.12.2',
    'Flask-Cors==3.0.8',
    'idna==2.8',
    'Jinja2==2.10',
    'joblib==1.1.0',
    'mistune==2.0.0a1',
    'oauthlib==3.1.1',
    'pip==19.1.1',
    'py==1.11.0',
    'PyJWT==1.7.1',
    'Pygments==2.7.3',
    'redis==4.5.1',
    'requests==2.19.1',
    'rsa==4.0',
    'setuptools==65.5.0',
    'sqlparse==0.4.1',
    'starlette==0.26.1',
    'urllib3==1.24.1',
    'waitress==1.4.0',
    'Werkzeug==0.15.2',
    'wheel==0.38.0',
  ],
  after: [
    'bleach==3.3.0',
    'certifi==2022.12.7',
    'idna==3.7',
    'Jinja2==2.11.3',
    'PyJWT==2.4.0',
    'python-dateutil==2.8.2',
    'redis==4.5.3',
    'requests==2.20.0',
    'rsa==4.1',
    'six==1.16.0',
    'sqlparse==0.4.2',
    'urllib3==1.24.2',
    'waitress==1.4.3',
    'wheel==0.38.1',
  ],
};

/** Wheels only, of no particular Python and machine: nothing of theirs runs, and everybody gets the same. */
const pure = ['--only-binary=:all:', '--python-version=3.9', '--implementation=py', '--abi=none', '--platform=any'];

function pipInstall(target: string, packages: readonly string[]): void {
  const quietly = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-compile',
    '--retries=1',
    '--root-user-action=ignore',
  ];
  const options = ['--no-deps', '--target', target, ...pure, ...quietly];
  run('python3', ['-m', 'pip', 'install', ...options, ...packages]);
}

/** Real packages from the registry, each leaving a `.dist-info`. */
export function installWheels(folder: string): void {
  for (const [name, packages] of Object.entries(wheels)) pipInstall(join(folder, name), packages);
}

/** A distribution of nothing but its metadata. */
export interface Egg {
  readonly name: string;
  readonly version: string;
}

/** Versions around those that records name, in the many ways in which PEP 440 lets the same version be written. */
export function eggsAround(records: readonly FeedRecord[], seed: number): Egg[] {
  const next = random(seed);
  const named = records
    .flatMap(({ affected }) => affected)
    .map(({ name, ranges, versions }) => ({ name, versions, bounds: ranges.flat().filter(([, text]) => text !== '0') }))
    .filter(({ name, bounds }) => bounds.length > 0 && /^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(name));
  const often = named.filter(({ name }) => name === 'django');
  const odd = named.filter(({ bounds }) => bounds.some(([, text]) => text.includes('-')));
  const chosen = [...sample(named, 30, next), ...sample(often, 3, next), ...odd];
  // Where the record's own bound is no version, one that it does not list cannot be decided.
  const unlisted = odd.map(({ name }) => ({ name, version: '99.0' }));
  const eggs = chosen.flatMap(({ name, versions, bounds }) => {
    const [, bound] = pick(bounds, next);
    const around = ['.dev1', 'a0', 'rc1', '.post1', '+local.1', '.0'].map((suffix) => `${bound}${suffix}`);
    const others = [`1!${bound}`, `0!${bound}`, `v${bound}`, ...versions];
    return [bound, pick(around, next), pick(around, next), pick(others, next)].map((version) => ({ name, version }));
  });
  return [...eggs, ...unlisted];
}

const eggMaker = `
import json, os, sys
from setuptools import Distribution
from packaging.version import InvalidVersion, Version
os.chdir(sys.argv[1])
for egg in json.load(sys.stdin):
    try:
        Version(egg['version'])
    except InvalidVersion:
        continue
    made = Distribution({'script_name': 'setup.py', 'name': egg['name'], 'version': egg['version'], 'packages': [], 'py_modules': []})
    made.get_command_obj('install_egg_info').install_dir = sys.argv[2]
    made.run_command('install_egg_info')
`;

/** Lets setuptools leave an `.egg-info` of each in `target`, as `setup.py install` does; those that are versions at all. */
export function installEggs(target: string, eggs: readonly Egg[]): void {
  const work = mkdtempSync(`${target}-`);
  const tools = join(work, 'tools');
  pipInstall(tools, ['setuptools==70.3.0', 'packaging==24.1']);
  mkdirSync(target);
  const program = `import sys; sys.path.insert(0, ${JSON.stringify(tools)})\n${eggMaker}`;
  run('python3', ['-W', 'ignore', '-c', program, work, target], { input: JSON.stringify(eggs) });
  rmSync(work, { recursive: true });
}

// The standard library's own view of every directory where metadata lies: packages bring others along in directories of their own.
// Names are normalized as PEP 503 says.
const lister = `
import importlib.metadata, json, os, re, sys
root = sys.argv[1]
paths = [path for path, directories, _ in os.walk(root) if any(re.search(r'[.](dist|egg)-info$', one) for one in directories)]
for found in importlib.metadata.distributions(path=paths):
    name, place = found.metadata['Name'], str(found._path)
    file = 'METADATA' if place.endswith('.dist-info') else 'PKG-INFO'
    print(json.dumps({
        'package': name, 'version': found.version, 'place': os.path.relpath(os.path.join(place, file), root),
        'advisoryName': re.sub(r'[-_.]+', '-', name).lower(), 'advisoryVersion': found.version,
    }))
`;

/** What Python says is installed in any directory below `root`; places are relative to it. */
export function pythonPackages(root: string): Installed[] {
  return run('python3', ['-c', lister, root])
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
