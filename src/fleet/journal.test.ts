import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { mutants } from '../../test/build/mutants.ts';
import type { Digest } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import type { FleetAsk } from './fleet-ask.ts';
import { openJournal, readLine } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-journal-'));
after(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const platforms = { kind: 'one', platform: { os: 'linux', architecture: 'amd64' }, isExplicit: false } as const;
const ask: FleetAsk = {
  host: 'r.example',
  prefix: '',
  list: null,
  repositories: [],
  tags: [],
  newest: null,
  platforms,
};
const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const judged = (letter: string) => ({ digest: digest(letter), basis: 'b', names: [`a:${letter}`], rows: [] });
const open = (home: string, isFresh = false, asked = ask) => openJournal(home, asked, { isFresh, signal });
const fileIn = (home: string) => {
  const name = readdirSync(join(home, 'fleet')).find((one) => one.endsWith('.jsonl'));
  return join(home, 'fleet', name!);
};

test('what was kept is there again, for the same question alone', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  const one = await open(home);
  one.keepName('a:1', digest('a'));
  one.keepName('a:1', digest('b'));
  one.keepResolved({ root: digest('b'), images: [], skipped: [] });
  one.keepJudged(judged('b'));
  one.close();
  const again = await open(home);
  assert.equal(again.ledTo('a:1'), digest('b'));
  assert.deepEqual(again.resolved(digest('b')), { root: digest('b'), images: [], skipped: [] });
  assert.deepEqual(again.judged(digest('b')), judged('b'));
  again.close();
  const other = await open(home, false, { ...ask, prefix: 'x' });
  assert.equal(other.judged(digest('b')), null);
  other.close();
  const fresh = await open(home, true);
  assert.equal(fresh.judged(digest('b')), null);
  fresh.close();
});

test('a line that was cut off or changed is none, and the others stay', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  const one = await open(home);
  for (const letter of ['a', 'b', 'c']) one.keepJudged(judged(letter));
  one.close();
  const file = fileIn(home);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('a:b', 'a:x').slice(0, -5));
  appendFileSync(file, '\nnothing\n');
  const again = await open(home);
  assert.deepEqual(again.judged(digest('a')), judged('a'));
  assert.equal(again.judged(digest('b')), null);
  assert.equal(again.judged(digest('c')), null);
  again.close();
  for (const mutant of mutants(Buffer.from(text.split('\n')[0]!), { seed: 81, count: 500 })) {
    const line = mutant.toString('utf8');
    assert.equal(readLine(line) === null, line !== text.split('\n')[0]);
  }
});

test('what another user could have written is not believed', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  const one = await open(home);
  one.keepJudged(judged('a'));
  one.close();
  chmodSync(fileIn(home), 0o622);
  const again = await open(home);
  assert.equal(again.judged(digest('a')), null);
  again.close();
});

test('a link beside it is not followed', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  (await open(home)).close();
  const theirs = join(home, 'theirs');
  writeFileSync(theirs, 'theirs');
  symlinkSync(theirs, `${fileIn(home)}.new`);
  const again = await open(home);
  again.keepJudged(judged('a'));
  again.close();
  assert.equal(readFileSync(theirs, 'utf8'), 'theirs');
});

test('two at once: the second one is told', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  const one = await open(home);
  await assert.rejects(open(home), (error) => error instanceof PlimsollError && error.code === 'fleet-busy');
  one.close();
});
