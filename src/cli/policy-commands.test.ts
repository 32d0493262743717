import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callPlimsoll } from '../../test/build/command-line.ts';
import { loadOptions, policyOf } from '../../test/build/control-input.ts';
import { sampleWaiver } from '../../test/sample-report.ts';
import { explainPolicy } from '../policy/explain.ts';
import type { Policy } from '../policy/policy.ts';
import { policyFacts } from '../policy/policy-facts.ts';
import { policySchema } from '../policy/policy-schema.ts';
import type { WaiverContent } from '../policy/policy-shape.ts';
import type { Services } from './services.ts';

const now = new Date('2026-03-04T09:30:00Z');

function serving(policy: Policy): { readonly services: Partial<Services> } {
  return {
    services: {
      policies: {
        check: async () => policyFacts(policy, now),
        explain: async () => explainPolicy(policy, now),
        schema: () => policySchema(loadOptions.controls),
        approvedBases: async () => [],
      },
    },
  };
}

function waiver(expires: string, match: WaiverContent['match'] = { id: 'CVE-2024-1', package: 'curl' }): WaiverContent {
  return { control: 'vulnerabilities', match, reason: 'r', owner: sampleWaiver.owner, expires };
}

test('policy check says what is on, and which waivers want attention, the most urgent first', async () => {
  const policy = policyOf({ labels: {}, rootUser: {} }, [
    waiver('2026-03-18'),
    waiver('2026-03-19', { image: '*' }),
    waiver('2026-03-05', { id: 'DSA-1' }),
    waiver('2026-03-03'),
  ]);
  const { code, stdout } = await callPlimsoll(['policy', 'check', 'team.yaml'], serving(policy));
  assert.equal(code, 0);
  assert.deepEqual(stdout.split('\n'), [
    'team.yaml is a valid policy: test',
    `  digest    ${policy.digest}`,
    '  controls  rootUser, labels',
    '  waivers   4, of which 3 want attention:',
    '    vulnerabilities, id CVE-2024-1, package curl (platform@example.com): expired on 2026-03-03, waives nothing any more',
    '    vulnerabilities, id DSA-1 (platform@example.com): ends on 2026-03-05, 1 day left',
    '    vulnerabilities, id CVE-2024-1, package curl (platform@example.com): ends on 2026-03-18, 14 days left',
    '',
  ]);
});

test('policy check without controls and waivers is short', async () => {
  const { stdout } = await callPlimsoll(['policy', 'check', 'x', '--lang', 'zh-CN'], serving(policyOf({})));
  assert.deepEqual(stdout.split('\n'), [
    'x 是有效的策略：test',
    `  摘要    ${policyOf({}).digest}`,
    '  控制项  无',
    '  豁免    0',
    '',
  ]);
});

/** Words of a policy that whoever checks it has not written. */
const hostile = policyOf(
  { packages: { forbid: [{ name: 'a\u001b[2Jb' }] }, labels: { forbid: [{ key: 'k', value: 'v\n  rootUser' }] } },
  [{ ...waiver('2026-03-05', { package: 'c\u001b[1A' }), reason: 'fine \u202e yletelpmoc' }],
);

for (const command of ['check', 'explain']) {
  test(`policy ${command} cannot be made to move a cursor, turn a text or begin a line of its own`, async () => {
    for (const terminal of [false, true]) {
      const { code, stdout } = await callPlimsoll(['policy', command, 'x\u001b[2J'], { ...serving(hostile), terminal });
      assert.equal(code, 0);
      assert.doesNotMatch(stdout, /[\p{Cf}]|(?!\n)\p{Cc}/u);
      assert.doesNotMatch(stdout, /^ {2}rootUser/m);
      assert.match(stdout, /\\x1b\[/);
    }
  });
}

test('policy explain fits the terminal, and keeps what belongs together under each other', async () => {
  const { stdout } = await callPlimsoll(['policy', 'explain', 'x'], {
    ...serving(policyOf({ database: {} })),
    terminal: true,
    columns: 50,
  });
  const lines = stdout.split('\n');
  assert.ok(lines.every((line) => line.length <= 50));
  const at = lines.indexOf('  database');
  assert.equal(lines[at + 1], '    The list of known vulnerabilities that it is');
  assert.match(lines[at + 2] ?? '', /^ {4}\S/);
});

test('policy schema is JSON', async () => {
  const { stdout } = await callPlimsoll(['policy', 'schema'], serving(policyOf({})));
  assert.deepEqual(JSON.parse(stdout), await policySchema(loadOptions.controls));
});
