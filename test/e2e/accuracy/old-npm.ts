import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../build/parts.ts';
import type { Installed } from './osv-judge.ts';

/**
 * What the application depends on: versions around those that records name. `express` brings the tree of its day along. Of the names in scopes
 * nothing is known: they are not those without.
 */
const wanted: Readonly<Record<string, readonly string[]>> = {
  express: ['4.4.0'],
  '@types/marked': ['0.0.28'],
  '@types/mustache': ['0.8.32'],
  atob: ['2.0.3', '2.1.0'],
  bl: ['0.9.4', '1.0.0', '1.0.1'],
  'concat-stream': ['1.4.10', '1.5.1', '1.5.2'],
  decamelize: ['1.1.0', '1.1.1', '1.1.2'],
  'deep-extend': ['0.5.0', '0.5.1'],
  hoek: ['4.2.0', '4.2.1', '5.0.2', '5.0.3'],
  'http-proxy-agent': ['2.0.0', '2.1.0'],
  'https-proxy-agent': ['2.1.1', '2.2.2', '2.2.3'],
  'is-my-json-valid': ['2.12.3', '2.17.1', '2.17.2'],
  jquery: ['1.12.0', '2.2.4', '3.0.0'],
  'just-extend': ['3.0.0', '4.0.0'],
  lodash: ['4.17.4', '4.17.5', '4.17.15'],
  marked: ['0.3.5', '0.3.6'],
  minimatch: ['3.0.0', '3.0.2'],
  'mixin-deep': ['1.3.0', '1.3.1'],
  ms: ['0.7.0', '0.7.1'],
  mustache: ['2.2.0', '2.2.1'],
  mysql: ['2.0.0-alpha7', '2.0.0-alpha9', '2.14.0'],
  'node-uuid': ['1.4.3', '1.4.8'],
  'node.extend': ['1.1.6', '1.1.7', '2.0.0', '2.0.1'],
  qs: ['1.0.0'],
  semver: ['4.3.1', '4.3.2'],
  stringstream: ['0.0.5', '0.0.6'],
  'tough-cookie': ['2.2.2', '2.3.0'],
  'tunnel-agent': ['0.5.0', '0.6.0'],
  'url-parse': ['1.4.1', '1.4.3'],
  validator: ['3.22.0', '3.22.1'],
  ws: ['1.1.0', '1.1.1'],
};

/** An application in `folder`, installed by npm. A version after the first has a directory named otherwise than the package. */
export function installApplication(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.entries(wanted).flatMap(([name, [first = '', ...others]]) => [
    [name, first],
    ...others.map((version) => [`${name}-at-${version}`, `npm:${name}@${version}`]),
  ]);
  const manifest = { name: 'application', version: '1.0.0', dependencies: Object.fromEntries(dependencies) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const npm = (...args: string[]) => run('npm', [...args, '--no-update-notifier'], { cwd: folder });
  // Asked first: without a registry `install` tries in vain for every single package, for minutes.
  npm('view', 'express@4.4.0', 'version', '--fetch-retries=1', '--fetch-retry-mintimeout=1000');
  npm('install', '--ignore-scripts', '--no-package-lock', '--legacy-peer-deps', '--no-audit', '--no-fund');
}

/** What npm says is installed below `folder`; `prefix` is where that lies in the image. */
export function npmPackages(folder: string, prefix: string): Installed[] {
  const listed: { location: string; name: string; version: string }[] = JSON.parse(
    run('npm', ['query', '*'], { cwd: folder }).toString(),
  );
  return listed
    .filter(({ location }) => location !== '')
    .map(({ location, name, version }) => ({
      package: name,
      version,
      place: `${prefix}/${location}/package.json`,
      advisoryName: name,
      advisoryVersion: version,
    }));
}
