import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { compare } from '../accuracy/comparison.ts';
import { type FeedRecord, hasFeeds, recordsOf } from '../accuracy/feed-records.ts';
import { isAboutBuild } from '../accuracy/module-builds.ts';
import { installRpms, rpmPackages, rpmsAround } from '../accuracy/old-alma.ts';
import { debsAround, dpkgPackages, installDebs } from '../accuracy/old-debian.ts';
import { architectureOf, scan, update } from '../accuracy/scanned.ts';
import { dpkgOrder, rpmOrder } from '../accuracy/version-order.ts';
import { has, run } from '../build/parts.ts';
import { toBerkeleyDb } from './berkeley-db.ts';
import { apkOrder, apksAround, installedText } from './old-alpine.ts';

/** In memory where that can be had: dpkg waits for the disk several times a package. */
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'plimsoll-releases-'));
after(() => rmSync(folder, { recursive: true }));

/** An image of one layer that holds these parts of a folder. */
function archiveOf(root: string, ...parts: readonly string[]): string {
  const archive = `${root}.tar`;
  const layer = run('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', '-', ...parts]);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  return archive;
}

function rootOf(name: string, osRelease: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/os-release'), osRelease);
  return root;
}

describe('findings are those that the own tool of each distribution sees in the same records', {
  concurrency: 1,
}, () => {
  const home = join(folder, 'home');
  const ready = (t: TestContext) =>
    hasFeeds(t) && has(t, 'rpm', 'rpmbuild', 'db_load', 'dpkg', 'dpkg-deb', 'perl', 'python3');
  before(async () => {
    if (ready({ skip: () => {} } as never)) await update(home);
  });

  for (const [release, form, seed] of [
    ['8', { endian: 'big', pageSize: 4096 }, 81],
    ['10', null, 10],
  ] as const) {
    test(`AlmaLinux ${release}, ${form === null ? 'SQLite' : `Berkeley DB, ${form.endian} end first`}`, async (t) => {
      if (!ready(t)) return;
      const records: readonly FeedRecord[] = recordsOf('AlmaLinux');
      const ecosystem = `AlmaLinux:${release}`;
      const root = rootOf(`alma-${seed}`, `NAME="AlmaLinux"\nID="almalinux"\nVERSION_ID="${release}.1"\n`);
      const rpms = rpmsAround(records, ecosystem, seed);
      const gone = [...new Set(rpms.map(({ name }) => name))].filter((_, at) => at % 20 === 0);
      installRpms(root, rpms, gone);
      const before = rpmPackages(root);
      if (form !== null) toBerkeleyDb(root, form);

      // rpm itself reads what it no longer writes, and lists the same.
      const listed = rpmPackages(root, form === null ? 'sqlite' : 'bdb_ro');
      assert.deepEqual(
        listed.map((one) => JSON.stringify(one)).sort(),
        before.map((one) => JSON.stringify(one)).sort(),
      );
      const installed = listed.map(({ name, version, architecture, label }) => ({
        package: name,
        version,
        place: architecture,
        advisoryName: name,
        advisoryVersion: version,
        isMeant: (record: FeedRecord, entry: FeedRecord['affected'][number]) =>
          isAboutBuild(version, label, record, entry),
      }));
      const report = await scan(home, archiveOf(root, 'etc', 'var'));
      const title = `AlmaLinux ${release}${form === null ? '' : ' in Berkeley DB'}`;
      const expected = compare(
        t,
        { title, installed, report, placeOf: architectureOf },
        { records, ecosystem, order: rpmOrder },
      );
      assert.ok(
        installed.length > 150 && expected.size > 60,
        `${installed.length} packages, ${expected.size} findings`,
      );
    });
  }

  test('Debian 10', async (t) => {
    if (!ready(t)) return;
    const records = recordsOf('Debian');
    const ecosystem = 'Debian:10';
    const root = rootOf('debian', 'ID=debian\nVERSION_ID="10"\nVERSION_CODENAME=buster\n');
    for (const part of ['info', 'updates', 'triggers'])
      mkdirSync(join(root, 'var/lib/dpkg', part), { recursive: true });
    writeFileSync(join(root, 'var/lib/dpkg/status'), '');
    mkdirSync(join(root, 'tmp'));
    installDebs(root, debsAround(records, ecosystem, [], 10));
    const installed = dpkgPackages(root).map((one) => ({
      package: one.name,
      version: one.version,
      place: one.architecture,
      advisoryName: one.source,
      advisoryVersion: one.sourceVersion,
    }));
    const report = await scan(home, archiveOf(root, 'etc', 'var'));
    const expected = compare(
      t,
      { title: 'Debian 10', installed, report, placeOf: architectureOf },
      { records, ecosystem, order: dpkgOrder },
    );
    assert.ok(installed.length > 100 && expected.size > 60, `${installed.length} packages, ${expected.size} findings`);
  });

  for (const release of ['v3.11']) {
    test(`Alpine ${release}`, async (t) => {
      if (!ready(t)) return;
      const records = recordsOf('Alpine');
      const ecosystem = `Alpine:${release}`;
      const root = rootOf(`alpine-${release}`, `ID=alpine\nVERSION_ID=${release.slice(1)}.6\n`);
      const apks = apksAround(records, ecosystem, 11);
      mkdirSync(join(root, 'lib/apk/db'), { recursive: true });
      writeFileSync(join(root, 'lib/apk/db/installed'), installedText(apks));
      const installed = apks.map(({ name, version, origin }) => ({
        package: name,
        version,
        place: 'x86_64',
        advisoryName: origin,
        advisoryVersion: version,
      }));
      const report = await scan(home, archiveOf(root, 'etc', 'lib'));
      const expected = compare(
        t,
        { title: `Alpine ${release}`, installed, report, placeOf: architectureOf },
        { records, ecosystem, order: apkOrder },
      );
      assert.ok(
        installed.length > 300 && expected.size > 100,
        `${installed.length} packages, ${expected.size} findings`,
      );
    });
  }
});
