import { digestOf } from '../../build/image.ts';
import type { PolicyCase } from './policy-case.ts';
import { app, baseLayer, root, type SampleImage } from './sample-images.ts';

const openssl: SampleImage = { deb: ['openssl 3.0.9-1'] };
const curl: SampleImage = { deb: ['curl 7.88-1'] };

type Row = readonly [what: string, settings: string, more: Omit<PolicyCase, 'control' | 'what' | 'controls'>];

function cases(control: string, rows: readonly Row[]): readonly PolicyCase[] {
  return rows.map(([what, settings, more]) => ({ control, what, controls: `{ ${control}: ${settings} }`, ...more }));
}

const vulnerabilities = cases('vulnerabilities', [
  [
    'a critical one',
    '{ severity: high }',
    {
      image: openssl,
      outcome: 'fail',
      says: /^1 of 1 findings is high or above$/,
      evidence: {
        id: 'CVE-2024-1001',
        package: 'openssl',
        installed: '3.0.9-1',
        fixed: '3.0.11-1',
        severity: 'critical',
      },
    },
  ],
  ['a medium one', '{ severity: high }', { image: curl, outcome: 'pass' }],
  [
    'the repaired version',
    '{ severity: low }',
    { image: { deb: ['openssl 3.0.11-1'] }, outcome: 'pass', says: /no findings/ },
  ],
  ['as it comes', '{}', { image: openssl, outcome: 'fail' }],
  ['nobody rated it, low or above', '{ severity: low }', { image: { deb: ['zlib 1.2-1'] }, outcome: 'pass' }],
  [
    'nobody rated it, any severity',
    '{ severity: unknown }',
    { image: { deb: ['zlib 1.2-1'] }, outcome: 'fail', evidence: { id: 'CVE-2024-3001', severity: 'unknown' } },
  ],
  ['by score', '{ score: 5.3 }', { image: curl, outcome: 'fail' }],
  ['below the score', '{ score: 5.4 }', { image: curl, outcome: 'pass' }],
  ['likely to be exploited', '{ epss: 0.9 }', { image: curl, outcome: 'fail' }],
  ['not that likely', '{ epss: 0.91 }', { image: curl, outcome: 'pass' }],
  [
    'likely or not, without EPSS',
    '{ epss: 0.9 }',
    { image: curl, database: 'plain', outcome: 'unknown', says: /EPSS/ },
  ],
  ['exploited', '{ knownExploited: true }', { image: openssl, outcome: 'fail', evidence: { knownExploited: true } }],
  ['not exploited', '{ knownExploited: true }', { image: curl, outcome: 'pass' }],
  [
    'exploited or not, without KEV',
    '{ knownExploited: true }',
    { image: curl, database: 'plain', outcome: 'unknown', says: /KEV.*--kev/ },
  ],
  ['named by its CVE', '{ ids: [CVE-2024-2001] }', { image: curl, outcome: 'fail' }],
  ['named by its advisory', '{ ids: [DSA-1001-1] }', { image: openssl, outcome: 'fail' }],
  ['named by an alias', '{ ids: [ghsa-aaaa-bbbb-cccc] }', { image: { npm: ['lodash 4.17.15'] }, outcome: 'fail' }],
  ['another one is named', '{ ids: [CVE-2024-2002] }', { image: curl, outcome: 'pass' }],
  ['no fix, only fixable', '{ severity: low, onlyFixable: true }', { image: curl, outcome: 'pass' }],
  ['a fix, only fixable', '{ severity: low, onlyFixable: true }', { image: openssl, outcome: 'fail' }],
  ['two days old, in grace', '{ severity: low, graceDays: 7 }', { image: { deb: ['tar 1.34-1'] }, outcome: 'pass' }],
  [
    'two days old, out of grace',
    '{ severity: low, graceDays: 1 }',
    { image: { deb: ['tar 1.34-1'] }, outcome: 'fail' },
  ],
  [
    'a version that nobody can compare',
    '{ severity: high }',
    {
      image: { npm: ['cart next'] },
      outcome: 'unknown',
      says: /whether CVE-2024-4002 affects cart cannot be said: its version next/,
      evidence: { id: 'CVE-2024-4002', status: 'undecidable' },
    },
  ],
  [
    'the same, only fixable',
    '{ severity: high, onlyFixable: true }',
    { image: { npm: ['cart next'] }, outcome: 'unknown' },
  ],
  ['the same, beside a failure', '{ severity: high }', { image: { ...openssl, npm: ['cart next'] }, outcome: 'fail' }],
  [
    'a damaged package database',
    '{ severity: high }',
    { image: { damage: 'status' }, outcome: 'unknown', says: /dpkg database/ },
  ],
  ['a distribution that nobody knows', '{ severity: high }', { image: { damage: 'no-release' }, outcome: 'unknown' }],
]);

