import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { factsOf, goldenReport, instructionsOf, needing, root, systems } from '../../test/build/golden.ts';
import { samplePackage } from '../../test/sample-report.ts';
import { baseReference } from './base-reference.ts';
import { dockerfileOf } from './dockerfile.ts';
import type { GoldenPlan, Proposal } from './plan.ts';
import { proposeGolden } from './propose.ts';

const piece = fc.constantFrom(
  'curl',
  'openssl',
  '1.2.3',
  '-',
  '--',
  '-y',
  '+',
  '.',
  ':amd64',
  '@',
  '/',
  '==',
  '>=',
  "'",
  '"',
  '`',
  '$(id)',
  '\u0024{PATH}',
  ';',
  '&&',
  '|',
  '>',
  '<<EOF',
  '\\',
  '\\\n',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u0085',
  '\0',
  ' ',
  '\t',
  '#',
  '# escape=`',
  '# syntax=evil',
  'USER 0',
  'RUN id',
  '\nRUN id\n',
  'ARG X=1',
  'FROM scratch',
  '*',
  '?',
  '~',
  '!',
  '{',
  '}',
  '%',
  '\u202e',
  '\x1b[2J',
  'sha256:',
  'a'.repeat(300),
);
const hostile = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('')),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('curl', 'libssl3', 'gcc-12', 'netcat-openbsd', 'zsh', 'make'),
);

const image = fc.record({
  type: fc.constantFrom('deb' as const, 'rpm' as const, 'apk' as const),
  names: fc.array(hostile, { maxLength: 6 }),
  installed: hostile,
  fixed: hostile,
  ids: hostile,
  user: fc.oneof(hostile, fc.constantFrom('', '0', 'app', '1000:1000', 'app:staff', 'app:$(id)')),
  account: fc.record({ name: hostile, uid: fc.constantFrom(0, 1000, 1001, 65_532), gid: fc.constantFrom(0, 1000, 7) }),
  hasAccounts: fc.boolean(),
  imageName: hostile,
  policy: hostile,
  distribution: hostile,
  digest: hostile,
  forbidden: fc.array(hostile, { maxLength: 3 }),
  language: fc.constantFrom('en' as const, 'zh-CN' as const),
  all: fc.boolean(),
  ports: fc.array(hostile, { maxLength: 2 }),
});

type Hostile = typeof image extends fc.Arbitrary<infer T> ? T : never;

function planOf(one: Hostile): { readonly plan: GoldenPlan; readonly outcome: Proposal | null } {
  const names = [...systems[one.type].map((text) => text.split(' ')[0] ?? ''), ...one.names];
  const python = 'usr/local/lib/python3.11/site-packages';
  const report = goldenReport({
    type: one.type,
    packages: [],
    others: [
      ...names.map((name) => samplePackage({ name, version: one.installed, type: one.type })),
      samplePackage({ name: 'npm', version: '9', type: 'npm', path: 'usr/lib/node_modules/npm/package.json' }),
      samplePackage({ name: 'pip', version: '23', type: 'pypi', path: `${python}/pip-23.dist-info/METADATA` }),
    ],
    distribution: null,
    accounts: one.hasAccounts ? [root, one.account] : null,
    config: { user: one.user, exposedPorts: one.ports },
    findings: [
      ...names.map((name) => ({
        package: name,
        installed: one.installed,
        fixed: one.fixed,
        type: one.type,
        id: one.ids,
      })),
      ...one.names.flatMap((name) => [
        {
          package: name,
          installed: '1',
          fixed: one.fixed,
          type: 'npm',
          path: `usr/lib/node_modules/${name}/package.json`,
        },
        { package: name, installed: '1', fixed: one.fixed, type: 'pypi', path: `${python}/x.dist-info/METADATA` },
      ]),
    ],
    evidence: one.forbidden.map((name) => ({
      package: name,
      type: one.type,
      version: one.installed,
      forbidden: one.policy,
      path: 'x',
    })),
    changes: {
      names: [one.imageName],
      ref: one.imageName,
      verdict: {
        policy: { name: one.policy, digest: one.digest },
        controls: [
          {
            id: 'packages',
            outcome: 'fail',
            message: { en: 'x', 'zh-CN': 'x' },
            evidence: one.forbidden.map((name) => ({
              package: name,
              type: one.type,
              version: one.installed,
              forbidden: one.policy,
              path: 'x',
            })),
            examined: 1,
          },
        ],
      },
      inventory: {
        distribution: {
          id: one.distribution,
          versionId: one.installed,
          name: one.distribution,
          like: [],
          codename: null,
        },
      },
    },
  });
  const from = baseReference(report, [one.digest, `${one.imageName}@sha256:${'0'.repeat(64)}`]);
  assert.ok(from);
  const relations = [...new Set([...names, ...one.forbidden])].map((name) =>
    needing(name.replaceAll('!', ''), one.ids),
  );
  const options = { removeTools: one.all, languagePackages: one.all, keepUser: false, keepSetuid: false };
  const plan = proposeGolden({ report, facts: factsOf(...relations), from, schemeOf: () => undefined, options });
  return { plan, outcome: plan.outcome.kind === 'dockerfile' ? plan.outcome : null };
}

