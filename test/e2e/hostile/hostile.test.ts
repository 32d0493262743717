import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { archiveCases } from './archives.ts';
import { databaseCases } from './databases.ts';
import { feedCases } from './feeds.ts';
import { type HostileCase, type Outcome, play } from './hostile-case.ts';
import { policyCases } from './policies.ts';
import { registryCases } from './registries.ts';

const MOST_MEMORY = 600;
const LONGEST = 60_000;
const groups: readonly (readonly [string, readonly HostileCase[]])[] = [
  ['archives and layers', archiveCases],
  ['package databases', databaseCases],
  ['policies', policyCases],
  ['feeds', feedCases],
  ['registries', registryCases],
];
const table: string[] = [];

for (const [title, cases] of groups) {
  describe(title, { concurrency: 2 }, () => {
    for (const hostile of cases) {
      test(hostile.name, async () => {
        const outcome = await play(hostile);
        table.push(lineOf(hostile, outcome));
        check(hostile, outcome);
      });
    }
  });
}

after(() => {
  console.log(`\n${table.length} hostile cases\n\nexit  seconds    MiB  case: what Plimsoll said`);
  for (const line of table) console.log(line);
});

function check(hostile: HostileCase, { code, stdout, stderr, wall, peak, strays }: Outcome): void {
  assert.equal(code, hostile.exit, stderr);
  assert.doesNotMatch(`${stdout}${stderr}`, /^\s+at .*:\d+:\d+/m, 'a stack trace');
  assert.deepEqual(strays, [], 'files outside the state directory');
  assert.ok(wall < LONGEST, `it took ${wall} ms`);
  assert.ok(peak < MOST_MEMORY, `it held ${peak} MiB`);
  if (hostile.error === null) assert.equal(stderr, '');
  else {
    const pattern = hostile.error.replace('*', '[a-z-]+');
    assert.match(
      stderr,
      new RegExp(`^plimsoll: .+ \\(${pattern}\\)\n(?: {2}\\S.*\n)+$`),
      'one line that says what, and what to do',
    );
  }
  if (hostile.gaps !== undefined) {
    const report: { gaps: { what: string; reason: string }[] } = JSON.parse(stdout);
    const named = report.gaps.map(({ what, reason }) => `${what}: ${reason}`);
    for (const gap of hostile.gaps) assert.ok(named.includes(gap), `${gap} is not among ${named.join(', ')}`);
  }
}

function lineOf({ name }: HostileCase, { code, stderr, wall, peak }: Outcome): string {
  const said = stderr === '' ? 'done' : (stderr.split('\n')[0] ?? '').slice('plimsoll: '.length, 140);
  return `${String(code).padStart(4)}  ${(wall / 1000).toFixed(1).padStart(7)}  ${peak.toFixed(0).padStart(5)}  ${name}: ${said}`;
}
