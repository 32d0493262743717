import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Distribution, Package } from '../model/package.ts';
import { distributionAdvisoryNames } from './distribution-names.ts';

const bookworm: Distribution = { id: 'debian', versionId: '12', name: 'Debian', like: [], codename: 'bookworm' };

const pkg = (version: string, source: string | null): Package => ({
  name: 'libcurl4',
  version,
  type: 'deb',
  purl: '',
  architecture: null,
  source: source === null ? null : { name: 'curl', version: source },
  licenses: [],
  layer: 'sha256:',
  path: '',
  ownedBy: null,
  attributes: {},
});

function asked(given: Package, of: Distribution): readonly string[] {
  const names = distributionAdvisoryNames(given, of);
  assert.ok(names !== 'unknown');
  return names
    .filter(({ ofAnyRelease }) => ofAnyRelease !== true)
    .map(({ ecosystem, name, version }) => `${ecosystem}/${name}@${version}`);
}

describe('a backport is asked for in the release that it was taken from, too, as it is called there', () => {
  const cases: readonly [string, Package, Distribution, readonly string[]][] = [
    [
      'by its source',
      pkg('8.11.0-1~bpo12+1+b1', '8.11.0-1~bpo12+1'),
      bookworm,
      ['Debian:12/curl@8.11.0-1~bpo12+1', 'Debian:13/curl@8.11.0-1'],
    ],
    [
      'by itself',
      pkg('1:2-1~bpo12+2', null),
      bookworm,
      ['Debian:12/libcurl4@1:2-1~bpo12+2', 'Debian:13/libcurl4@1:2-1'],
    ],
    [
      'not of what an older release left',
      pkg('8.11.0-1~bpo11+1', '8.11.0-1~bpo11+1'),
      bookworm,
      ['Debian:12/curl@8.11.0-1~bpo11+1'],
    ],
    [
      'any other package',
      pkg('7.88.1-10+deb12u9', '7.88.1-10+deb12u9'),
      bookworm,
      ['Debian:12/curl@7.88.1-10+deb12u9'],
    ],
    [
      'not what others call so',
      pkg('1-1~bpo12+1', '1-1~bpo12+1'),
      { ...bookworm, id: 'ubuntu', versionId: '23.10' },
      ['Ubuntu:23.10/curl@1-1~bpo12+1'],
    ],
  ];
  for (const [name, given, of, expected] of cases) test(name, () => assert.deepEqual(asked(given, of), expected));
});
