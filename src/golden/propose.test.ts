import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factsOf, type GoldenSample, goldenReport, imageId, needing, root, systems } from '../../test/build/golden.ts';
import { samplePackage, sampleView } from '../../test/sample-report.ts';
import { deb } from '../versions/deb.ts';
import { baseReference } from './base-reference.ts';
import { dockerfileOf } from './dockerfile.ts';
import type { ImageFacts } from './image-facts.ts';
import type { GoldenOptions, GoldenPlan } from './plan.ts';
import { proposeGolden } from './propose.ts';

const usual: GoldenOptions = { removeTools: false, languagePackages: false, keepUser: false, keepSetuid: false };

function planOf(sample: GoldenSample, options: Partial<GoldenOptions> = {}, facts: ImageFacts = factsOf()): GoldenPlan {
  const schemeOf = (type: string) => (type === 'deb' ? deb : sampleView().schemeOf(type));
  const from = { text: imageId, kind: 'id' } as const;
  return proposeGolden({ report: goldenReport(sample), facts, from, schemeOf, options: { ...usual, ...options } });
}

/** The instructions and what is proposed beside them, without comments. */
function written(plan: GoldenPlan): string {
  assert.equal(plan.outcome.kind, 'dockerfile');
  if (plan.outcome.kind !== 'dockerfile') return '';
  const lines = dockerfileOf(plan, plan.outcome, 'en').split('\n');
  return lines.filter((line) => line !== '' && !/^# (?! {5}|&&)/.test(line)).join('\n');
}

const tail = (user: string) =>
  new RegExp(`LABEL org.opencontainers.image.base.name="registry.local/shop/cart:2.4.1"\n(?:LABEL .*\n)+USER ${user}$`);

describe('each package manager in its own idiom', () => {
  const two = [
    { package: 'libssl3', fixed: '3.0.11-1' },
    { package: 'libssl3', fixed: '3.0.13-1', knownExploited: true },
    { package: 'zlib1g', fixed: '1:1.2.13-1' },
    { package: 'nothing-yet', fixed: null },
  ];
  const apt =
    'DEBIAN_FRONTEND=noninteractive apt-get install --yes --only-upgrade --no-install-recommends --option Dpkg::Options::=--force-confold';
  const cases: readonly (readonly [manager: string, GoldenSample, expected: string])[] = [
    [
      'apt',
      { findings: two },
      `RUN apt-get update \\\n && ${apt} libssl3 zlib1g \\\n && apt-get clean \\\n && rm -rf /var/lib/apt/lists/*\n`,
    ],
    [
      'dnf',
      { type: 'rpm', distribution: 'almalinux 9.4', findings: [{ package: 'openssl-libs', fixed: '1:3.0.7-27.el9' }] },
      'RUN dnf --assumeyes upgrade openssl-libs \\\n && dnf clean all \\\n && rm -rf /var/cache/dnf\n',
    ],
    [
      'microdnf',
      {
        type: 'rpm',
        distribution: 'almalinux 9.4',
        packages: ['bash 5', 'microdnf 3'],
        findings: [{ package: 'zlib' }],
      },
      'RUN microdnf --assumeyes upgrade zlib \\\n && microdnf clean all\n',
    ],
    [
      'yum',
      { type: 'rpm', distribution: 'amzn 2023', packages: ['bash 4', 'yum 3'], findings: [{ package: 'zlib' }] },
      'RUN yum --assumeyes update zlib \\\n && yum clean all \\\n && rm -rf /var/cache/yum\n',
    ],
    [
      'zypper',
      {
        type: 'rpm',
        distribution: 'opensuse-leap 15.6',
        packages: ['bash 4', 'zypper 1'],
        findings: [{ package: 'zlib' }],
      },
      'RUN zypper --non-interactive refresh \\\n && zypper --non-interactive update --no-recommends zlib \\\n && zypper clean --all\n',
    ],
    [
      'apk',
      { type: 'apk', distribution: 'alpine 3.22.1', findings: [{ package: 'libssl3', fixed: '3.1.4-r1' }] },
      "RUN apk add --no-cache --upgrade 'libssl3>=3.1.4-r1'\n",
    ],
  ];
  for (const [manager, sample, expected] of cases) {
    test(manager, () => assert.ok(written(planOf(sample)).includes(expected), written(planOf(sample))));
  }

  test('the highest of several fixed versions counts, and the worst finding is named first', () => {
    const [upgrade] = stepsOf(planOf({ findings: two }));
    assert.equal(upgrade?.items[0]?.fixed, '3.0.13-1');
    assert.deepEqual(
      upgrade?.items[0]?.fixes.map(({ id }) => id),
      ['CVE-2026-1001', 'CVE-2026-1000'],
    );
  });

  test('of a package for two architectures each is named with its own', () => {
    const both = ['amd64', 'i386'].map((architecture) =>
      samplePackage({ name: 'libc6', version: '1', architecture, purl: `pkg:deb/debian/libc6@1?arch=${architecture}` }),
    );
    const findings = [{ package: 'libc6', purl: 'pkg:deb/debian/libc6@1?arch=i386' }];
    assert.match(written(planOf({ others: both, findings })), / libc6:i386 /);
  });

  test('what the policy wants newer is upgraded, too', () => {
    const evidence = [{ package: 'tar', type: 'deb', version: '1.34', minimum: '1.35', path: 'var/lib/dpkg/status' }];
    assert.match(written(planOf({ evidence })), /force-confold tar \\/);
  });

  test('packages of another kind than the image’s manager has are said', () => {
    const plan = planOf({ findings: [{ package: 'zlib', type: 'rpm' }, { package: 'tar' }] });
    assert.match(written(plan), /force-confold tar \\/);
    assert.match(remark(plan, 'unmanaged'), /zlib \(rpm\) → 2\.0/);
  });

  test('a name that no package manager has is left out and said', () => {
    const plan = planOf({ findings: [{ package: 'evil;id' }, { package: 'bash-' }, { package: 'tar' }] });
    assert.match(written(plan), /force-confold tar \\/);
    assert.match(remark(plan, 'unsafe'), /bash-.*evil;id|evil;id.*bash-/);
  });
});

describe('what is removed', () => {
  const evidence = ['netcat-openbsd', 'perl-base', 'libbsd0'].map((name) => ({
    package: name,
    type: 'deb',
    version: '1',
    forbidden: '*',
    path: 'x',
  }));
  const facts = factsOf(
    needing('netcat-openbsd', 'libbsd0'),
    needing('libbsd0'),
    needing('!perl-base'),
    needing('cart', 'libbsd0='),
    needing('apt'),
    needing('gcc-12', 'cpp-12'),
    needing('cpp-12'),
    needing('wget'),
    needing('git', 'curl|wget2'),
    needing('curl'),
  );
  const packages = [...systems.deb, ...['cpp-12', 'curl', 'gcc-12', 'git', 'wget'].map((name) => `${name} 1`)];

  test('what the policy forbids, but nothing that is needed', () => {
    const plan = planOf({ packages, evidence }, {}, facts);
    assert.match(written(plan), /^RUN dpkg --purge netcat-openbsd$/m);
    assert.match(remark(plan, 'needed'), /libbsd0 \(by cart\), perl-base \(the distribution/);
  });

  test('tools are proposed as comments, and removed where that is asked for', () => {
    assert.match(
      written(planOf({ packages }, {}, facts)),
      /^#RUN dpkg --purge \\\n# {6}apt \\\n# {6}cpp-12 \\\n# {6}gcc-12 \\\n# {6}wget$/m,
    );
    assert.match(written(planOf({ packages }, { removeTools: true }, facts)), /^RUN dpkg --purge \\\n {6}apt \\$/m);
  });

  test('a health check may call curl or wget', () => {
    const plan = planOf({ packages, config: { hasHealthcheck: true } }, {}, facts);
    assert.doesNotMatch(written(plan), /wget/);
    assert.ok(remark(plan, 'healthcheck'));
  });

  test('without relations no tool is proposed, and that is said', () => {
    const plan = planOf({ packages }, {}, { relations: null, groups: new Map() });
    assert.doesNotMatch(written(plan), /purge/);
    assert.ok(remark(plan, 'unknown-needs'));
  });
});

describe('the user', () => {
  const app = { name: 'app', uid: 1000, gid: 1000 };
  const odd = { name: 'app', uid: 101, gid: 101 };
  const cases: readonly (readonly [about: string, GoldenSample, user: string, made: RegExp | null])[] = [
    ['root', {}, '1000:1000', /groupadd --gid 1000 app \\\n && useradd --uid 1000 --gid 1000/],
    ['root by number', { config: { user: '0' } }, '1000:1000', /useradd/],
    ['an account that is there', { accounts: [root, { name: 'node', uid: 1000, gid: 1000 }] }, '1000:1000', null],
    [
      'one of a distroless image',
      { accounts: [root, { name: 'nonroot', uid: 65532, gid: 65532 }] },
      '65532:65532',
      null,
    ],
    ['a service account is not taken', { accounts: [root, odd] }, '1000:1000', /useradd --uid 1000 .* appuser/],
    ['an account in the group of root', { accounts: [root, { ...app, name: 'x', gid: 0 }] }, '1001:1001', /--uid 1001/],
    ['a name becomes its number', { accounts: [root, odd], config: { user: 'app' } }, '101:101', null],
    ['a number stays', { config: { user: '1234' } }, '1234', null],
    ['a named group stays', { accounts: [root, odd], config: { user: 'app:www-data' } }, '101:www-data', null],
    ['a group that is none', { accounts: [root, odd], config: { user: 'app:$(id)' } }, '101:101', null],
    ['a user that nobody knows', { config: { user: 'ghost' } }, '1000:1000', /useradd/],
    ['no passwd', { accounts: null }, '1000:1000', null],
    [
      'Alpine',
      { type: 'apk', distribution: 'alpine 3.22.1' },
      '1000:1000',
      /addgroup -g 1000 app \\\n && adduser -D -H/,
    ],
    ['no tool', { packages: ['dash 1', 'apt 2'] }, '1000:1000', />>\/etc\/group \\\n && echo app:x:1000:1000/],
  ];
  for (const [about, sample, user, made] of cases) {
    test(about, () => {
      const text = written(planOf(sample));
      assert.match(text, tail(user));
      if (made === null) assert.doesNotMatch(text, /useradd|adduser|passwd/);
      else assert.match(text, made);
    });
  }

  test('a number that a group has is not free', () => {
    const facts = { relations: null, groups: new Map([[1000, 'staff']]) };
    assert.match(written(planOf({}, {}, facts)), tail('1001:1001'));
  });

  test('an image that is not root’s is changed as root and given back', () => {
    const text = written(planOf({ config: { user: '1234' }, findings: [{ package: 'tar' }] }));
    assert.match(text, /^FROM sha256:[0-9a-f]+\nUSER 0\nRUN apt-get update/);
    assert.match(text, tail('1234'));
  });

  test('kept where that is asked for', () => {
    const keep = { keepUser: true };
    assert.doesNotMatch(written(planOf({}, keep)), /USER/);
    assert.match(written(planOf({ config: { user: '7' }, findings: [{ package: 'tar' }] }, keep)), /USER 7$/);
    assert.match(written(planOf({ config: { user: 'ghost' }, findings: [{ package: 'tar' }] }, keep)), /USER 0$/);
  });

  test('what a new user may meet is said', () => {
    const plan = planOf({ config: { exposedPorts: ['443/tcp', '8080/tcp'] } });
    assert.match(remark(plan, 'ports'), /443\/tcp\)/);
    assert.ok(remark(plan, 'writes'));
    assert.ok(remark(planOf({ accounts: null }), 'no-account'));
  });
});

describe('where no Dockerfile on top of the image helps', () => {
  test('a release that has ended', () => {
    const plan = planOf({ distribution: 'debian 10', findings: [{ package: 'tar' }] });
    assert.equal(plan.outcome.kind, 'rebuild');
    if (plan.outcome.kind !== 'rebuild') return;
    assert.equal(plan.outcome.code, 'distribution-ended');
    assert.match(plan.outcome.why.en, /2024-06-30/);
    assert.match(plan.outcome.advice[0]?.en ?? '', /debian 13/);
  });

  test('a distroless image with something to upgrade', () => {
    const plan = planOf({ packages: ['libssl3 3.0.9'], findings: [{ package: 'libssl3' }] });
    assert.ok(plan.outcome.kind === 'rebuild' && plan.outcome.code === 'no-package-manager');
    assert.equal(plan.outcome.items[0]?.name, 'libssl3');
  });

  test('a distroless image with nothing to upgrade gets a user and labels', () => {
    const accounts = [root, { name: 'nonroot', uid: 65532, gid: 65532 }];
    const text = written(planOf({ packages: ['libssl3 3.0.9'], accounts }));
    assert.doesNotMatch(text, /RUN/);
    assert.match(text, tail('65532:65532'));
  });
});

describe('packages of languages', () => {
  const lodash = { package: 'lodash', type: 'npm', installed: '4.17.15', fixed: '4.17.21' };
  const npm = samplePackage({
    name: 'npm',
    version: '9.2.0',
    type: 'npm',
    path: 'usr/lib/node_modules/npm/package.json',
  });
  const site = 'usr/local/lib/python3.11/site-packages';
  const pip = samplePackage({ name: 'pip', version: '23', type: 'pypi', path: `${site}/pip-23.dist-info/METADATA` });
  const flask = { package: 'flask', type: 'pypi', fixed: '2.3.2', path: `${site}/flask-2.dist-info/METADATA` };
  const tar = { package: 'tar', type: 'npm', fixed: '6.2.1', path: 'usr/lib/node_modules/tar/package.json' };

  test('those of an application are to be built anew', () => {
    const plan = planOf(
      { others: [npm], findings: [{ ...lodash, path: 'app/node_modules/lodash/package.json' }] },
      { languagePackages: true },
    );
    assert.doesNotMatch(written(plan), /npm install/);
    assert.match(remark(plan, 'application'), /lodash 4\.17\.15 → 4\.17\.21/);
  });

  test('global ones are proposed, and upgraded where that is asked for', () => {
    const sample = { others: [npm, pip], findings: [tar, flask] };
    assert.match(written(planOf(sample)), /^#RUN npm install --global .* tar@6\.2\.1/m);
    const active = written(planOf(sample, { languagePackages: true }));
    assert.match(active, /^RUN npm install --global --ignore-scripts .* tar@6\.2\.1 \\$/m);
    assert.match(active, /^RUN python3 -m pip install .* flask==2\.3\.2$/m);
  });

  test('without npm in the image nothing can be done in it', () => {
    assert.match(remark(planOf({ findings: [tar] }), 'application'), /tar/);
  });
});

describe('what FROM names', () => {
  const digest = `sha256:${'cd'.repeat(32)}` as const;
  const from = (changes: NonNullable<GoldenSample['changes']>, digests: readonly string[] = []) =>
    baseReference(goldenReport({ changes }), digests)?.text ?? null;
  const { fingerprint } = goldenReport({});

  test('the digest in a registry, else one that the engine knows, else the id; nothing for a file system', () => {
    const inRegistry = { source: 'registry', fingerprint: { ...fingerprint, manifestDigest: digest } };
    assert.equal(from(inRegistry), `registry.local/shop/cart@${digest}`);
    assert.equal(
      from({}, [`other/cart@${digest}`, `registry.local/shop/cart@${digest}`]),
      `registry.local/shop/cart@${digest}`,
    );
    assert.equal(from({}), fingerprint.configDigest);
    assert.equal(from({}, [`evil\nRUN id@${digest}`]), fingerprint.configDigest);
    assert.equal(from({ source: 'rootfs' }), null);
  });
});

function stepsOf({ outcome }: GoldenPlan) {
  return outcome.kind === 'dockerfile' ? outcome.steps : [];
}

function remark({ remarks }: GoldenPlan, code: string): string {
  return remarks.find((one) => one.code === code)?.text.en ?? '';
}