/** What a shell sees of a RUN instruction once our own words are taken out of it: names, versions, and quotes around some. */
const ours = [
  /DEBIAN_FRONTEND=noninteractive apt-get install --yes --only-upgrade --no-install-recommends --option Dpkg::Options::=--force-confold/g,
  /rm -rf \/var\/(?:lib\/apt\/lists|cache)\/[a-z*]+/g,
  /find \/ -xdev -type f -perm \/6000 -exec chmod a-s \{\} \+/g,
  />>\/etc\/(?:group|passwd)/g,
  / && /g,
];

test('whatever an image calls its packages: the instructions are those of the plan, and a shell sees nothing but words', () => {
  let written = 0;
  fc.assert(
    fc.property(image, (one) => {
      const { plan, outcome } = planOf(one);
      if (outcome === null) return;
      written += 1;
      const text = dockerfileOf(plan, outcome, one.language);
      const instructions = instructionsOf(text);
      const expected = [
        'FROM',
        ...outcome.steps.flatMap(({ active, instruction }) => {
          if (!active) return [];
          return instruction.verb === 'LABEL' ? instruction.labels.map(() => 'LABEL') : [instruction.verb];
        }),
      ];
      assert.deepEqual(
        instructions.map((line) => line.split(' ')[0]),
        expected,
      );
      assert.match(instructions[0] ?? '', /^FROM [a-z0-9._/:@[\]-]+$/);
      assert.match(
        instructions.at(-1) ?? '',
        /^USER [1-9][0-9]*(?::[a-z0-9_-]+)?$/,
        'the last word is a user that is not root',
      );
      for (const line of instructions) {
        if (line.startsWith('LABEL')) assert.match(line, /^LABEL [a-z.]+="[A-Za-z0-9 ._:/@+,-]+"$/);
        if (!line.startsWith('RUN')) continue;
        const rest = ours.reduce((left, own) => left.replaceAll(own, ' '), line.slice(4));
        assert.match(
          rest,
          /^[A-Za-z0-9@/+._:= -]*(?:'[A-Za-z0-9+._-]+>=[A-Za-z0-9._+-]+'[A-Za-z0-9@/+._:= -]*)*$/,
          line,
        );
        assert.doesNotMatch(rest, / -(?:y|-)?(?: |$)/, 'no name is an option');
      }
      // No directive, and nothing but printable text: a comment cannot end before its line does.
      assert.doesNotMatch(text.split('\n')[0] ?? '', /^#\s*[a-z]+\s*=/i);
      assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/);
      for (const line of text.split('\n').filter((one) => one.startsWith('#') && one.endsWith('\\')))
        assert.match(
          line,
          /^#(?:RUN | && | {6})[A-Za-z0-9@/+._:=>'-][A-Za-z0-9@/+._:=>' -]* \\$/,
          'only what is proposed goes on',
        );
    }),
    campaign(301, 800),
  );
  assert.ok(written > 400, `${written} were written`);
});

test('a plan that holds what no pattern lets in is not written', () => {
  const { plan, outcome } = planOf({
    type: 'deb',
    names: ['curl'],
    installed: '1',
    fixed: '2',
    ids: 'CVE-1',
    user: '',
    account: { name: 'app', uid: 1000, gid: 1000 },
    hasAccounts: true,
    imageName: 'cart:1',
    policy: 'p',
    distribution: 'debian',
    digest: 'x',
    forbidden: [],
    language: 'en',
    all: true,
    ports: [],
  });
  assert.ok(outcome);
  for (const word of ['a;id', '$(id)', '-y', "a'b", 'a b', 'a\\', 'a\nRUN id']) {
    const steps = [
      {
        kind: 'upgrade' as const,
        active: true,
        why: { en: 'x', 'zh-CN': 'x' },
        items: [],
        instruction: { verb: 'RUN' as const, commands: [{ fixed: 'true', words: [word] }] },
      },
    ];
    assert.throws(() => dockerfileOf(plan, { ...outcome, steps }, 'en'), /no pattern/, word);
  }
  assert.throws(
    () => dockerfileOf(plan, { ...outcome, from: { kind: 'id', text: 'scratch\nRUN id' } }, 'en'),
    /reference/,
  );
});
