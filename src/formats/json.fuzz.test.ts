import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { mutants } from '../../test/build/mutants.ts';
import { isObject, JsonError, member, parseList, parseObject } from './go-json.ts';
import { mergedMember } from './json-repeats.ts';
import { jsonSprawl } from './json-sprawl.ts';

const sample = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    config: { Labels: { 'a"b\\': 'é\u2028' }, n: [1e5, -0.5, null, true] },
    layers: [[{}]],
  }),
);

test('damaged anyhow: a document, or an error of its own', () => {
  for (const mutant of mutants(sample, { seed: 31, count: 3000 })) {
    for (const read of [parseObject, parseList]) {
      try {
        read(mutant);
      } catch (error) {
        assert.ok(error instanceof JsonError, String(error));
      }
    }
  }
});

test('what has no name twice is read as JSON.parse reads it, and each member is found', () => {
  const names = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }), (value) => {
      const read = parseObject(Buffer.from(JSON.stringify(value)));
      assert.deepEqual(read, JSON.parse(JSON.stringify(value)));
      for (const [name, inner] of Object.entries(read)) {
        assert.deepEqual(member(read, name.toUpperCase()), inner === null ? undefined : inner);
      }
    }),
    campaign(32, 1000),
  );
});

/** Objects whose members repeat, with the answer whether Go would merge some. */
const spaced = fc.constantFrom('', ' ', '\n', '\t ');
const leaf = fc.constantFrom('1', '"x"', 'true', '"}{[]\\"\\\\"');
const object: fc.Arbitrary<{ text: string; merges: boolean }> = fc.letrec<{ node: { text: string; merges: boolean } }>(
  (tie) => ({
    node: fc
      .array(
        fc.tuple(
          fc.constantFrom('a', 'b', '\\u0061', 'c"'.replace('"', '\\"')),
          fc.oneof({ maxDepth: 3 }, leaf, fc.constant('null'), tie('node')),
          spaced,
        ),
        { maxLength: 4 },
      )
      .map((members) => {
        const seen = new Map<string, boolean>();
        let merges = false;
        const parts = members.map(([name, value, blank]) => {
          const text = typeof value === 'string' ? value : value.text;
          if (typeof value !== 'string') merges ||= value.merges;
          const isMerging = /^[{[n]/.test(text);
          const key: string = JSON.parse(`"${name}"`);
          const before = seen.get(key);
          if (before !== undefined && (before || isMerging)) merges = true;
          seen.set(key, isMerging);
          return `${blank}"${name}"${blank}:${blank}${text}${blank}`;
        });
        return { text: `{${parts.join(',')}}`, merges };
      }),
  }),
).node;

test('what Go would merge is found, and nothing else', () => {
  fc.assert(
    fc.property(object, ({ text, merges }) => {
      JSON.parse(text);
      assert.equal(mergedMember(text) !== null, merges, text);
    }),
    campaign(33, 2000),
  );
});

test('what is called too deep or too many is that', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const bytes = Buffer.from(JSON.stringify(value));
      const { depth, containers } = measured(value);
      assert.equal(jsonSprawl(bytes, { depth, containers }), null);
      if (depth > 0) assert.equal(jsonSprawl(bytes, { depth: depth - 1, containers }), 'deep');
      if (containers > 1) assert.notEqual(jsonSprawl(bytes, { depth, containers: containers - 1 }), null);
    }),
    campaign(34, 1000),
  );
});

function measured(value: unknown): { depth: number; containers: number } {
  if (!Array.isArray(value) && !isObject(value)) return { depth: 0, containers: 0 };
  const inner = Object.values(value).map(measured);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    containers: 1 + inner.reduce((sum, { containers }) => sum + containers, 0),
  };
}
