import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { debianBase } from '../build/debian.ts';
import { has, isRoot, run } from '../build/parts.ts';
import { compare } from './comparison.ts';
import { type FeedRecord, hasFeeds, recordsOf } from './feed-records.ts';
import { type DpkgPackage, debsAround, dpkgPackages, installDebs } from './old-debian.ts';
import type { Installed } from './osv-judge.ts';
import { architectureOf, scan, update } from './scanned.ts';
import { dpkgOrder } from './version-order.ts';

const ecosystem = 'Debian:11';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-debian-'));
const roots: string[] = [];
after(() => {
  for (const path of [folder, ...roots]) rmSync(path, { recursive: true });
});

/**
 * A part of the image of its own: what dpkg needs to install packages, without the programs. In memory where that can be had:
 * dpkg waits for the disk several times a package.
 */
function smallRoot(base: string): string {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : folder, 'plimsoll-dpkg-'));
  roots.push(root);
  run('tar', ['-C', root, '-xf', base, './var/lib/dpkg', './etc/os-release', './usr/lib/os-release']);
  // Nothing of the image runs here.
  const info = join(root, 'var/lib/dpkg/info');
  for (const name of readdirSync(info)) if (/\.(pre|post)(inst|rm)$/.test(name)) rmSync(join(info, name));
  mkdirSync(join(root, 'tmp'));
  return root;
}

function archiveOf(root: string, ...names: readonly string[]): Buffer {
  return run('tar', ['-C', root, '--numeric-owner', '--sort=name', '-cf', '-', ...names]);
}

function asInstalled(pkg: DpkgPackage): Installed {
  return {
    package: pkg.name,
    version: pkg.version,
    place: pkg.architecture,
    advisoryName: pkg.source,
    advisoryVersion: pkg.sourceVersion,
  };
}

describe('findings in Debian 11 are those that dpkg sees in the same records', { concurrency: 1 }, () => {
  const home = join(folder, 'home');
  let records: readonly FeedRecord[] = [];
  const ready = (t: TestContext) =>
    hasFeeds(t) && has(t, 'debootstrap', 'dpkg', 'dpkg-deb', 'perl', 'python3') && isRoot(t);
  before(async () => {
    if (!ready({ skip: () => {} } as never)) return;
    await update(home);
    records = recordsOf('Debian');
  });

  test('as debootstrap makes it', async (t) => {
    if (!ready(t)) return;
    const archive = join(folder, 'base.tar');
    writeFileSync(archive, dockerArchive({ layers: [readFileSync(debianBase())] }));
    const root = smallRoot(debianBase());
    const installed = dpkgPackages(root).map(asInstalled);
    const report = await scan(home, archive);
    const title = 'Debian 11, as debootstrap makes it';
    compare(t, { title, installed, report, placeOf: architectureOf }, { records, ecosystem, order: dpkgOrder });
    rmSync(archive);
  });

  test('with old versions', async (t) => {
    if (!ready(t)) return;
    const root = smallRoot(debianBase());
    // Without the programs: those of a package that is replaced by an empty one would be nobody's, and are told then.
    const base = archiveOf(root, 'var/lib/dpkg', 'etc', 'usr');
    const debs = debsAround(records, ecosystem, dpkgPackages(root), 11);

    installDebs(root, debs);

    const archive = join(folder, 'old.tar');
    writeFileSync(archive, dockerArchive({ layers: [base, archiveOf(root, 'var/lib/dpkg', 'etc')] }));
    const report = await scan(home, archive);
    const installed = dpkgPackages(root).map(asInstalled);
    const title = `Debian 11, with ${debs.length} packages around fixes`;
    const expected = compare(
      t,
      { title, installed, report, placeOf: architectureOf },
      { records, ecosystem, order: dpkgOrder },
    );

    // What the sample is good for: packages on both sides of a fix, and none that is gone.
    const affected = new Set([...expected.keys()].map((key) => key.split(' ')[1]));
    const away = debs.filter(({ fate }) => fate === 'remove').map(({ name }) => name);
    assert.ok(
      debs.length >= 150 && affected.size >= 60 && debs.length - affected.size >= 60,
      `${debs.length}, ${affected.size}`,
    );
    assert.deepEqual(
      away.filter((name) => affected.has(name)),
      [],
    );
    assert.ok(report.vulnerabilities.some(({ knownExploited }) => knownExploited));
    assert.ok([...expected.values()].filter(({ severity }) => severity !== 'unknown').length >= 50);
  });
});
