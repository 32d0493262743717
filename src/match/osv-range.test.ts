import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AffectedPackage, AffectedRange, RangeEvent } from '../model/advisory.ts';
import { deb } from '../versions/deb.ts';
import { gem } from '../versions/gem.ts';
import { npm } from '../versions/npm.ts';
import { pep440 } from '../versions/pep440.ts';
import { affectedVersions, parseOrNull } from './osv-range.ts';

/** `introduced 1, fixed 2` as events. */
function range(words: string): AffectedRange {
  const events = words.split(', ').map((word): RangeEvent => {
    const at = word.lastIndexOf(' ');
    return { [word.slice(0, at).replace(' ', '_')]: word.slice(at + 1) } as unknown as RangeEvent;
  });
  return { type: 'ECOSYSTEM', events };
}

function entry(ranges: readonly string[], versions: readonly string[] = []): AffectedPackage {
  return { ecosystem: 'Test', name: 'pkg', ranges: ranges.map(range), versions, severity: [], severityWord: null };
}

function evaluate(
  affected: AffectedPackage,
  version: string,
  scheme = deb as typeof deb | typeof gem | typeof npm | typeof pep440,
) {
  return affectedVersions(affected, scheme)(version, parseOrNull(version, scheme));
}

interface Row {
  readonly name: string;
  readonly ranges: readonly string[];
  readonly versions?: readonly string[];
  /** Version: `-` unaffected, else the fixed version, or `?` where there is none. */
  readonly says: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = [
  {
    name: 'from the beginning to a fix',
    ranges: ['introduced 0, fixed 2'],
    says: { '0': '2', '0~': '2', '1.9': '2', '2': '-', '3': '-' },
  },
  { name: 'never fixed', ranges: ['introduced 1'], says: { '0.9': '-', '1': '?', '99': '?' } },
  {
    name: 'last affected is affected',
    ranges: ['introduced 1, last affected 2'],
    says: { '1': '?', '2': '?', '2.0.1': '-' },
  },
  {
    name: 'several lines of releases',
    ranges: ['introduced 0, fixed 1.5, introduced 2, fixed 2.3, introduced 3'],
    says: { '1.4': '1.5', '1.5': '-', '1.9': '-', '2': '2.3', '2.3': '-', '3': '?', '4': '?' },
  },
  {
    name: 'events in any order',
    ranges: ['fixed 2.3, introduced 2, fixed 1.5, introduced 0'],
    says: { '1': '1.5', '1.7': '-', '2.2': '2.3' },
  },
  {
    name: 'several fixes end at the first',
    ranges: ['introduced 0, fixed 1.5, fixed 2'],
    says: { '1': '1.5', '1.7': '-' },
  },
  {
    name: 'events of one version keep their order',
    ranges: ['introduced 0, fixed 1, introduced 1, fixed 2'],
    says: { '1': '2', '1.5': '2', '0.5': '2' },
  },
  {
    name: 'introduced and fixed at once is nothing',
    ranges: ['introduced 1, fixed 1'],
    says: { '0': '-', '1': '-', '2': '-' },
  },
  { name: 'introduced 0 and fixed 0 is nothing', ranges: ['introduced 0, fixed 0'], says: { '0': '-', '1': '-' } },
  {
    // PYSEC-2023-72, of which 3.2.1 is affected.
    name: 'ranges that follow on one another in another order than they are written in',
    ranges: ['introduced 0, fixed 3.1.1, introduced 3.2.0, fixed 3.2.2, introduced 3.1.1, fixed 3.2.0'],
    says: { '3.0': '3.2.2', '3.1.2': '3.2.2', '3.2.1': '3.2.2', '3.2.2': '-' },
  },
  {
    name: 'ranges that lie over one another',
    ranges: ['introduced 2, last affected 9, introduced 3, last affected 3, introduced 7, limit 8'],
    says: { '1': '-', '3': '?', '5': '?', '7.5': '?', '9': '-' },
  },
  {
    name: 'a range that is written backwards is none by itself',
    ranges: ['introduced 5, fixed 2, introduced 1, fixed 3'],
    says: { '1': '2', '2.5': '-', '6': '?' },
  },
  { name: 'a limit', ranges: ['introduced 1, limit 3'], says: { '1': '?', '2.9': '?', '3': '-', '4': '-' } },
  { name: 'any of several limits', ranges: ['introduced 1, fixed 5, limit 2, limit 4'], says: { '3': '5', '4': '-' } },
  { name: 'a limit without end', ranges: ['introduced 1, fixed 5, limit *'], says: { '3': '5', '5': '-' } },
  { name: 'a range without introduced', ranges: ['fixed 2'], says: { '1': '2', '2': '-' } },
  {
    name: 'the fix leaves every range',
    ranges: ['introduced 0, fixed 1.5', 'introduced 1, fixed 2', 'introduced 2, fixed 2.5', 'introduced 9, fixed 10'],
    says: { '0.5': '2.5', '1.2': '2.5', '2.4': '2.5', '2.5': '-', '9': '10' },
  },
  {
    name: 'a fix that lies in an endless range is none',
    ranges: ['introduced 0, fixed 2', 'introduced 1'],
    says: { '0.5': '?', '1.5': '?' },
  },
  {
    name: 'listed versions',
    ranges: [],
    versions: ['1.0', '1.2-3'],
    says: { '1.0': '?', '1.0-0': '?', '0:1.2-3': '?', '1.1': '-' },
  },
  {
    name: 'listed beside a range',
    ranges: ['introduced 2, fixed 3'],
    versions: ['1.0'],
    says: { '1.0': '?', '2.5': '3', '3': '-' },
  },
  {
    name: 'listed versions that are none do not disturb',
    ranges: [],
    versions: ['1:', '1.0'],
    says: { '1.0': '?', '1.1': '-' },
  },
];

for (const { name, ranges, versions, says } of rows) {
  test(`OSV range: ${name}`, () => {
    for (const [version, expected] of Object.entries(says)) {
      const evaluation = evaluate(entry(ranges, versions), version);
      if (expected === '-') assert.equal(evaluation.outcome, 'unaffected', version);
      else {
        assert.equal(evaluation.outcome, 'affected', version);
        assert.equal(
          evaluation.outcome === 'affected' && evaluation.fixed,
          expected === '?' ? null : expected,
          version,
        );
      }
    }
  });
}

test('what decided is told in the words of OSV', () => {
  const words = (ranges: string[], version: string, versions?: string[]) => {
    const evaluation = evaluate(entry(ranges, versions), version);
    return evaluation.outcome === 'unaffected' ? null : evaluation.range;
  };
  assert.equal(words(['introduced 0, fixed 1.5, introduced 2, fixed 2.3'], '2.1'), 'introduced 2, fixed 2.3');
  assert.equal(words(['introduced 0, last affected 1'], '1'), 'introduced 0, last affected 1');
  assert.equal(words(['introduced 1'], '1'), 'introduced 1');
  assert.equal(words([], '1', ['1']), 'version 1 is listed');
  assert.equal(words([`introduced 0, fixed 1:${'9'.repeat(900)}`], '1')?.length, 201);
});

test('an end before its beginning ends nothing: events count in the order of their versions (OSV schema, "Evaluation")', () => {
  // GHSA-hqf9-rc9j-5fmj.
  const record = entry(['introduced 3.3, fixed 4.0.3, introduced 4.1, fixed 4.1.0.beta2']);
  const outcomes = ['3.2', '4.0.2', '4.0.3', '4.1.0.beta1', '4.1.0', '6.1'].map(
    (version) => evaluate(record, version, gem).outcome,
  );
  assert.deepEqual(outcomes, ['unaffected', 'affected', 'unaffected', 'unaffected', 'affected', 'affected']);
});

test('what cannot be parsed is undecidable, unless something else decides', () => {
  const outcome = (ranges: string[], version: string, versions?: string[]) =>
    evaluate(entry(ranges, versions), version, npm).outcome;
  assert.equal(outcome(['introduced 0, fixed 1.0'], '0.5.0'), 'undecidable');
  assert.equal(outcome(['introduced 1.x, fixed 1.0.0'], '0.5.0'), 'undecidable');
  assert.equal(outcome(['introduced 0, limit one'], '0.5.0'), 'undecidable');
  assert.equal(outcome(['introduced 0, fixed 1.0', 'introduced 0, fixed 1.0.0'], '0.5.0'), 'affected');
  assert.equal(outcome(['introduced 0, fixed 1.0', 'introduced 0, fixed 1.0.0'], '2.0.0'), 'undecidable');
  assert.equal(outcome(['introduced 0, fixed 1.0'], '0.5.0', ['0.5.0']), 'affected');
  assert.equal(outcome(['introduced 0, fixed 1.0.0'], 'latest'), 'undecidable');
  assert.equal(outcome([], 'latest', ['1.0.0']), 'undecidable');
  assert.equal(outcome([], 'latest', ['latest']), 'affected');
  const told = evaluate(entry(['introduced 0, fixed 1.0.0', 'introduced 2.0.0, fixed 2.0.1']), 'latest', npm);
  assert.deepEqual(told, {
    outcome: 'undecidable',
    fixed: '2.0.1',
    range: 'introduced 0, fixed 1.0.0; introduced 2.0.0, fixed 2.0.1',
  });
});

test('a version that is the same by the scheme is in the list', () => {
  assert.equal(evaluate(entry([], ['1.0']), '1.0.0', pep440).outcome, 'affected');
  assert.equal(evaluate(entry([], ['v1.0-RC1']), '1.0rc1', pep440).outcome, 'affected');
});

test('a local version of Python is the version that it was built from, unless a record names local ones', () => {
  const outcomes = (affected: AffectedPackage, versions: readonly string[]) =>
    versions.map((version) => evaluate(affected, version, pep440).outcome === 'affected');
  // `pip download 'torch<=2.6.0'` takes 2.6.0+cu124, too.
  const local = ['2.5.1+cpu', '2.6.0', '2.6.0+cu124', '2.6.1', '2.6.1+cu124'];
  assert.deepEqual(outcomes(entry(['introduced 0, last affected 2.6.0']), local), [true, true, true, false, false]);
  assert.deepEqual(outcomes(entry(['introduced 2.6.0, fixed 2.6.1']), local), [false, true, true, false, false]);
  assert.deepEqual(outcomes(entry([], ['2.6.0']), local), [false, true, true, false, false]);
  assert.deepEqual(outcomes(entry(['introduced 0, limit 2.6.1']), local), [true, true, true, false, false]);
  const echo = ['2.6.0', '2.6.0+echo.1', '2.6.0+echo.2'];
  assert.deepEqual(outcomes(entry(['introduced 0, fixed 2.6.0+echo.2']), echo), [true, true, false]);
  assert.deepEqual(outcomes(entry(['introduced 0, last affected 2.6.0+echo.1']), echo), [true, true, false]);
  assert.deepEqual(outcomes(entry([], ['2.6.0+echo.1']), echo), [false, true, false]);
});

/** Whether one of the ranges holds it, where events are ranges one after the other. */
function isInsideAsWritten(events: readonly { kind: string; version: string }[], asked: number): boolean {
  const bounds = events.filter(({ kind }) => kind !== 'limit');
  const ranges = bounds.flatMap((from, at) => (at % 2 === 0 ? [[from, bounds[at + 1]] as const] : []));
  const isWell = ranges.every(
    ([from, to]) =>
      from.kind === 'introduced' &&
      to?.kind !== 'introduced' &&
      Number(from.version) <= Number(to?.version ?? Infinity),
  );
  return (
    isWell &&
    ranges.some(([from, to]) => {
      const isBefore = to?.kind === 'fixed' ? asked < Number(to.version) : asked <= Number(to?.version ?? Infinity);
      return asked >= Number(from.version) && isBefore;
    })
  );
}

test('agrees with the algorithm of the specification over chance ranges, and takes ranges as they are written, too', () => {
  const version = fc.integer({ min: 0, max: 9 }).map(String);
  const later = fc.integer({ min: 1, max: 9 }).map(String);
  const event = fc.record({ kind: fc.constantFrom('introduced', 'fixed', 'last_affected', 'limit'), version: later });
  const ranges = fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(ranges, fc.array(version, { maxLength: 2 }), version, (given, versions, asked) => {
      const whole = given.map((events) => [{ kind: 'introduced', version: '0' }, ...events]);
      const isAffected =
        versions.includes(asked) ||
        whole.some((events) => {
          const limits = events.filter(({ kind }) => kind === 'limit');
          if (limits.length > 0 && !limits.some((limit) => Number(asked) < Number(limit.version))) return false;
          let vulnerable = false;
          for (const { kind, version: at } of events.toSorted((a, b) => Number(a.version) - Number(b.version))) {
            if (kind === 'introduced' && Number(asked) >= Number(at)) vulnerable = true;
            else if (kind === 'fixed' && Number(asked) >= Number(at)) vulnerable = false;
            else if (kind === 'last_affected' && Number(asked) > Number(at)) vulnerable = false;
          }
          return vulnerable || isInsideAsWritten(events, Number(asked));
        });
      const affected: AffectedPackage = {
        ...entry([], versions),
        ranges: whole.map((events) => ({
          type: 'ECOSYSTEM',
          events: events.map(({ kind, version: at }) => ({ [kind]: at }) as unknown as RangeEvent),
        })),
      };
      const evaluation = evaluate(affected, asked);
      assert.equal(evaluation.outcome, isAffected ? 'affected' : 'unaffected');
      if (evaluation.outcome === 'affected' && evaluation.fixed !== null) {
        assert.ok(Number(evaluation.fixed) > Number(asked));
      }
    }),
    { seed: 7, numRuns: 3000 },
  );
});
