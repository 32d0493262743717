import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AffectedPackage } from '../../model/advisory.ts';
import type { Package } from '../../model/package.ts';
import { concernsBuild } from './modules.ts';

const pkg = (version: string, modularityLabel?: string): Package => ({
  name: 'nodejs',
  version,
  type: 'rpm',
  purl: '',
  architecture: null,
  source: null,
  licenses: [],
  layer: 'sha256:',
  path: '',
  ownedBy: null,
  attributes: modularityLabel === undefined ? {} : { modularityLabel },
});

const affected = (...fixed: readonly string[]): AffectedPackage => ({
  ecosystem: 'AlmaLinux:8',
  name: 'nodejs',
  ranges: fixed.map((version) => ({ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: version }] })),
  versions: [],
  severity: [],
  severityWord: null,
});

const modular = '1:16.20.2-1.module_el8.8.0+3000+1';
const plain = '1:16.20.2-1.el8';
const label = 'nodejs:16:8080:abc';
const cases: readonly [string, Package, string, AffectedPackage, boolean][] = [
  ['neither is built for a module', pkg(plain), 'Important: nodejs security update', affected('1:16.20.3-1.el8'), true],
  ['only the record is', pkg(plain), 'Important: nodejs:16 security update', affected(modular), false],
  ['only the package is, by its label', pkg(plain, label), 'x', affected('1:16.20.3-1.el8'), false],
  ['only the package is, by its release', pkg(modular), 'x', affected('1:16.20.3-1.el8'), false],
  ['both are, of one stream', pkg(modular, label), 'Important: nodejs:16 security update', affected(modular), true],
  [
    'both are, of different streams',
    pkg(modular, label),
    'Important: nodejs:18 security update',
    affected(modular),
    false,
  ],
  ['one of several streams', pkg(modular, label), 'nodejs:18, nodejs:16 and nodejs:20', affected(modular), true],
  ['the summary names no stream', pkg(modular, label), 'Important: varnish security update', affected(modular), true],
  [
    'the summary names another module',
    pkg(modular, label),
    'Important: npm:9 security update',
    affected(modular),
    true,
  ],
  ['the package names no stream', pkg(modular), 'Important: nodejs:18 security update', affected(modular), true],
  ['Red Hat writes a plus', pkg('1-1.module+el8+1', label), 'nodejs:16', affected('1-2.module+el8.1+2'), true],
  ['a record without versions', pkg(modular, label), '', affected(), true],
];
for (const [name, installed, summary, record, expected] of cases) {
  test(name, () => assert.equal(concernsBuild(installed, { advisory: { summary }, affected: record }), expected));
}
