import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../../test/build/campaign.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { parseChallenges } from './challenge.ts';

const sample = Buffer.from(
  'Basic realm="a, b", Bearer realm="https://x/token",service="s\\"q",scope="repository:a/b:pull", Negotiate abc==',
);

test('damaged anyhow: some challenges, each with a scheme', () => {
  for (const mutant of mutants(sample, { seed: 51, count: 3000 })) {
    for (const { scheme, parameters } of parseChallenges(mutant.toString('latin1'))) {
      assert.match(scheme, /^[!#$%&'*+.^_`|~0-9a-z-]+$/);
      for (const name of parameters.keys()) assert.equal(name, name.toLowerCase());
    }
  }
});

test('what was put together is what is read', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,9}$/);
  const value = fc.string({ maxLength: 20 }).filter((text) => !/[\0-\x1f\x7f]/.test(text));
  const challenge = fc.tuple(
    word,
    fc.uniqueArray(fc.tuple(word, value), { selector: ([name]) => name.toLowerCase(), minLength: 1, maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(challenge, { maxLength: 5 }), (challenges) => {
      const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
      const header = challenges
        .map(
          ([scheme, parameters]) =>
            `${scheme} ${parameters.map(([name, text]) => `${name}=${quoted(text)}`).join(', ')}`,
        )
        .join(', ');
      assert.deepEqual(
        parseChallenges(header).map(({ scheme, parameters }) => [scheme, [...parameters]]),
        challenges.map(([scheme, parameters]) => [
          scheme.toLowerCase(),
          parameters.map(([name, text]) => [name.toLowerCase(), text]),
        ]),
      );
    }),
    campaign(52, 1000),
  );
});

test('a long header takes no time', () => {
  for (const unit of ['a', '"', '\\"', ',', '=', 'a=', 'a="', ' ', 'a ', 'a=b,']) {
    const began = processorTime();
    parseChallenges(unit.repeat(200_000));
    assert.ok(processorTime() - began < 2000, JSON.stringify(unit));
  }
});
