import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';
import type { Package } from '../model/package.ts';
import { ecosystems } from './all.ts';

const maintainer = 'Docker Hardened Images <dhi@docker.com>';
const osRelease = (id: string, release: string, like = '') => ({
  'etc/os-release': `ID=${id}\nVERSION_ID=${release}\n${like === '' ? '' : `ID_LIKE=${like}\n`}PRETTY_NAME="Docker Hardened Images"\n`,
});
const dpkg = (name: string, version: string, by: string) => ({
  'var/lib/dpkg/status': `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nMaintainer: ${by}\n`,
});
const apk = (name: string, version: string, by: string) => ({
  'lib/apk/db/installed': `P:${name}\nV:${version}\nA:x86_64\nm:${by}\no:${name}\n`,
});

async function only(files: Readonly<Record<string, string>>) {
  const { packages, distribution, gaps } = await inventoryOf(files);
  assert.deepEqual(gaps, []);
  assert.equal(packages.length, 1);
  const pkg: Package = packages[0]!;
  const names = ecosystems.find(({ id }) => id === pkg.type)?.advisoryNames(pkg, distribution) ?? 'unknown';
  assert.ok(names !== 'unknown');
  return {
    purl: pkg.purl,
    names: names
      .filter(({ ofAnyRelease }) => ofAnyRelease !== true)
      .map(
        ({ ecosystem, name, version, ofSupplier, isUnproven, borrowedFor }) =>
          `${ecosystem}/${name}@${version}${ofSupplier ? (isUnproven ? ' beside' : ' first') : ''}${borrowedFor === undefined ? '' : ` lacking ${borrowedFor}`}`,
      ),
  };
}

const inDebian = 'Docker Hardened Images:Debian:13';
const inAlpine = 'Docker Hardened Images:Alpine:3.24';

describe('in an image that calls itself Docker’s', () => {
  test('a package that Docker maintains, of Debian’s kind', async () =>
    assert.deepEqual(
      await only({ ...osRelease('dhi', '13', 'debian'), ...dpkg('coreutils', '9.7-3+dhi3', maintainer) }),
      {
        purl: 'pkg:deb/dhi/coreutils@9.7-3%2Bdhi3?arch=amd64&distro=dhi-13',
        names: [`Debian:13/coreutils@9.7-3 lacking ${inDebian}`, `${inDebian}/coreutils@9.7-3+dhi3 first`],
      },
    ));

  test('one of Alpine’s kind', async () =>
    assert.deepEqual(
      await only({ ...osRelease('dhi', '3.24', 'alpine'), ...apk('coreutils', '9.11-r0', maintainer) }),
      {
        purl: 'pkg:apk/dhi/coreutils@9.11-r0?arch=x86_64&distro=dhi-3.24',
        names: [`Alpine:v3.24/coreutils@9.11-r0 lacking ${inAlpine}`, `${inAlpine}/coreutils@9.11-r0 first`],
      },
    ));

  test('what is in a package of Docker’s is not mended by the distribution', async () => {
    for (const files of [
      { ...osRelease('dhi', '13', 'debian'), ...dpkg('grafana', '12.0.0-1', maintainer) },
      { ...osRelease('dhi', '3.24', 'alpine'), ...apk('grafana', '12.0.0-r0', maintainer) },
    ]) {
      const { packages, distribution } = await inventoryOf(files);
      const [pkg] = packages;
      assert.ok(pkg !== undefined);
      assert.equal(ecosystems.find(({ id }) => id === pkg.type)?.isForeign?.(pkg, distribution), true);
    }
  });

  test('one that somebody put on top: what Docker’s advisories find of it counts, and nothing that they clear', async () =>
    assert.deepEqual(
      await only({ ...osRelease('dhi', '3.24', 'alpine'), ...apk('jq', '1.8.0-r0', 'Somebody <a@alpinelinux.org>') }),
      {
        purl: 'pkg:apk/dhi/jq@1.8.0-r0?arch=x86_64&distro=dhi-3.24',
        names: [`Alpine:v3.24/jq@1.8.0-r0 lacking ${inAlpine}`, `${inAlpine}/jq@1.8.0-r0 beside`],
      },
    ));

  test('what it is made of must be told', async () => {
    const { packages, distribution } = await inventoryOf({
      ...osRelease('dhi', '13'),
      ...dpkg('coreutils', '9.7-3+dhi3', maintainer),
    });
    const [pkg] = packages;
    assert.ok(pkg !== undefined);
    assert.equal(ecosystems.find(({ id }) => id === 'deb')?.advisoryNames(pkg, distribution), 'unknown');
  });
});

describe('in an image that calls itself by the distribution that it is made of', () => {
  test('a package with Docker’s mark: Debian is asked for the version that was mended', async () =>
    assert.deepEqual(await only({ ...osRelease('debian', '13'), ...dpkg('perl', '5.40.1-6+dhi6', 'Somebody') }), {
      purl: 'pkg:deb/debian/perl@5.40.1-6%2Bdhi6?arch=amd64&distro=debian-13',
      names: ['Debian:13/perl@5.40.1-6', `${inDebian}/perl@5.40.1-6+dhi6 first`],
    }));

  test('one that Docker maintains under a name of its own', async () =>
    assert.deepEqual(await only({ ...osRelease('debian', '13'), ...dpkg('python-3.12', '3.12.14-1', maintainer) }), {
      purl: 'pkg:deb/debian/python-3.12@3.12.14-1?arch=amd64&distro=debian-13',
      names: ['Debian:13/python-3.12@3.12.14-1', `${inDebian}/python-3.12@3.12.14-1 first`],
    }));

  test('one of anybody else: Docker is not asked', async () =>
    assert.deepEqual(
      (await only({ ...osRelease('debian', '13'), ...dpkg('perl', '5.40.1-6', 'Somebody <dhi@docker.com.example>') }))
        .names,
      ['Debian:13/perl@5.40.1-6'],
    ));
});

test('a mark sorts behind the fix that the package lacks, so that it may not be compared', async () => {
  const { deb } = await import('../versions/deb.ts');
  const version = (text: string) => deb.parse(text);
  assert.ok(deb.compare(version('9.7-3+dhi3'), version('9.7-3+deb13u1')) > 0);
  assert.ok(deb.compare(version('9.7-3'), version('9.7-3+deb13u1')) < 0);
});
