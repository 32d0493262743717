import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { loadOptions } from '../../test/build/control-input.ts';
import { examplePolicy, policyFiles } from '../../test/build/policy-files.ts';
import { PlimsollError } from '../base/errors.ts';
import { builtins } from './builtin.ts';
import { loadPolicy } from './load.ts';
import { observePolicy } from './observe.ts';
import type { Policy } from './policy.ts';

const head = 'version: 1\n';

/** Writes policies by their names and loads some of them; a built-in one is named as it is. */
function load(t: TestContext, files: Readonly<Record<string, string>>, ...names: readonly string[]): Promise<Policy> {
  const path = policyFiles(t, files);
  return loadPolicy(
    names.map((name) => (name.startsWith('builtin:') ? name : path(name))),
    loadOptions,
  );
}

function settingsOf({ controls }: Policy): object {
  return Object.fromEntries(controls.map(({ control, settings }) => [control.id, settings]));
}

test('mappings are merged key by key, lists are joined, a single value takes the place of the earlier one', async (t) => {
  const a = `${head}controls:
  vulnerabilities: { severity: high, ids: [CVE-2024-1, CVE-2024-2] }
  packages: { forbid: [{ name: nmap }] }
admission: { unscanned: scan, trusted: { prefixes: [a/], labels: { tier: x } } }
`;
  const b = `${head}controls:
  vulnerabilities: { score: 9.0, ids: [CVE-2024-2, CVE-2024-3], severity: critical }
  packages: { forbid: [{ name: nmap }, { name: telnet }], require: [{ name: auditd }] }
admission: { unscanned: deny, trusted: { prefixes: [b/], labels: { team: y } }, maxVerdictAge: 7d }
`;
  const policy = await load(t, { a, b }, 'a', 'b');
  assert.deepEqual(settingsOf(policy), {
    vulnerabilities: { severity: 'critical', score: 9, ids: ['CVE-2024-1', 'CVE-2024-2', 'CVE-2024-3'] },
    packages: { forbid: [{ name: 'nmap' }, { name: 'telnet' }], require: [{ name: 'auditd' }] },
  });
  assert.deepEqual(policy.admission, {
    unscanned: 'deny',
    trusted: { prefixes: ['a/', 'b/'], labels: { tier: 'x', team: 'y' } },
    maxVerdictAge: 7 * 86_400_000,
  });
});

test('a later file turns a control off, and one after it turns it on anew', async (t) => {
  const files = {
    a: `${head}controls: { labels: { forbid: [{ key: stage }] }, rootUser: {} }\n`,
    b: `${head}controls: { labels: false }\n`,
    c: `${head}controls: { labels: { require: [{ key: team }] } }\n`,
  };
  assert.deepEqual(settingsOf(await load(t, files, 'a', 'b')), { rootUser: {} });
  assert.deepEqual(settingsOf(await load(t, files, 'a', 'b', 'c')), {
    rootUser: {},
    labels: { require: [{ key: 'team' }] },
  });
});

test('waivers of all files count, each once', async (t) => {
  const waiver = (id: string) =>
    `  - { control: vulnerabilities, match: { id: ${id} }, reason: r, owner: o, expires: 2099-01-01 }\n`;
  const files = {
    a: `${head}waivers:\n${waiver('CVE-2024-1')}`,
    b: `${head}waivers:\n${waiver('CVE-2024-1')}${waiver('CVE-2024-2')}`,
  };
  const { waivers } = await load(t, files, 'a', 'b');
  assert.deepEqual(
    waivers.map(({ facts }) => facts.match['id']),
    ['CVE-2024-1', 'CVE-2024-2'],
  );
});

test('a file extends another one beside it, wherever the user stands', async (t) => {
  const files = {
    'base.yaml': `${head}controls: { rootUser: {} }\n`,
    'team.yaml': `${head}extends: base.yaml\ncontrols: { labels: { require: [{ key: team }] } }\n`,
    'app.yaml': `${head}extends: ./team.yaml\ncontrols: { rootUser: false }\n`,
  };
  assert.deepEqual(settingsOf(await load(t, files, 'team.yaml')), {
    rootUser: {},
    labels: { require: [{ key: 'team' }] },
  });
  assert.deepEqual(Object.keys(settingsOf(await load(t, files, 'app.yaml'))), ['labels']);
});

