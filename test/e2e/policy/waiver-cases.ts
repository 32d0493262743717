import type { PolicyCase } from './policy-case.ts';
import type { SampleImage } from './sample-images.ts';

const openssl: SampleImage = { deb: ['openssl 3.0.9-1'] };

function waiver(match: string, more = 'expires: 2099-12-31', control = 'vulnerabilities'): string {
  return `  - { control: ${control}, match: ${match}, reason: r, owner: o@example.com, ${more} }\n`;
}

type Row = readonly [what: string, waivers: string, more: Partial<PolicyCase> & Pick<PolicyCase, 'outcome'>];

const rows: readonly Row[] = [
  [
    'in force, by its CVE',
    waiver('{ id: CVE-2024-1001 }'),
    { outcome: 'pass', waived: 1, says: /1 waived until 2099-12-31/ },
  ],
  ['in force, by its advisory', waiver('{ id: dsa-1001-1 }'), { outcome: 'pass', waived: 1 }],
  [
    'in force, by package and path',
    waiver('{ package: "open*", path: "var/lib/dpkg/*" }'),
    { outcome: 'pass', waived: 1 },
  ],
  ['for another package', waiver('{ id: CVE-2024-1001, package: curl }'), { outcome: 'fail' }],
  ['for this file', waiver('{ image: "archive:*/image.tar" }'), { outcome: 'pass', waived: 1 }],
  ['for names of images, which a file has not', waiver('{ image: "*image*" }'), { outcome: 'fail' }],
  ['for other content', waiver(`{ fingerprint: "sha256:${'0'.repeat(64)}" }`), { outcome: 'fail' }],
  ['for another control', waiver('{ image: "*" }', 'expires: 2099-12-31', 'rootUser'), { outcome: 'fail' }],
  ['expired', waiver('{ id: CVE-2024-1001 }', 'expires: 2020-12-31'), { outcome: 'fail', expired: 1 }],
  [
    'expired beside one in force',
    waiver('{ id: CVE-2024-1001 }', 'expires: 2020-12-31') + waiver('{ package: openssl }'),
    { outcome: 'pass', waived: 1, expired: 1 },
  ],
  [
    'until the end of today',
    waiver('{ id: CVE-2024-1001 }', `expires: ${new Date().toISOString().slice(0, 10)}`),
    { outcome: 'pass', waived: 1 },
  ],
  [
    'until a moment ago',
    waiver('{ id: CVE-2024-1001 }', `expires: ${new Date().toISOString()}`),
    { outcome: 'fail', expired: 1 },
  ],
  [
    'one of two',
    waiver('{ package: openssl }'),
    { image: { deb: ['openssl 3.0.9-1', 'tar 1.34-1'] }, outcome: 'fail', waived: 1 },
  ],
  [
    'of a failure before a doubt',
    waiver('{ image: "*" }'),
    { image: { ...openssl, npm: ['cart next'] }, outcome: 'unknown', waived: 1 },
  ],
  ['of a doubt', waiver('{ id: CVE-2024-4002 }'), { image: { npm: ['cart next'] }, outcome: 'unknown' }],
];

export const waiverCases: readonly PolicyCase[] = [
  ...rows.map(
    ([what, waivers, more]): PolicyCase => ({
      control: 'vulnerabilities',
      what: `a waiver ${what}`,
      controls: '{ vulnerabilities: { severity: high } }',
      waivers: `waivers:\n${waivers}`,
      image: openssl,
      ...more,
    }),
  ),
  {
    control: 'labels',
    what: 'a waiver of a label by its key',
    controls: '{ labels: { require: [{ key: com.example/team }] } }',
    waivers: `waivers:\n${waiver('{ id: com.example/team }', 'expires: 2099-12-31', 'labels')}`,
    outcome: 'pass',
    waived: 1,
  },
  {
    control: 'rootUser',
    what: 'a waiver of root',
    controls: '{ rootUser: {} }',
    waivers: `waivers:\n${waiver('{ id: root-user }', 'expires: 2099-12-31', 'rootUser')}`,
    image: { user: '' },
    outcome: 'pass',
    waived: 1,
  },
];
