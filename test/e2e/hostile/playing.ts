import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { has, isRoot } from '../build/parts.ts';
import type { HostileCase, Outcome } from './hostile-case.ts';
import { play } from './play.ts';

/** MiB. */
const MOST_MEMORY = 600;
/** Seconds of a processor: a machine that is busy with other things makes nothing hostile. */
const MOST_WORK = 20;
/** Seconds from start to end. */
const LONGEST = 100;

/** A test for each case, and a table of them all behind. */
export function playAll(groups: readonly (readonly [title: string, cases: readonly HostileCase[]])[]): void {
  const lines = new Map<HostileCase, string>();
  for (const [title, cases] of groups) {
    describe(title, { concurrency: 2 }, () => {
      for (const hostile of cases) {
        test(hostile.name, async (t) => {
          if (!has(t, ...(hostile.needs ?? [])) || (hostile.asRoot === true && !isRoot(t))) return;
          const outcome = await play(hostile);
          lines.set(hostile, lineOf(hostile, outcome));
          check(hostile, outcome);
        });
      }
    });
  }

  after(() => {
    console.log(`\n${lines.size} hostile cases\n\nexit  seconds   work    MiB  case: what Plimsoll said`);
    for (const [title, cases] of groups) {
      console.log(title);
      for (const hostile of cases)
        console.log(lines.get(hostile) ?? `   -        -      -      -  ${hostile.name}: not played`);
    }
  });
}

function check(hostile: HostileCase, { code, stdout, stderr, wall, cpu, peak, strays }: Outcome): void {
  assert.equal(code, hostile.exit, stderr || 'it said nothing');
  assert.doesNotMatch(`${stdout}${stderr}`, /^\s+at .*:\d+:\d+/m, 'a stack trace');
  assert.doesNotMatch(`${stdout}${stderr}`, unprintable, 'something that moves a cursor');
  assert.deepEqual(strays, [], 'files outside the state directory');
  assert.ok(wall < LONGEST && cpu < MOST_WORK, `it took ${wall} s, ${cpu} s of them at work`);
  assert.ok(peak < MOST_MEMORY, `it held ${peak} MiB`);
  const complaint = stderr.replace(/peak memory \d+ MB\n$/, '');
  if (hostile.error === null) assert.equal(complaint, '');
  else {
    const pattern = hostile.error.replace('*', '[a-z-]+');
    assert.match(
      complaint,
      new RegExp(`^plimsoll: [^\\n]{1,1000} \\(${pattern}\\)\\n {2}\\S[^\\n]*\\n$`),
      'one line that says what, one that says what to do',
    );
    assert.doesNotMatch(stderr, /\(defect\)/);
  }
  if (stdout.startsWith('{')) checkReport(hostile, stdout);
  else assert.equal((hostile.gaps ?? hostile.packages) === undefined, true, 'there is no report to look into');
}

interface Shown {
  readonly verdict: { readonly decision: string };
  readonly gaps: readonly { readonly what: string; readonly reason: string }[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

function checkReport(hostile: HostileCase, stdout: string): void {
  const report: Shown = JSON.parse(stdout);
  assert.equal(report.verdict.decision, hostile.exit === 0 ? 'allow' : 'deny');
  const gaps = report.gaps.map(({ what, reason }) => `${what}: ${reason}`);
  for (const gap of hostile.gaps ?? []) assert.ok(gaps.includes(gap), `${gap} is not among ${gaps.join(', ')}`);
  const packages = report.packages.map(({ name, version }) => `${name} ${version}`);
  for (const pkg of hostile.packages ?? []) assert.ok(packages.includes(pkg), `${pkg} is not among the packages`);
}

/** Control characters but for the line feed, and what turns the direction of a text. */
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function lineOf({ name }: HostileCase, { code, stderr, wall, cpu, peak }: Outcome): string {
  const said = stderr === '' ? 'done' : (stderr.split('\n')[0] ?? '').slice('plimsoll: '.length, 140);
  return `${String(code).padStart(4)}  ${wall.toFixed(1).padStart(7)}  ${cpu.toFixed(1).padStart(5)}  ${peak.toFixed(0).padStart(5)}  ${name}: ${said}`;
}
