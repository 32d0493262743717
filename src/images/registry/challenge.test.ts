import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { processorTime } from '../../../test/build/processor-time.ts';
import { parseChallenges } from './challenge.ts';

test('WWW-Authenticate as registries write it', () => {
  const cases: [string | undefined, [string, Record<string, string>][]][] = [
    [undefined, []],
    ['', []],
    ['Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
    [
      'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull"',
      [['bearer', { realm: 'https://auth.example/token', service: 'registry.example', scope: 'repository:a/b:pull' }]],
    ],
    [
      'BEARER Realm = "x" , scope="repository:a:pull,push"',
      [['bearer', { realm: 'x', scope: 'repository:a:pull,push' }]],
    ],
    [
      'Basic realm="a, b", Bearer realm="https://t/",service=s',
      [
        ['basic', { realm: 'a, b' }],
        ['bearer', { realm: 'https://t/', service: 's' }],
      ],
    ],
    [
      'Negotiate, Basic realm="x"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    [
      'Negotiate dG9rZW4=, Bearer realm="y"',
      [
        ['negotiate', {}],
        ['bearer', { realm: 'y' }],
      ],
    ],
    ['Bearer realm="a\\"b\\\\c"', [['bearer', { realm: 'a"b\\c' }]]],
    ['Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
    [',, ,Basic realm=x,,', [['basic', { realm: 'x' }]]],
    ['Bearer realm="never closed', [['bearer', {}]]],
    ['"quoted" nonsense', []],
    ['Bearer', [['bearer', {}]]],
  ];
  for (const [header, expected] of cases) {
    const found = parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
    assert.deepEqual(found, expected, header);
  }
});

test('any header ends in a bounded list, quickly', () => {
  const pieces = fc.constantFrom('Bearer', 'Basic', ' ', ',', '=', '"', '\\', 'realm', 'x', '==', '\t', '\u00ff', '\0');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
      const began = processorTime();
      assert.ok(parseChallenges(parts.join('')).length <= 16);
      assert.ok(processorTime() - began < 1000);
    }),
    { seed: 20260101, numRuns: 500 },
  );
  const began = processorTime();
  parseChallenges(`Bearer ${'a '.repeat(50_000)}`);
  parseChallenges(`Bearer realm=${'"\\'.repeat(50_000)}`);
  parseChallenges(`Bearer ${'a'.repeat(100_000)}`);
  assert.ok(processorTime() - began < 1000);
});

test('sixteen challenges are read, of the first 8192 characters', () => {
  assert.equal(parseChallenges('Basic, '.repeat(16)).length, 16);
  assert.equal(parseChallenges('Basic, '.repeat(17)).length, 16);
  const realm = (length: number) => parseChallenges(`Basic realm=${'a'.repeat(length)}`)[0]?.parameters.get('realm');
  assert.equal(realm(8192 - 12)?.length, 8192 - 12);
  assert.equal(realm(8193 - 12)?.length, 8192 - 12);
});
