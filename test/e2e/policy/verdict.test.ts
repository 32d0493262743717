import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { plimsoll, type Ran } from '../build/plimsoll.ts';
import type { Judged } from './policy-case.ts';
import { type SampleDatabases, sampleDatabases } from './sample-databases.ts';
import { type SampleImage, sampleImage } from './sample-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-verdict-'));
const at = (name: string) => join(folder, name);
let databases: SampleDatabases;

before(async () => {
  databases = await sampleDatabases();
});

after(() => {
  databases.remove();
  rmSync(folder, { recursive: true, force: true });
});

const head = 'version: 1\n';
let images = 0;

/** Scans an image under policies: built-in ones by their names, others by what they say. */
async function judged(image: SampleImage, policies: readonly string[], home = databases.fresh): Promise<Ran & Judged> {
  images += 1;
  const archive = at(`image-${images}.tar`);
  writeFileSync(archive, sampleImage(image));
  const flags = policies.flatMap((policy, index) => {
    if (!policy.includes('\n')) return ['--policy', policy];
    const path = at(`policy-${images}-${index}.yaml`);
    writeFileSync(path, policy);
    return ['--policy', path];
  });
  const ran = await plimsoll(['scan', `archive:${archive}`, '-o', 'json', ...flags], { home });
  const verdict: Judged = ran.stdout === '' ? { verdict: nothing } : JSON.parse(ran.stdout);
  return { ...ran, verdict: verdict.verdict };
}

const nothing = { decision: '', policy: { name: '', digest: '' }, controls: [], waived: [], expiredWaivers: [] };

function outcomes({ verdict }: Judged): readonly string[] {
  return verdict.controls.map(({ id, outcome }) => `${id} ${outcome}`);
}

const bad: SampleImage = { deb: ['openssl 3.0.9-1', 'netcat-openbsd 1.2-1'], user: 'root' };
const unfixed: SampleImage = { deb: ['curl 7.88-1'] };

describe('the built-in policies', () => {
  test('observe denies nothing, and is what judges where nobody says otherwise', async () => {
    for (const policies of [[], ['builtin:observe']]) {
      const found = await judged(bad, policies);
      assert.deepEqual([found.code, found.verdict.decision, outcomes(found)], [0, 'allow', []]);
      assert.equal(found.verdict.policy.name, 'observe');
    }
  });

  test('observe allows nothing that was not read', async () => {
    const found = await judged({ damage: 'layer' }, [], databases.untouched);
    assert.deepEqual([found.code, found.verdict.decision, outcomes(found)], [3, 'deny', ['completeness unknown']]);
    assert.match(found.stderr, /\(incomplete\)\n {2}\S/);
  });

  test('default denies what is critical or exploited and can be fixed, and the starter set', async () => {
    const found = await judged(bad, ['builtin:default']);
    assert.deepEqual([found.code, outcomes(found)], [1, ['vulnerabilities fail', 'database pass']]);
    assert.equal((await judged(unfixed, ['builtin:default'])).code, 0);
    const starter = await judged({}, ['builtin:default'], databases.starter);
    assert.ok(outcomes(starter).includes('database fail'));
    assert.equal(starter.code, 1);
  });

  test('strict wants more', async () => {
    const found = await judged(bad, ['builtin:strict']);
    assert.equal(found.code, 1);
    assert.deepEqual(outcomes(found), ['vulnerabilities fail', 'rootUser fail', 'packages fail', 'database pass']);
    assert.equal((await judged({}, ['builtin:strict'])).code, 0);
  });
});

describe('several policies', () => {
  const labels = `${head}name: labels\ncontrols: { labels: { require: [{ key: team }] } }\n`;

  test('add up, and the verdict names them all', async () => {
    const found = await judged({}, ['builtin:strict', labels]);
    assert.deepEqual([found.code, found.verdict.policy.name], [1, 'strict + labels']);
    assert.ok(outcomes(found).includes('labels fail'));
    const labelled = await judged({ labels: { team: 'shop' } }, ['builtin:strict', labels]);
    assert.deepEqual([labelled.code, labelled.verdict.decision], [0, 'allow']);
  });

  test('that extend the same one do not take back what the first demands', async () => {
    const team = `${head}extends: builtin:default\ncontrols: { labels: {} }\n`;
    const found = await judged(unfixed, [
      `${head}extends: builtin:default\ncontrols: { vulnerabilities: { severity: low, onlyFixable: false } }\n`,
      team,
    ]);
    assert.deepEqual([found.code, outcomes(found)[0]], [1, 'vulnerabilities fail']);
  });

  test('a later one may take a control away, which shows in the digest', async () => {
    const off = `${head}name: off\ncontrols: { vulnerabilities: false, rootUser: false, packages: false }\n`;
    const found = await judged(bad, ['builtin:strict', off]);
    assert.deepEqual([found.code, outcomes(found)], [0, ['database pass']]);
    assert.notEqual(found.verdict.policy.digest, (await judged({}, ['builtin:strict'])).verdict.policy.digest);
  });

  test('waivers of a file of their own', async () => {
    const waivers = `${head}waivers:\n  - { control: rootUser, match: { id: root-user }, reason: init, owner: o, expires: 2099-01-01 }\n`;
    const found = await judged({ user: '' }, ['builtin:strict', waivers]);
    assert.deepEqual([found.code, found.verdict.waived.length], [0, 1]);
  });
});