const rootUser = cases(
  'rootUser',
  (
    [
      ['no user', '', 'fail', /no USER is set/],
      ['0', '0', 'fail', /USER is 0/],
      ['0:0', '0:0', 'fail'],
      ['000', '000', 'fail'],
      ['+0', '+0', 'fail'],
      ['a blank before 0', ' 0', 'fail'],
      ['no user, but a group', ':1000', 'fail'],
      ['more than 32 bits', '4294967296', 'fail'],
      ['root by name', 'root', 'fail', /the account root has uid 0/],
      ['another name of uid 0', 'toor:app', 'fail', /the account toor has uid 0/],
      ['an account by name', 'app', 'pass', /app, uid 1000/],
      ['a number', '1000:0', 'pass'],
      ['a number that is the name of an account with uid 0', '1234', 'pass', /uid 1234/],
      ['a number that no account has', '4711', 'pass'],
      ['a name that passwd lacks', 'nobody', 'unknown', /nobody, which the image’s passwd does not have/],
      ['a blank behind a name', 'app ', 'unknown'],
      ['more than 31 bits', '2147483648', 'unknown'],
      ['less than nothing', '-1', 'unknown'],
    ] as const
  ).map(([what, user, outcome, says]): Row => {
    const passwd = [root, 'toor:x:0:0:::', app, '1234:x:0:0:::'];
    return [what, '{}', { image: { user, passwd }, outcome, ...(says === undefined ? {} : { says }) }];
  }),
);

const moreRootUser = cases('rootUser', [
  ['a name without a passwd', '{}', { image: { user: 'app', passwd: null }, outcome: 'unknown', says: /no passwd/ }],
  ['a number without a passwd', '{}', { image: { user: '1000', passwd: null }, outcome: 'pass' }],
  ['a name in a passwd behind a link', '{}', { image: { user: 'app', damage: 'passwd-link' }, outcome: 'pass' }],
  [
    'a name that a later layer gave uid 0',
    '{}',
    { image: { user: 'app', above: [{ name: 'etc/passwd', content: 'app:x:0:0:::\n' }] }, outcome: 'fail' },
  ],
  [
    'a name in a line that no runtime reads',
    '{}',
    { image: { user: 'app', passwd: [app, 'x'.repeat(70_000)] }, outcome: 'unknown', says: /passwd/ },
  ],
]);

