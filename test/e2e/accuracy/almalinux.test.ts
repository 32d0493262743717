import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { has, run } from '../build/parts.ts';
import { compare } from './comparison.ts';
import { type FeedRecord, hasFeeds, recordsOf } from './feed-records.ts';
import { isAboutBuild } from './module-builds.ts';
import { installRpms, type Rpm, rpmPackages, rpmsAround } from './old-alma.ts';
import type { Installed } from './osv-judge.ts';
import { architectureOf, scan, update } from './scanned.ts';
import { rpmOrder } from './version-order.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-almalinux-'));
after(() => rmSync(folder, { recursive: true }));

function asInstalled({ name, version, architecture, label }: Rpm): Installed {
  return {
    package: name,
    version,
    place: architecture,
    advisoryName: name,
    advisoryVersion: version,
    isMeant: (record, entry) => isAboutBuild(version, label, record, entry),
  };
}

describe('findings in AlmaLinux are those that rpm sees in the same records', { concurrency: 1 }, () => {
  const home = join(folder, 'home');
  let records: readonly FeedRecord[] = [];
  const ready = (t: TestContext) => hasFeeds(t) && has(t, 'rpm', 'rpmbuild', 'python3');
  before(async () => {
    if (!ready({ skip: () => {} } as never)) return;
    await update(home);
    records = recordsOf('AlmaLinux');
  });

  for (const [release, seed] of [
    ['8', 8],
    ['9', 9],
  ] as const) {
    test(`AlmaLinux ${release}`, async (t) => {
      if (!ready(t)) return;
      const ecosystem = `AlmaLinux:${release}`;
      const root = join(folder, release);
      mkdirSync(join(root, 'etc'), { recursive: true });
      writeFileSync(join(root, 'etc/os-release'), `NAME="AlmaLinux"\nID="almalinux"\nVERSION_ID="${release}.9"\n`);
      const rpms = rpmsAround(records, ecosystem, seed);
      const gone = [...new Set(rpms.map(({ name }) => name))].filter((_, at) => at % 20 === 0);

      installRpms(root, rpms, gone);

      const archive = join(folder, `${release}.tar`);
      const layer = run('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', '-', 'etc', 'var']);
      writeFileSync(archive, dockerArchive({ layers: [layer] }));
      const report = await scan(home, archive);
      const listed = rpmPackages(root);
      const expected = compare(
        t,
        {
          title: `AlmaLinux ${release}, packages around fixes`,
          installed: listed.map(asInstalled),
          report,
          placeOf: architectureOf,
        },
        { records, ecosystem, order: rpmOrder },
      );

      // What the sample is good for: packages on both sides of a fix, of modules and of none, and none that is gone.
      const affected = new Set([...expected.keys()].map((key) => key.split(' ').slice(1).join(' ')));
      const sides = (some: readonly Rpm[]) => {
        const inside = some.filter((rpm) => affected.has(`${rpm.name} ${rpm.version} ${rpm.architecture}`));
        return [inside.length, some.length - inside.length] as const;
      };
      const modular = sides(listed.filter(({ label }) => label !== ''));
      const plain = sides(listed.filter(({ label }) => label === ''));
      assert.ok(Math.min(...modular) >= 20 && Math.min(...plain) >= 60, `${modular} of modules, ${plain} others`);
      assert.ok(gone.length >= 5 && listed.every(({ name }) => !gone.includes(name)), gone.join());
    });
  }
});
