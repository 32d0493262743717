import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { loadOptions } from '../../test/build/control-input.ts';
import { examplePolicy, policyFiles } from '../../test/build/policy-files.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { wrongBeyondShape, wrongShapes } from '../../test/build/wrong-policies.ts';
import { sha256 } from '../base/digest.ts';
import { InvalidRange, parseVersionRange } from '../model/version-range.ts';
import { builtins } from './builtin.ts';
import { checkVersion } from './check-text.ts';
import { controls } from './controls/all.ts';
import { loadPolicy } from './load.ts';
import { policySchema } from './policy-schema.ts';

/** Strict: a keyword that no draft has, or that cannot work where it stands, is an error. */
const ajv = new Ajv2020({ strict: true, allErrors: true });
const schema = await policySchema(controls);
const validate = ajv.compile(schema);

test('it is a JSON Schema', async () => {
  assert.equal(await ajv.validateSchema(schema, true), true);
});

const head = 'version: 1\n';
const waiver = (match: string) =>
  `${head}waivers: [{ control: labels, match: ${match}, reason: r, owner: o, approvedBy: 批准, expires: 2099-12-31 }]\n`;

/** What both of them take. */
const right: readonly (readonly [about: string, text: string])[] = [
  ['the example of the contract', examplePolicy],
  ...builtins,
  ['next to nothing', head],
  ['a version with a point', 'version: 1.0\n'],
  [
    'controls as they come',
    `${head}controls: { vulnerabilities: {}, rootUser: {}, packages: {}, baseImages: {}, labels: {}, database: {} }\n`,
  ],
  ['controls that are off', `${head}controls: { rootUser: false, secrets: false, scap: false }\n`],
  ['every finding', `${head}controls: { vulnerabilities: { severity: unknown, score: 0, epss: 1, graceDays: 0 } }\n`],
  ['lists of nothing', `${head}controls: { packages: { forbid: [], minimum: [], require: [] } }\nwaivers: []\n`],
  [
    'ranges',
    `${head}controls: { packages: { forbid: [{ name: a, versions: ">=1.2 <1.9 || =2.0" }, { name: "a b*", versions: 1.2.x }] } }\n`,
  ],
  [
    'a label of any value',
    `${head}controls: { labels: { require: [{ key: a }, { key: a, value: "" }, { key: a, pattern: "?*" }] } }\n`,
  ],
  ['durations', `${head}controls: { database: { maxAge: 1.5 h } }\nadmission: { maxVerdictAge: 90m }\n`],
  ['a waiver by id', waiver('{ id: com.example/team }')],
  [
    'a waiver by everything',
    waiver(`{ id: v, package: "*", path: "usr/*", image: "a/*", fingerprint: "sha256:${'0'.repeat(64)}" }`),
  ],
  ['a waiver until a moment', waiver('{ id: v }').replace('2099-12-31', '2099-12-31T18:00:00.5+08:00')],
];

for (const [about, text] of right) {
  test(`the schema takes what loading takes: ${about}`, async (t) => {
    const path = policyFiles(t, { 'policy.yaml': text });
    await loadPolicy([path('policy.yaml')], loadOptions);
    assert.equal(validate(parse(text)), true, JSON.stringify(validate.errors));
  });
}

for (const [about, text] of wrongShapes) {
  test(`the schema refuses what loading refuses: ${about}`, () => {
    assert.equal(validate(parse(text)), false);
  });
}

test('the schema takes every range that loading takes, and takes no time over what is none', () => {
  const range = fc.array(fc.constantFrom('<', '>', '=', '!', '|', '||', ' ', ',', '1', '.', 'x', '*', 'a', '1!'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(range, (pieces) => {
      const versions = pieces.join('');
      const document = { version: 1, controls: { packages: { forbid: [{ name: 'a', versions }] } } };
      return !isRange(versions) || validate(document) === true;
    }),
    { seed: 7, numRuns: 20_000 },
  );
  const started = processorTime();
  assert.equal(
    validate({ version: 1, controls: { packages: { forbid: [{ name: 'a', versions: `${'1 '.repeat(499)}|` }] } } }),
    false,
  );
  assert.equal(validate({ version: 1, name: `${' '.repeat(999)}` }), false);
  assert.ok(processorTime() - started < 2000, 'it tries again and again');
});

function isRange(text: string): boolean {
  try {
    parseVersionRange(text);
    return true;
  } catch (error) {
    assert.ok(error instanceof InvalidRange);
    return false;
  }
}

for (const [about, text] of wrongBeyondShape) {
  test(`the schema leaves it to loading: ${about}`, () => {
    assert.equal(validate(parse(text)), true, JSON.stringify(validate.errors));
  });
}

test('a change of what a policy may say raises the version of what was checked before', async () => {
  const schema = sha256(JSON.stringify(await policySchema(loadOptions.controls)));
  assert.deepEqual(
    { checkVersion, schema },
    { checkVersion: 1, schema: 'sha256:c412422a352880f4336d1d90bfc624e0c7807198cb9869a84414790b47fc248e' },
  );
});
