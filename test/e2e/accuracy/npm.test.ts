import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { has, run } from '../build/parts.ts';
import { compare } from './comparison.ts';
import { hasFeeds, recordsOf } from './feed-records.ts';
import { installApplication, npmPackages } from './old-npm.ts';
import { fromRegistry } from './registries.ts';
import { scan, update } from './scanned.ts';
import { semverOrder } from './version-order.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-npm-'));
after(() => rmSync(folder, { recursive: true }));

test('findings in an npm application are those that node-semver sees in the same records', async (t) => {
  if (!hasFeeds(t) || !has(t, 'python3', 'tar')) return;
  const application = join(folder, 'root/srv/application');
  const installed = fromRegistry(t, "npm's registry", () => {
    installApplication(application);
    return npmPackages(application, 'srv/application');
  });
  if (installed === undefined) return;
  const home = join(folder, 'home');
  await update(home);
  const archive = join(folder, 'image.tar');
  const layer = run('tar', ['-C', join(folder, 'root'), '--owner=0', '--group=0', '-cf', '-', 'srv']);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));

  const report = await scan(home, archive);

  const title = 'npm application, old versions';
  const expected = compare(
    t,
    { title, installed, report, placeOf: ({ path }) => path },
    { records: recordsOf('npm'), ecosystem: 'npm', order: semverOrder },
  );
  // What the sample is good for: packages on both sides of a fix, and a record whose versions are none.
  const affected = new Set([...expected.keys()].map((key) => key.split(' ')[3]));
  const safe = installed.length - affected.size;
  assert.ok(affected.size >= 30 && safe >= 60, `${affected.size} affected, ${safe} not`);
  assert.ok([...expected.values()].some(({ status }) => status === 'undecidable'));
});
