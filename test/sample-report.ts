import { type Digest, sha256 } from '../src/base/digest.ts';
import { verbatim } from '../src/base/text.ts';
import type { VulnerabilityFinding } from '../src/model/finding.ts';
import type { Gap } from '../src/model/gap.ts';
import { chainId } from '../src/model/image.ts';
import type { Package } from '../src/model/package.ts';
import type { Report } from '../src/model/report.ts';
import type { ControlResult, Verdict, WaiverFacts } from '../src/model/verdict.ts';
import { InvalidVersion, type VersionScheme } from '../src/model/version-scheme.ts';
import type { ReportView } from '../src/reports/reporter.ts';

/** Numbers joined by dots, hyphens and tildes: enough of a scheme for samples; the real ones have their own tests. */
const sampleScheme: VersionScheme<readonly number[]> = {
  name: 'sample',
  parse(text) {
    if (!/^\d/.test(text)) throw new InvalidVersion('sample', text);
    return (text.match(/\d+/g) ?? []).map(Number);
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const difference = Math.sign((a[at] ?? 0) - (b[at] ?? 0));
      if (difference !== 0) return difference as -1 | 1;
    }
    return 0;
  },
};

export function sampleView(changes: Partial<ReportView> = {}): ReportView {
  return {
    language: 'en',
    color: false,
    interactive: true,
    width: 100,
    verbose: false,
    ignoreUnfixed: false,
    severities: null,
    schemeOf: () => sampleScheme,
    ...changes,
  };
}

const steps: readonly (readonly [size: number, command: string])[] = [
  [77_800_000, '/bin/sh -c #(nop) ADD file:debian-bookworm.tar in /'],
  [9_400_000, '/bin/sh -c apt-get update && apt-get install -y --no-install-recommends ca-certificates openssl'],
  [1_200, '/bin/sh -c #(nop) COPY file:ca.pem in /usr/local/share/ca-certificates/'],
  [31_000_000, 'RUN /bin/sh -c apt-get install -y curl git # buildkit'],
  [18_600_000, 'COPY node /usr/local/bin/node # buildkit'],
  [48_000, 'COPY package.json package-lock.json /app/ # buildkit'],
  [9_900_000, 'RUN /bin/sh -c npm ci --omit=dev # buildkit'],
  [620_000, 'COPY src /app/src # buildkit'],
  [4_096, 'COPY entrypoint.sh /usr/local/bin/ # buildkit'],
];

export function layerOf(index: number): Digest {
  return sha256(`layer ${index}`);
}

type FindingSpec = Partial<VulnerabilityFinding> &
  Pick<VulnerabilityFinding, 'id' | 'package' | 'installed' | 'severity'>;

export function sampleFinding(spec: FindingSpec): VulnerabilityFinding {
  const type = spec.type ?? 'deb';
  return {
    kind: 'vulnerability',
    aliases: [],
    purl: purlOf(type, spec.package, spec.installed),
    type,
    fixed: null,
    score: null,
    vector: null,
    epss: null,
    knownExploited: false,
    published: '2023-10-25T18:17:00Z',
    status: 'affected',
    summary: '',
    certainty: null,
    evidence: { advisory: spec.id, feed: 'Debian', range: 'introduced 0', severityFrom: 'Debian' },
    layer: layerOf(0),
    path: 'var/lib/dpkg/status',
    ...spec,
  };
}