test('what two policies have in common counts once, so that the second does not bring the first one back to it', async (t) => {
  const files = {
    a: `${head}extends: builtin:default\ncontrols: { vulnerabilities: { severity: low, onlyFixable: false } }\n`,
    b: `${head}extends: builtin:default\ncontrols: { labels: { require: [{ key: team }] } }\n`,
  };
  const both = settingsOf(await load(t, files, 'a', 'b'));
  assert.deepEqual(both, {
    vulnerabilities: { severity: 'low', knownExploited: true, onlyFixable: false },
    labels: { require: [{ key: 'team' }] },
    database: { maxAge: '30d' },
  });
  const strict = await load(t, files, 'builtin:strict');
  const stricter = await load(t, files, 'builtin:strict', 'b');
  assert.deepEqual(settingsOf(stricter), { ...settingsOf(strict), labels: { require: [{ key: 'team' }] } });
  assert.deepEqual(stricter.admission, strict.admission);
  assert.equal((await load(t, files, 'a', 'a')).digest, (await load(t, files, 'a')).digest);
});

test('files that lead back to themselves, or do not end, are refused', async (t) => {
  const circle = { a: `${head}extends: b\n`, b: `${head}extends: c\n`, c: `${head}extends: a\n` };
  await assert.rejects(load(t, circle, 'a'), /c:2:10: it extends a, which leads back to itself/);
  // From two sides at once as well.
  await assert.rejects(load(t, circle, 'a', 'b'), /leads back to itself/);
  const line = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, `${head}extends: f${at + 1}\n`]));
  const files = { ...line, f10: head };
  assert.equal((await load(t, files, 'f3')).name, 'f3');
  await assert.rejects(load(t, files, 'f2'), /more than 8 files extend one another/);
});

test('a problem of a file that two policies extend is said once', async (t) => {
  const files = { a: `${head}extends: c\n`, b: `${head}extends: c\n`, c: `${head}nmae: x\n` };
  const error = await load(t, files, 'a', 'b').then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PlimsollError);
  assert.match(error.what.en, /c:2:1: there is no key "nmae"/);
  assert.doesNotMatch(error.remedy.en, /Also wrong/);
});

test('a policy is called as its own files say, never as one that it extends', async (t) => {
  const files = {
    'named.yaml': `${head}name: production\nextends: builtin:strict\n`,
    'nameless.yaml': `${head}extends: builtin:strict\ncontrols: { vulnerabilities: false }\n`,
  };
  assert.equal((await load(t, files, 'named.yaml')).name, 'production');
  assert.equal((await load(t, files, 'nameless.yaml')).name, 'nameless');
  assert.equal((await load(t, files, 'builtin:strict')).name, 'strict');
  assert.equal((await load(t, files, 'named.yaml', 'nameless.yaml')).name, 'production + nameless');
  assert.equal((await load(t, files, 'named.yaml', 'named.yaml')).name, 'production');
});

test('the digest is of what is demanded: not of names, comments, the order of keys or the way it is put together', async (t) => {
  const one = `${head}name: one\ncontrols: { rootUser: {}, labels: { require: [{ key: a, value: b }] } }\n`;
  const files = {
    one,
    same: `# another\ncontrols:\n  labels: { require: [ { value: "b", key: a } ] }\n  rootUser: {}\nname: two\n${head}`,
    base: `${head}controls: { rootUser: {} }\n`,
    built: `${head}extends: base\ncontrols: { labels: { require: [{ key: a, value: b }] } }\n`,
    defaults: `${one}admission: { unscanned: deny }\nwaivers: []\n`,
    other: one.replace('value: b', 'value: c'),
    gate: `${one}admission: { unscanned: allow }\n`,
    waived: `${one}waivers: [{ control: rootUser, match: { image: "*" }, reason: r, owner: o, expires: 2020-01-01 }]\n`,
  };
  const digest = async (name: string) => (await load(t, files, name)).digest;
  const first = await digest('one');
  for (const name of ['same', 'built', 'defaults']) assert.equal(await digest(name), first, name);
  for (const name of ['other', 'gate', 'waived']) assert.notEqual(await digest(name), first, name);
  assert.equal(
    (await load(t, { example: examplePolicy }, 'example')).digest,
    (await load(t, { example: examplePolicy }, 'example')).digest,
  );
});

test('the built-in policies are what they say, and a scan without a policy is judged by observe', async (t) => {
  for (const [file] of builtins) assert.equal(`builtin:${(await load(t, {}, file)).name}`, file);
  assert.deepEqual(observePolicy(), await load(t, {}, 'builtin:observe'));
  assert.deepEqual(await loadPolicy([], loadOptions), observePolicy());
  assert.deepEqual(settingsOf(await load(t, {}, 'builtin:default')), {
    vulnerabilities: { severity: 'critical', knownExploited: true, onlyFixable: true },
    database: { maxAge: '30d' },
  });
  const { controls, admission } = await load(t, {}, 'builtin:strict');
  assert.deepEqual(controls[0]?.settings, { severity: 'high', score: 7, knownExploited: true, onlyFixable: false });
  assert.deepEqual(
    controls.map(({ control }) => control.id),
    ['vulnerabilities', 'rootUser', 'packages', 'database'],
  );
  assert.equal(admission.unscanned, 'deny');
});