const packages = cases('packages', [
  [
    'one that is forbidden',
    '{ forbid: [{ name: "netcat*" }] }',
    {
      image: { deb: ['netcat-openbsd 1.2-1'] },
      outcome: 'fail',
      evidence: { package: 'netcat-openbsd', forbidden: 'netcat*' },
    },
  ],
  [
    'none that is forbidden',
    '{ forbid: [{ name: netcat }] }',
    { image: { deb: ['netcat-openbsd 1.2-1'] }, outcome: 'pass' },
  ],
  [
    'forbidden in lower versions',
    '{ forbid: [{ name: lodash, versions: "<4.17.21" }] }',
    { image: { npm: ['lodash 4.17.15'] }, outcome: 'fail' },
  ],
  [
    'allowed from a version on',
    '{ forbid: [{ name: lodash, versions: "<4.17.21" }] }',
    { image: { npm: ['lodash 4.17.21'] }, outcome: 'pass' },
  ],
  [
    'a scope is part of the name',
    '{ forbid: [{ name: lodash }] }',
    { image: { npm: ['@types/lodash 4.14.1'] }, outcome: 'pass' },
  ],
  [
    'forbidden in versions that nobody can compare',
    '{ forbid: [{ name: cart, versions: "<2" }] }',
    { image: { npm: ['cart next'] }, outcome: 'unknown', says: /cart \(npm next\) cannot be compared/ },
  ],
  [
    'too old',
    '{ minimum: [{ name: openssl, type: deb, version: 3.0.11-1~deb12u2 }] }',
    { image: openssl, outcome: 'fail', evidence: { version: '3.0.9-1', minimum: '3.0.11-1~deb12u2' } },
  ],
  [
    'new enough, by its epoch',
    '{ minimum: [{ name: openssl, type: deb, version: 3.0.11-1 }] }',
    { image: { deb: ['openssl 1:1.0-1'] }, outcome: 'pass' },
  ],
  ['absent, so not too old', '{ minimum: [{ name: openssl, type: deb, version: 3.0.11-1 }] }', { outcome: 'pass' }],
  ['missing', '{ require: [{ name: auditd }] }', { outcome: 'fail', evidence: { package: 'auditd', missing: true } }],
  [
    'required, and there',
    '{ require: [{ name: auditd, type: deb }] }',
    { image: { deb: ['auditd 1:3.0-2'] }, outcome: 'pass' },
  ],
  [
    'required, and there as another kind',
    '{ require: [{ name: auditd, type: deb }] }',
    { image: { npm: ['auditd 1.0.0'] }, outcome: 'fail' },
  ],
  [
    'a damaged package database',
    '{ require: [{ name: auditd }] }',
    { image: { damage: 'status' }, outcome: 'unknown' },
  ],
]);

const approved = (diffId: string) => `{ approved: [{ name: golden, diffIds: ["${diffId}"] }] }`;
const baseImages = cases('baseImages', [
  ['an approved one', approved(digestOf(baseLayer)), { outcome: 'pass', says: /stands on golden/ }],
  [
    'another one',
    approved(digestOf('another')),
    { outcome: 'fail', evidence: { id: 'unapproved-base', layer: digestOf(baseLayer) } },
  ],
  ['none is approved', '{}', { outcome: 'fail' }],
  [
    'a layer that is not what the config says',
    approved(digestOf(baseLayer)),
    { image: { damage: 'layer' }, database: 'untouched', outcome: 'unknown', says: /digest/ },
  ],
]);

const dev: SampleImage = { labels: { stage: 'dev', team: 'shop' } };
const labels = cases('labels', [
  ['a required one', '{ require: [{ key: team }] }', { image: dev, outcome: 'pass' }],
  [
    'a missing one',
    '{ require: [{ key: maintainer }] }',
    { image: dev, outcome: 'fail', evidence: { id: 'maintainer', value: null } },
  ],
  ['a required value', '{ require: [{ key: team, pattern: "sh?p" }] }', { image: dev, outcome: 'pass' }],
  [
    'another value',
    '{ require: [{ key: team, value: Shop }] }',
    { image: dev, outcome: 'fail', evidence: { value: 'shop' } },
  ],
  ['a forbidden one, of any value', '{ forbid: [{ key: stage }] }', { image: dev, outcome: 'fail' }],
  ['a forbidden value', '{ forbid: [{ key: stage, value: dev }] }', { image: dev, outcome: 'fail' }],
  ['not the forbidden value', '{ forbid: [{ key: stage, value: test }] }', { image: dev, outcome: 'pass' }],
  [
    'an image that was not read',
    '{ forbid: [{ key: other }] }',
    { image: { ...dev, damage: 'layer' }, database: 'untouched', outcome: 'unknown' },
  ],
]);

const database = cases('database', [
  ['fresh', '{ maxAge: 1h }', { outcome: 'pass' }],
  ['older than a moment', '{ maxAge: 1ms }', { outcome: 'fail', evidence: { id: 'database-age' } }],
  ['the starter set', '{}', { database: 'starter', outcome: 'fail', says: /plimsoll db update/ }],
  ['from the future', '{}', { database: 'future', outcome: 'unknown', says: /clock has not reached/ }],
]);

export const controlCases: readonly PolicyCase[] = [
  ...vulnerabilities,
  ...rootUser,
  ...moreRootUser,
  ...packages,
  ...baseImages,
  ...labels,
  ...database,
];