function purlOf(type: string, name: string, version: string): string {
  return `pkg:${type}/${type === 'deb' ? 'debian/' : ''}${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
}

export function samplePackage(spec: Partial<Package> & Pick<Package, 'name' | 'version'>): Package {
  const type = spec.type ?? 'deb';
  return {
    type,
    purl: purlOf(type, spec.name, spec.version),
    architecture: type === 'deb' ? 'amd64' : null,
    source: null,
    licenses: [],
    layer: layerOf(0),
    path: 'var/lib/dpkg/status',
    ownedBy: null,
    attributes: {},
    ...spec,
  };
}

const openssl = { installed: '3.0.9-1', fixed: '3.0.11-1~deb12u2', layer: layerOf(3) };

const sampleFindings: readonly VulnerabilityFinding[] = [
  sampleFinding({
    ...openssl,
    id: 'CVE-2023-5363',
    aliases: ['DSA-5532-1'],
    package: 'openssl',
    severity: 'critical',
    score: 9.1,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
    epss: 0.0123,
    knownExploited: true,
    summary: 'Key and initialisation vector lengths are processed wrongly for some symmetric ciphers.',
    evidence: {
      advisory: 'DSA-5532-1',
      feed: 'Debian',
      range: 'introduced 0, fixed 3.0.11-1~deb12u2',
      severityFrom: 'CVSS 3.1 of the record',
    },
  }),
  sampleFinding({
    ...openssl,
    id: 'CVE-2023-5678',
    package: 'libssl3',
    severity: 'medium',
    score: 5.3,
    fixed: '3.0.13-1~deb12u1',
  }),
  sampleFinding({
    ...openssl,
    id: 'CVE-2023-5678',
    package: 'openssl',
    severity: 'medium',
    score: 5.3,
    fixed: '3.0.13-1~deb12u1',
  }),
  sampleFinding({
    id: 'CVE-2022-1271',
    package: 'gzip',
    installed: '1.10-4',
    fixed: '1.10-4+deb12u1',
    severity: 'high',
    score: 8.8,
  }),
  sampleFinding({
    id: 'CVE-2023-4911',
    package: 'libc6',
    installed: '2.36-9',
    fixed: '2.36-9+deb12u3',
    severity: 'high',
    score: 7.8,
  }),
  sampleFinding({ id: 'CVE-2019-9192', package: 'libc6', installed: '2.36-9', severity: 'negligible' }),
  sampleFinding({
    id: 'CVE-2005-2541',
    package: 'tar',
    installed: '1.34+dfsg-1.2',
    severity: 'low',
    status: 'wont-fix',
  }),
  sampleFinding({
    id: 'CVE-2021-23337',
    aliases: ['GHSA-35jh-r3h4-6jhm'],
    package: 'lodash',
    type: 'npm',
    installed: '4.17.15',
    fixed: '4.17.21',
    severity: 'high',
    score: 7.2,
    layer: layerOf(6),
    path: 'app/node_modules/lodash/package.json',
    summary: 'Command injection through template.',
    evidence: {
      advisory: 'GHSA-35jh-r3h4-6jhm',
      feed: 'npm',
      range: 'introduced 0, fixed 4.17.21',
      severityFrom: 'CVSS 3.1 of the record',
    },
  }),
  sampleFinding({
    id: 'GHSA-xxxx-local',
    package: '@shop/cart-core',
    type: 'npm',
    installed: 'next',
    severity: 'unknown',
    status: 'undecidable',
    layer: layerOf(6),
    path: 'app/node_modules/@shop/cart-core/package.json',
  }),
];

const samplePackages: readonly Package[] = [
  samplePackage({ name: 'gzip', version: '1.10-4', licenses: ['GPL-3.0-or-later'] }),
  samplePackage({
    name: 'libc6',
    version: '2.36-9',
    source: { name: 'glibc', version: '2.36-9' },
    licenses: ['LGPL-2.1-or-later'],
  }),
  samplePackage({
    name: 'libssl3',
    version: '3.0.9-1',
    source: { name: 'openssl', version: '3.0.9-1' },
    layer: layerOf(3),
  }),
  samplePackage({
    name: 'openssl',
    version: '3.0.9-1',
    source: { name: 'openssl', version: '3.0.9-1' },
    layer: layerOf(3),
    licenses: ['Apache-2.0'],
  }),
  samplePackage({ name: 'tar', version: '1.34+dfsg-1.2' }),
  samplePackage({
    name: '@shop/cart-core',
    version: 'next',
    type: 'npm',
    layer: layerOf(6),
    path: 'app/node_modules/@shop/cart-core/package.json',
  }),
  samplePackage({
    name: 'lodash',
    version: '4.17.15',
    type: 'npm',
    layer: layerOf(6),
    path: 'app/node_modules/lodash/package.json',
    licenses: ['MIT'],
  }),
];

const sampleControls: readonly ControlResult[] = [
  {
    id: 'vulnerabilities',
    outcome: 'fail',
    message: {
      en: '4 of 9 findings are high or above, or exploited in the wild',
      'zh-CN': '9 个漏洞中有 4 个属于：高危及以上，或已遭在野利用',
    },
    evidence: [
      {
        id: 'CVE-2023-5363',
        package: 'openssl',
        installed: '3.0.9-1',
        fixed: '3.0.11-1~deb12u2',
        severity: 'critical',
      },
      { id: 'CVE-2022-1271', package: 'gzip', installed: '1.10-4', fixed: '1.10-4+deb12u1', severity: 'high' },
      { id: 'CVE-2023-4911', package: 'libc6', installed: '2.36-9', fixed: '2.36-9+deb12u3', severity: 'high' },
      { id: 'CVE-2021-23337', package: 'lodash', installed: '4.17.15', fixed: '4.17.21', severity: 'high' },
    ],
    examined: 9,
  },
  {
    id: 'rootUser',
    outcome: 'fail',
    message: { en: 'the effective user is uid 0 (no USER is set)', 'zh-CN': '实际用户的 uid 为 0（未设置 USER）' },
    evidence: [{ id: 'root-user', user: '', uid: 0 }],
    examined: 1,
  },
  {
    id: 'packages',
    outcome: 'pass',
    message: { en: 'all 3 rules hold', 'zh-CN': '3 条规则均满足' },
    evidence: [],
    examined: 3,
  },
  {
    id: 'baseImages',
    outcome: 'pass',
    message: { en: 'stands on golden-debian:12.5', 'zh-CN': '基于 golden-debian:12.5' },
    evidence: [],
    examined: 1,
  },
];

export const sampleWaiver: WaiverFacts = {
  control: 'vulnerabilities',
  match: { id: 'CVE-2019-9192', package: 'libc6' },
  reason: 'not reachable behind the proxy',
  owner: 'platform@example.com',
  approvedBy: 'security@example.com',
  expires: '2027-03-31',
};

const sampleGaps: readonly Gap[] = [
  {
    what: 'rpm database',
    path: 'usr/lib/sysimage/rpm/Packages.db',
    layer: layerOf(3),
    reason: 'unsupported-format',
    blinds: ['packages'],
    incomplete: false,
  },
  {
    what: 'package.json',
    path: 'app/node_modules/broken/package.json',
    layer: layerOf(6),
    reason: 'unparsable',
    blinds: ['packages'],
    incomplete: false,
  },
];

export interface SampleChanges extends Partial<Omit<Report, 'verdict' | 'inventory'>> {
  readonly verdict?: Partial<Verdict>;
  readonly inventory?: Partial<Report['inventory']>;
}

/** A report with something of everything; `changes` replace parts of it. */
export function sampleReport(changes: SampleChanges = {}): Report {
  const diffIds = steps.map((_, index) => layerOf(index));
  const layers = steps.map(([size], index) => ({ diffId: layerOf(index), size, entries: 12 + index * 40 }));
  const { verdict, inventory, ...rest } = changes;
  return {
    tool: { name: 'plimsoll', version: '0.1.0' },
    scannedAt: '2026-03-04T09:30:00.000Z',
    ref: 'archive:cart.tar',
    source: 'archive',
    unprovenLayers: [],
    names: ['registry.local/shop/cart:2.4.1'],
    fingerprint: {
      configDigest: sha256('config'),
      manifestDigest: sha256('manifest'),
      indexDigest: null,
      diffIds,
      chainId: chainId(diffIds),
    },
    config: {
      created: '2026-02-11T04:00:00Z',
      platform: { os: 'linux', architecture: 'amd64' },
      user: '',
      env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
      labels: { 'org.opencontainers.image.title': 'cart', maintainer: 'shop@example.com' },
      exposedPorts: ['8080/tcp'],
      hasHealthcheck: false,
      history: steps.map(([, createdBy]) => ({ createdBy, emptyLayer: false })),
      diffIds,
    },
    size: steps.reduce((sum, [size]) => sum + size, 0),
    vulnerabilities: sampleFindings,
    suppressed: [
      { id: 'CVE-2023-0464', package: 'openssl', by: 'distribution', why: 'minor issue, fixed in a point release' },
    ],
    database: {
      digest: sha256('database'),
      builtAt: '2026-03-04T06:00:00.000Z',
      feeds: [
        { name: 'Debian', records: 48213, withdrawn: 17, modified: '2026-03-04T05:40:00Z' },
        { name: 'npm', records: 19874, withdrawn: 301, modified: '2026-03-04T05:12:00Z' },
        { name: 'KEV', records: 1204, withdrawn: 0, modified: null },
      ],
      starter: false,
    },
    timings: { total: 1412, read: 1180, match: 96 },
    ...rest,
    inventory: {
      distribution: {
        id: 'debian',
        versionId: '12',
        name: 'Debian GNU/Linux 12 (bookworm)',
        like: [],
        codename: 'bookworm',
      },
      packages: samplePackages,
      accounts: [{ name: 'root', uid: 0, gid: 0 }],
      files: [
        {
          kind: 'unowned-executable',
          path: 'usr/local/bin/cart',
          mode: '0755',
          owner: null,
          user: 'root',
          layer: layerOf(8),
          removed: false,
        },
      ],
      gaps: sampleGaps,
      layers,
      ...inventory,
    },
    verdict: {
      decision: 'deny',
      policy: { name: 'production', digest: sha256('policy') },
      controls: sampleControls,
      waived: [
        { control: 'vulnerabilities', evidence: { id: 'CVE-2019-9192', package: 'libc6' }, waiver: sampleWaiver },
      ],
      expiredWaivers: [
        { ...sampleWaiver, match: { id: 'CVE-2005-2541' }, reason: 'until the rebuild', expires: '2026-01-31' },
      ],
      base: { name: 'golden-debian:12.5', diffIds: diffIds.slice(0, 3) },
      ...verdict,
    },
  };
}

/** The same image with nothing wrong. */
export function cleanReport(changes: SampleChanges = {}): Report {
  return sampleReport({
    vulnerabilities: [],
    suppressed: [],
    ...changes,
    inventory: { gaps: [], ...changes.inventory },
    verdict: {
      decision: 'allow',
      controls: sampleControls.map((control) => ({
        ...control,
        outcome: 'pass',
        message: verbatim('holds'),
        evidence: [],
      })),
      waived: [],
      expiredWaivers: [],
      ...changes.verdict,
    },
  });
}
