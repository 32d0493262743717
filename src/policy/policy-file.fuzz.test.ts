import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { loadOptions } from '../../test/build/control-input.ts';
import { mutants } from '../../test/build/mutants.ts';
import { examplePolicy, policyFiles } from '../../test/build/policy-files.ts';
import { PlimsollError } from '../base/errors.ts';
import { loadPolicy } from './load.ts';
import { readYaml } from './yaml-document.ts';

test('a policy file, damaged anyhow: a policy, or a place in it that is wrong', async (t) => {
  const path = policyFiles(t, { 'policy.yaml': examplePolicy })('policy.yaml');
  assert.equal((await loadPolicy([path], loadOptions)).name, 'production');
  for (const mutant of mutants(Buffer.from(examplePolicy), { seed: 101, count: 60 })) {
    writeFileSync(path, mutant);
    try {
      await loadPolicy([path], loadOptions);
    } catch (error) {
      assert.ok(error instanceof PlimsollError && error.exit === 2, String(error));
      assert.match(error.code, /^policy-(?:invalid|unreadable)$/);
      if (error.code === 'policy-invalid') assert.match(error.what.en, /^.*policy\.yaml:[1-9]\d*:[1-9]\d*: /);
    }
  }
});

test('any YAML: read, or a fault at a place in it', () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    ':',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '|',
    '>',
    '?',
    '&x',
    '*x',
    '!t',
    '%',
    '---',
    '\t',
    '\u2028',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      (text) => {
        const { root, faults } = readYaml(text);
        assert.ok(root === null || faults.length === 0);
        for (const { offset } of faults)
          assert.ok(offset >= 0 && offset <= text.length, `${offset} of ${JSON.stringify(text)}`);
      },
    ),
    campaign(102, 2000),
  );
});
