import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { loadOptions } from '../../test/build/control-input.ts';
import { examplePolicy, policyFiles } from '../../test/build/policy-files.ts';
import { wrongBeyondShape, wrongShapes, wrongYaml } from '../../test/build/wrong-policies.ts';
import { PlimsollError } from '../base/errors.ts';
import type { Remembered } from '../base/remembered.ts';
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

const head = 'version: 1\n';

for (const [about, text, what, remedy] of [...wrongShapes, ...wrongBeyondShape, ...wrongYaml]) {
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

test('whatever is wrong is said in a line that can be read, however long it is', async (t) => {
  const long = 'x'.repeat(100_000);
  const texts = [
    `${head}? ${long}\n: 1\n`,
    `${head}controls:\n  ? ${long}\n  : {}\n`,
    `${head}controls: { vulnerabilities: { severity: ${long} } }\n`,
    `${head}controls: { packages: { forbid: [{ name: a, type: ${'y'.repeat(900)} }] } }\n`,
    `${head}? ${long}\n: 1\n? ${long}\n: 1\n`,
    `${head}waivers: [{ control: ${long}, match: { id: a }, reason: r, owner: o, expires: 2099-01-01 }]\n`,
    `${head}extends: ${'z'.repeat(900)}\n`,
  ];
  for (const text of texts) {
    const { what, remedy } = await refused(load(t, text));
    for (const words of [...Object.values(what), remedy.en.replace(/ Also wrong: .*/, '')]) {
      assert.ok(words.length < 600, `${words.length}: ${words.slice(0, 80)}`);
    }
  }
});

test('names of a file reach an error in one visible line', async (t) => {
  const error = await refused(load(t, `${head}"a\\e[2J\\nb": 1\n`));
  assert.ok(!/\p{Cc}/u.test(error.what.en), error.what.en);
  assert.ok(error.cause instanceof Error && !/\p{Cc}/u.test(error.cause.message), 'with --verbose as well');
});

test('a policy whose texts were checked before is the same, and nothing is checked again', async (t) => {
  const path = policyFiles(t, {
    'policy.yaml': examplePolicy.replace('builtin:strict', 'strict.yaml'),
    'strict.yaml': 'version: 1\nextends: builtin:strict\n',
  });
  const texts = new Map<string, string>();
  const known: Remembered = {
    recall: (text) => JSON.parse(texts.get(text) ?? 'null'),
    keep: (text, value) => void texts.set(text, JSON.stringify(value)),
  };
  const first = await loadPolicy([path('policy.yaml')], { ...loadOptions, known });
  assert.equal(texts.size, 4);
  assert.deepEqual(first, await loadPolicy([path('policy.yaml')], loadOptions));
  const packageKinds = () => assert.fail('it was checked again');
  assert.deepEqual(await loadPolicy([path('policy.yaml')], { ...loadOptions, packageKinds, known }), first);
});

test('a policy knows the files that it was read from, by whatever name, and what they extend', async (t) => {
  const path = policyFiles(t, {
    'real.yaml': 'version: 1\nextends: base.yaml\n',
    'base.yaml': 'version: 1\nextends: builtin:strict\n',
  });
  symlinkSync('real.yaml', path('policy.yaml'));
  const { files } = await loadPolicy([path('policy.yaml'), 'builtin:observe'], loadOptions);
  assert.deepEqual(
    files,
    ['base.yaml', 'real.yaml'].map((name) => realpathSync(path(name))),
  );
});

test('what is wrong is said each time, and of an extended file that is gone where it is named', async (t) => {
  const kept: string[] = [];
  const texts = new Map<string, unknown>();
  const known: Remembered = {
    recall: (text) => texts.get(text) ?? null,
    keep: (text, value) => {
      kept.push(text);
      texts.set(text, value);
    },
  };
  const wrong = policyFiles(t, { 'policy.yaml': 'version: 1\ncontrols: { nothing: {} }\n' })('policy.yaml');
  for (let time = 0; time < 2; time += 1) await refused(loadPolicy([wrong], { ...loadOptions, known }));
  assert.deepEqual(kept, []);
  const gone = policyFiles(t, { 'policy.yaml': 'version: 1\n\nextends: gone.yaml\n' })('policy.yaml');
  const messages: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const error = await refused(loadPolicy([gone], { ...loadOptions, known }));
    messages.push(error.what.en + error.remedy.en);
  }
  assert.equal(kept.length, 1);
  assert.equal(messages[0], messages[1]);
  assert.match(messages[0] ?? '', /:3:10/);
});
