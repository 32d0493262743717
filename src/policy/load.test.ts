import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { loadOptions } from '../../test/build/control-input.ts';
import { examplePolicy, policyFiles } from '../../test/build/policy-files.ts';
import { PlimsollError } from '../base/errors.ts';
import { loadPolicy } from './load.ts';
import type { Policy } from './policy.ts';

/** Loads policies that are given as texts, in order; the last one is `policy.yaml`. */
async function load(t: TestContext, ...texts: readonly (string | Uint8Array)[]): Promise<Policy> {
  const names = texts.map((_, at) => (at === texts.length - 1 ? 'policy.yaml' : `earlier-${at}.yaml`));
  const path = policyFiles(t, Object.fromEntries(texts.map((text, at) => [names[at]!, text])));
  return loadPolicy(names.map(path), loadOptions);
}

async function refused(loading: Promise<unknown>): Promise<PlimsollError> {
  const error = await loading.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PlimsollError, String(error));
  assert.equal(error.exit, 2);
  for (const text of [error.what, error.remedy]) {
    assert.ok(!/\n|\{[a-zA-Z]+\}/.test(text.en + text['zh-CN']), text.en);
    assert.notEqual(text['zh-CN'], '');
  }
  return error;
}

function settingsOf(policy: Policy): object {
  return Object.fromEntries(policy.controls.map(({ control, settings }) => [control.id, settings]));
}

test('the example of the contract is what it says', async (t) => {
  const policy = await load(t, examplePolicy);
  assert.equal(policy.name, 'production');
  assert.match(policy.digest, /^sha256:[0-9a-f]{64}$/);
  assert.deepEqual(
    policy.controls.map(({ control }) => control.id),
    ['vulnerabilities', 'rootUser', 'packages', 'baseImages', 'labels', 'database'],
  );
  assert.deepEqual(policy.admission, {
    unscanned: 'deny',
    trusted: { prefixes: ['registry.local/base/'], labels: { tier: 'platform' } },
    maxVerdictAge: 30 * 86_400_000,
  });
  assert.equal(policy.waivers[0]?.until, Date.UTC(2027, 3, 1));
  assert.equal(policy.waivers[0]?.facts.approvedBy, 'security@example.com');
});

test('whatever a control gives as an id can be waived by it', async (t) => {
  const waived = (id: string) =>
    `  - { control: labels, match: { id: ${id} }, reason: r, owner: o, expires: 2099-01-01 }\n`;
  const { waivers } = await load(
    t,
    `version: 1\nwaivers:\n${waived('com.example/team')}${waived('v')}${waived('标签')}`,
  );
  assert.deepEqual(
    waivers.map(({ facts }) => facts.match['id']),
    ['com.example/team', 'v', '标签'],
  );
});

test('a policy that says nothing asks nothing and trusts nobody', async (t) => {
  const policy = await load(t, 'version: 1\n');
  assert.equal(policy.name, 'policy');
  assert.deepEqual(policy.controls, []);
  assert.deepEqual(policy.waivers, []);
  assert.deepEqual(policy.admission, { unscanned: 'deny', trusted: { prefixes: [], labels: {} }, maxVerdictAge: null });
});