test('exit code 2: nothing is scanned under a policy that cannot be used', async () => {
  const wrong: readonly (readonly [policy: string, says: RegExp])[] = [
    [`${head}controls: { rootUsr: {} }\n`, /:2:13: .*rootUsr.* \(policy-invalid\)\n {2}Did you mean "rootUser"\?/],
    [`${head}controls: { malware: {} }\n`, /malware.*not in this version.* \(policy-invalid\)\n {2}Leave it out/],
    [
      `${head}controls: { packages: { minimum: [{ name: a, type: deb, version: "1_2:3" }] } }\n`,
      /is not a deb version/,
    ],
    [`${head}extends: nowhere.yaml\n`, /there is no such file \(policy-invalid\)/],
    ['builtin:lax', /builtin:lax.* \(policy-unreadable\)/],
    [at('none.yaml'), /none\.yaml.* \(policy-unreadable\)/],
  ];
  for (const [policy, says] of wrong) {
    const { code, stdout, stderr } = await judged({}, ['builtin:strict', policy]);
    assert.deepEqual([code, stdout], [2, ''], policy);
    assert.match(stderr, says);
    assert.equal(stderr.split('\n').length, 3);
  }
});

test('the verdict of the JSON report has its keys and no others, and is the same twice', async () => {
  const policy = `${head}name: keys
controls: { vulnerabilities: { severity: high }, rootUser: {} }
waivers:
  - { control: rootUser, match: { id: root-user }, reason: r, owner: o, approvedBy: a, expires: 2099-01-01 }
  - { control: vulnerabilities, match: { id: CVE-2024-1001 }, reason: r, owner: o, expires: 2020-01-01 }
`;
  const { verdict, code } = await judged(bad, [policy]);
  assert.equal(code, 1);
  assert.deepEqual(Object.keys(verdict), ['decision', 'policy', 'controls', 'waived', 'expiredWaivers']);
  assert.deepEqual(Object.keys(verdict.policy), ['name', 'digest']);
  assert.match(verdict.policy.digest, /^sha256:[0-9a-f]{64}$/);
  for (const control of verdict.controls) {
    assert.deepEqual(Object.keys(control), ['id', 'outcome', 'message', 'evidence', 'examined']);
  }
  assert.deepEqual(verdict.waived, [
    {
      control: 'rootUser',
      evidence: { id: 'root-user', user: 'root', uid: 0 },
      waiver: {
        control: 'rootUser',
        match: { id: 'root-user' },
        reason: 'r',
        owner: 'o',
        approvedBy: 'a',
        expires: '2099-01-01',
      },
    },
  ]);
  assert.deepEqual(verdict.expiredWaivers, [
    {
      control: 'vulnerabilities',
      match: { id: 'CVE-2024-1001' },
      reason: 'r',
      owner: 'o',
      approvedBy: null,
      expires: '2020-01-01',
    },
  ]);
  assert.deepEqual((await judged(bad, [policy])).verdict, verdict);
});

test('the table names a waiver that has expired and one that will soon, and so does policy check', async () => {
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const path = at('ending.yaml');
  writeFileSync(
    path,
    `${head}controls: { vulnerabilities: { severity: high }, rootUser: {} }
waivers:
  - { control: rootUser, match: { id: root-user }, reason: r, owner: o@example.com, expires: ${soon} }
  - { control: vulnerabilities, match: { id: CVE-2024-1001 }, reason: old, owner: o@example.com, expires: 2020-01-01 }
`,
  );
  const archive = at('ending.tar');
  writeFileSync(archive, sampleImage(bad));
  const english = await plimsoll(['scan', `archive:${archive}`, '--policy', path], { home: databases.fresh });
  assert.equal(english.code, 1);
  assert.match(english.stdout, /^expired {2}vulnerabilities {2}2020-01-01 {2}o@example\.com {2}old$/m);
  assert.match(english.stdout, /^do .*Renew or drop the waivers that have expired \(1 expired on 2020-01-01/m);
  assert.match(
    english.stdout,
    new RegExp(`^do .*Renew the waivers that end soon, or do without \\(1 ends on ${soon}\\)$`, 'm'),
  );
  const chinese = await plimsoll(['scan', `archive:${archive}`, '--policy', path, '--lang', 'zh-CN'], {
    home: databases.fresh,
  });
  assert.match(chinese.stdout, new RegExp(`^do .*豁免.*${soon}`, 'm'));
  const check = await plimsoll(['policy', 'check', path]);
  assert.equal(check.code, 0);
  assert.match(check.stdout, /2, of which 2 want attention:\n.*expired on 2020-01-01.*\n.*3 days left/);
});
