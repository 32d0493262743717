import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { has, run } from '../build/parts.ts';
import { compare } from './comparison.ts';
import { hasFeeds, recordsOf } from './feed-records.ts';
import { eggsAround, installEggs, installWheels, pythonPackages } from './old-python.ts';
import { fromRegistry } from './registries.ts';
import { scan, update } from './scanned.ts';
import { pipOrder } from './version-order.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-pypi-'));
after(() => rmSync(folder, { recursive: true }));

test('findings in a Python application are those that packaging sees in the same records', async (t) => {
  if (!hasFeeds(t) || !has(t, 'python3', 'pip3', 'tar')) return;
  const records = recordsOf('PyPI');
  const root = join(folder, 'root');
  const application = join(root, 'srv/application');
  mkdirSync(application, { recursive: true });
  const installed = fromRegistry(t, 'PyPI', () => {
    installWheels(application);
    installEggs(join(application, 'eggs'), eggsAround(records, 3));
    return pythonPackages(root);
  });
  if (installed === undefined) return;
  const home = join(folder, 'home');
  await update(home);
  const archive = join(folder, 'image.tar');
  const layer = run('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', 'srv']);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));

  const report = await scan(home, archive);

  const title = 'Python application, wheels and eggs';
  const expected = compare(
    t,
    { title, installed, report, placeOf: ({ path }) => path },
    { records, ecosystem: 'PyPI', order: pipOrder },
  );
  // What the sample is good for: both sides of a fix, in both kinds of metadata, and a record whose versions are none.
  const affected = new Set([...expected.keys()].map((key) => key.split(' ')[3]!));
  for (const kind of ['.dist-info/', '.egg-info/']) {
    const places = installed.map(({ place }) => place).filter((place) => place.includes(kind));
    const inside = places.filter((place) => affected.has(place)).length;
    assert.ok(inside >= 15 && places.length - inside >= 10, `${kind}: ${inside} of ${places.length}`);
  }
  assert.ok([...expected.values()].some(({ status }) => status === 'undecidable'));
});