/** Each is one file with one thing wrong: where, in which words, and what is offered instead. */
const head = 'version: 1\n';
const wrong: readonly (readonly [about: string, text: string | Uint8Array, what: string, remedy?: string])[] = [
  ['nothing', '', '1:1: the file is empty'],
  ['only a comment', '# nothing\n', '1:1: the file is empty'],
  ['a list', '- 1\n', '1:1: "" must be a mapping'],
  ['a text', 'hello\n', '1:1: "" must be a mapping'],
  ['no version', 'name: x\n', '1:1: "version" is missing'],
  ['another version', 'version: 2\n', '1:10: "version" cannot be 2', 'It takes 1.'],
  ['a version in quotes', 'version: "1"\n', '1:10: "version" cannot be "1"'],
  ['an unknown key', `${head}control: {}\n`, '2:1: there is no key "control"', 'Did you mean "controls"?'],
  [
    'an unknown control',
    `${head}controls:\n  rootuser: {}\n`,
    '3:3: there is no key "rootuser" in controls',
    '"rootUser"',
  ],
  ['an unknown setting', `${head}controls:\n  rootUser: { a: 1 }\n`, '3:15: there is no key "a" in controls.rootUser'],
  [
    'a deep unknown key',
    `${head}controls:\n  packages:\n    forbid: [{ name: a, verions: "<1" }]\n`,
    '4:25: there is no key "verions" in controls.packages.forbid[0]',
    '"versions"',
  ],
  [
    'a later control',
    `${head}controls:\n  malware: {}\n`,
    '3:3: the control "malware" is not in this version',
    'malware: false',
  ],
  [
    'a later control as a list',
    `${head}controls:\n  scripts: []\n`,
    '3:3: the control "scripts" is not in this version',
  ],
  [
    'a control without settings',
    `${head}controls:\n  rootUser:\n`,
    '3:12: "rootUser" is neither on nor off',
    'Write {}',
  ],
  ['a control that is true', `${head}controls:\n  rootUser: true\n`, '3:13: "rootUser" is neither on nor off'],
  ['a control that is a text', `${head}controls:\n  rootUser: on\n`, '3:13: "controls.rootUser" must be a mapping'],
  ['controls as a list', `${head}controls: [rootUser]\n`, '2:11: "controls" must be a mapping'],
  ['empty controls', `${head}controls:\n`, '2:10: "controls" must be a mapping of keys to values, not nothing'],
  [
    'a wrong word',
    `${head}controls: { vulnerabilities: { severity: hihg } }\n`,
    '2:42: "controls.vulnerabilities.severity" cannot be hihg',
    '"high"',
  ],
  [
    'a score too high',
    `${head}controls: { vulnerabilities: { score: 11 } }\n`,
    '2:39: "controls.vulnerabilities.score" must be at most 10',
  ],
  [
    'no number',
    `${head}controls: { vulnerabilities: { score: .nan } }\n`,
    '2:39: "controls.vulnerabilities.score" must be a number, not .nan',
  ],
  ['an endless number', `${head}controls: { vulnerabilities: { graceDays: 1e999 } }\n`, '2:43: '],
  [
    'half a day',
    `${head}controls: { vulnerabilities: { graceDays: 0.5 } }\n`,
    '2:43: "controls.vulnerabilities.graceDays" must be a whole number',
  ],
  [
    'a truth for a number',
    `${head}controls: { vulnerabilities: { epss: true } }\n`,
    '2:38: "controls.vulnerabilities.epss" must be a number, not true',
  ],
  [
    'yes for true',
    `${head}controls: { vulnerabilities: { knownExploited: yes } }\n`,
    '2:48: "controls.vulnerabilities.knownExploited" must be true or false, not yes',
  ],
  [
    'an id that is none',
    `${head}controls: { vulnerabilities: { ids: ["CVE 1"] } }\n`,
    '2:38: "controls.vulnerabilities.ids[0]" must be the id',
  ],
  [
    'a version that reads as a number',
    `${head}controls: { packages: { minimum: [{ name: a, type: deb, version: 1.10 }] } }\n`,
    'must be a text, not 1.10',
    'Put it in quotes: "1.10"',
  ],
  [
    'a version that its scheme does not have',
    `${head}controls: { packages: { minimum: [{ name: a, type: deb, version: "1_2:3" }] } }\n`,
    '2:66: "1_2:3" is not a deb version',
  ],
  [
    'a range that its scheme does not have',
    `${head}controls: { packages: { forbid: [{ name: a, type: pypi, versions: "<one" }] } }\n`,
    '"one" is not a pep440 version',
  ],
  [
    'a range that is none',
    `${head}controls: { packages: { forbid: [{ name: a, versions: "< || 2" }] } }\n`,
    'must be a range of versions',
  ],
  [
    'an unknown type',
    `${head}controls: { packages: { require: [{ name: a, type: dbe }] } }\n`,
    '2:52: there is no package type "dbe"',
    '"deb"',
  ],
  [
    'an empty pattern',
    `${head}controls: { packages: { require: [{ name: "" }] } }\n`,
    '2:43: "controls.packages.require[0].name" must be a pattern',
  ],
  [
    'a package without a name',
    `${head}controls: { packages: { require: [{ type: deb }] } }\n`,
    '2:35: "controls.packages.require[0].name" is missing',
  ],
  [
    'a package that is a text',
    `${head}controls: { packages: { require: [auditd] } }\n`,
    '2:35: "controls.packages.require[0]" must be a mapping',
  ],
  [
    'a base without layers',
    `${head}controls: { baseImages: { approved: [{ name: a, diffIds: [] }] } }\n`,
    'must be at least 1',
  ],
  [
    'a diffID in capitals',
    `${head}controls: { baseImages: { approved: [{ name: a, diffIds: ["sha256:${'AB'.repeat(32)}"] }] } }\n`,
    'must be sha256:',
  ],
  [
    'value and pattern',
    `${head}controls: { labels: { forbid: [{ key: a, value: b, pattern: c }] } }\n`,
    '2:61: value and pattern exclude each other',
  ],
  [
    'a label that reads as a number',
    `${head}controls: { labels: { forbid: [{ key: a, value: 1 }] } }\n`,
    'must be a text, not 1',
    'Put it in quotes: "1"',
  ],
  [
    'a duration without a unit',
    `${head}controls: { database: { maxAge: "7" } }\n`,
    '2:33: "controls.database.maxAge" must be a length of time',
  ],
  [
    'a negative duration',
    `${head}admission: { maxVerdictAge: -1d }\n`,
    '2:29: "admission.maxVerdictAge" must be a length of time',
  ],
  ['an empty prefix', `${head}admission: { trusted: { prefixes: [""] } }\n`, 'admission.trusted.prefixes[0]'],
  [
    'a waiver without an end',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: r, owner: o }]\n`,
    '2:11: "waivers[0].expires" is missing',
  ],
  [
    'a day that does not exist',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: r, owner: o, expires: 2027-02-30 }]\n`,
    'must be a date that exists',
  ],
  [
    'a waiver of everything',
    `${head}waivers: [{ control: rootUser, match: {}, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].match" must say what is waived',
  ],
  [
    'a blank reason',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: " ", owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].reason" must be a text',
  ],
  [
    'a waiver of no control',
    `${head}waivers: [{ control: rootuser, match: { id: a-b }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '2:22: there is no control "rootuser"',
    '"rootUser"',
  ],
  [
    'a waiver of an id with a blank',
    `${head}waivers: [{ control: vulnerabilities, match: { id: "CVE 1" }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].match.id" must be an id without blanks',
  ],
  [
    'a short fingerprint',
    `${head}waivers: [{ control: rootUser, match: { fingerprint: abc }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    'must be sha256:',
  ],
  [
    'an unknown built-in policy',
    `${head}extends: builtin:stirct\n`,
    '2:10: it extends builtin:stirct, which cannot be read',
    '"builtin:strict"',
  ],
  [
    'an extended file that is not there',
    `${head}extends: nowhere.yaml\n`,
    '2:10: it extends nowhere.yaml, which cannot be read: there is no such file',
  ],
  ['itself', `${head}extends: ./policy.yaml\n`, '2:10: it extends ./policy.yaml, which leads back to itself'],
  ['an extended number', `${head}extends: 7\n`, '2:10: "extends" must be a text'],
  ['a key said twice', `${head}controls:\n  rootUser: {}\n  rootUser: false\n`, '4:3: "rootUser" stands twice'],
  ['a key said twice in other words', `${head}"name": a\nname: b\n`, '3:1: "name" stands twice'],
  ['a second document', `${head}---\n${head}`, '2:1: a second document begins here'],
  ['an anchor', `${head}name: &a x\n`, '2:7: anchors are not allowed'],
  ['an alias', `${head}name: *a\n`, '2:7: aliases are not allowed'],
  ['a merge key', `${head}controls: { <<: { rootUser: {} } }\n`, '2:13: there is no key "<<" in controls'],
  ['a tag', `${head}name: !!str x\n`, '2:7: tags are not allowed'],
  ['a tag on a block', `${head}name: !!str |\n  x\n`, '2:7: tags are not allowed'],
  ['an anchor on a mapping', `${head}controls: &a\n  rootUser: {}\n`, '2:11: anchors are not allowed'],
  ['a directive', `%YAML 1.1\n---\n${head}`, '1:1: directives are not allowed'],
  ['a key that is a list', `${head}? [a]\n: b\n`, '2:3: this is not YAML'],
  ['a key that is the prototype', `${head}__proto__: { a: 1 }\n`, '2:1: "__proto__" cannot be a key'],
  ['a key that every object has', `${head}constructor: {}\n`, '2:1: there is no key "constructor"'],
  ['a control that every object has', `${head}controls: { toString: {} }\n`, '2:13: there is no key "toString"'],
  ['broken YAML', `${head}controls: { rootUser: {}\n`, 'this is not YAML'],
  ['a tab', `${head}controls:\n\trootUser: {}\n`, 'this is not YAML'],
  ['deep nesting', `${head}controls: ${'['.repeat(100)}${']'.repeat(100)}\n`, 'it is nested more than 32 levels deep'],
];

for (const [about, text, what, remedy] of wrong) {
  test(`refused: ${about}`, async (t) => {
    const error = await refused(load(t, text));
    assert.equal(error.code, 'policy-invalid');
    assert.ok(error.what.en.includes(what), `${error.what.en} | ${error.remedy.en}`);
    if (remedy !== undefined) assert.ok(error.remedy.en.includes(remedy), error.remedy.en);
  });
}

test('every problem is said at once, in the order of the file, each on its own line with --verbose', async (t) => {
  const text = `${head}nmae: x
controls:
  vulnerabilities: { sevrity: high, score: 99 }
  secrets: {}
  packages: { minimum: [{ name: a, type: dbe, version: 3.0 }] }
waivers: [{ control: labels, match: { id: a-b }, reason: r, owner: o, expires: soon }]
`;
  const error = await refused(load(t, text));
  assert.match(error.what.en, /policy\.yaml:2:1: there is no key "nmae"$/);
  const places = ['4:22 ', '4:44 ', '5:3 ', '6:42 ', '6:56 ', '7:80 '];
  let from = 0;
  for (const place of places) {
    const at = error.remedy.en.indexOf(place);
    assert.ok(at > from, `${place} in ${error.remedy.en}`);
    from = at;
  }
  assert.ok(error.cause instanceof Error);
  assert.equal(error.cause.message.split('\n').length, 7);
});

test('problems of an extended file are said in its name', async (t) => {
  const path = policyFiles(t, { 'a.yaml': `${head}extends: b.yaml\n`, 'b.yaml': `${head}nmae: x\n` });
  const error = await refused(loadPolicy([path('a.yaml')], loadOptions));
  assert.match(error.what.en, /b\.yaml:2:1: there is no key "nmae"$/);
});

const unreadable: readonly (readonly [about: string, content: Uint8Array | string, reason: RegExp])[] = [
  ['noise', Uint8Array.of(0xff, 0xfe, 0x00, 0x41, 0x80), /not UTF-8/],
  ['UTF-16', Buffer.from('\ufeffversion: 1', 'utf16le'), /not UTF-8/],
  ['more than 1 MiB', `${head}# ${'x'.repeat(1 << 20)}`, /larger than 1 MiB/],
];

for (const [about, content, reason] of unreadable) {
  test(`unreadable: ${about}`, async (t) => {
    const error = await refused(load(t, content));
    assert.equal(error.code, 'policy-unreadable');
    assert.match(error.what.en, reason);
  });
}

test('unreadable: a directory, nothing, a built-in policy that there is not', async (t) => {
  const path = policyFiles(t, {});
  mkdirSync(path('folder'));
  for (const file of [path('folder'), path('nowhere.yaml'), 'builtin:nothing']) {
    const error = await refused(loadPolicy([file], loadOptions));
    assert.equal(error.code, 'policy-unreadable');
    assert.ok(error.what.en.includes(file) && error.remedy.en.includes('builtin:strict'), error.what.en);
  }
});

test('a byte order mark and Windows line ends are no trouble', async (t) => {
  const policy = await load(t, `\ufeffversion: 1\r\nname: x\r\ncontrols:\r\n  rootUser: {}\r\n`);
  assert.deepEqual(settingsOf(policy), { rootUser: {} });
  const error = await refused(load(t, `\ufeffversion: 1\r\nname: x\r\nnmae: y\r\n`));
  assert.match(error.what.en, /:3:1: /);
});

test('names of a file reach an error in one visible line', async (t) => {
  const error = await refused(load(t, `${head}"a\\e[2J\\nb": 1\n`));
  assert.ok(!/\p{Cc}/u.test(error.what.en), error.what.en);
});
