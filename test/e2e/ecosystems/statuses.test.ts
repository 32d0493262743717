import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { dockerArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-statuses-'));
const home = join(folder, 'home');
after(() => rmSync(folder, { recursive: true }));

const modified = '2026-01-01T00:00:00Z';
const open = (ecosystem: string, name: string, more: object = {}) => ({
  package: { ecosystem, name },
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
  ...more,
});

before(async () => {
  const bucket = join(folder, 'bucket');
  const ended = { affected: [open('Debian:11', 'mysql', { ecosystem_specific: { urgency: 'end-of-life' } })] };
  writeFeed(bucket, 'Debian', [
    { ...testRecord('DEBIAN-CVE-2026-0001', modified, '', '', '', ended), upstream: ['CVE-2026-0001'] },
  ]);
  // As Ubuntu writes them: what only subscribers get stands under Pro, what everybody gets does not, and a source is in one of both.
  writeFeed(bucket, 'Ubuntu', [
    {
      ...testRecord(
        'UBUNTU-CVE-2026-0002',
        modified,
        'Ubuntu:Pro:18.04:LTS',
        'openssl',
        '1.1.1-1ubuntu2.1~18.04.23+esm5',
      ),
      upstream: ['CVE-2026-0002'],
    },
    {
      ...testRecord('UBUNTU-CVE-2026-0003', modified, 'Ubuntu:18.04:LTS', 'bash', '4.4.18-2ubuntu1.3'),
      upstream: ['CVE-2026-0003'],
    },
  ]);
  writeEcosystems(bucket, ['Debian', 'Ubuntu']);
  const ran = await plimsoll(['db', 'update', '--source', pathToFileURL(bucket).href], { home });
  assert.equal(ran.code, 0, ran.stderr);
});

async function findings(osRelease: string, packages: readonly (readonly [string, string])[]): Promise<string[]> {
  const status = packages
    .map(
      ([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`,
    )
    .join('\n');
  const archive = join(folder, 'image.tar');
  const layer = tar([file('etc/os-release', osRelease), file('var/lib/dpkg/status', status)]);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  const ran = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home });
  assert.equal(ran.code, 0, ran.stderr);
  return JSON.parse(ran.stdout).vulnerabilities.map(
    (one: { id: string; package: string; status: string; fixed: string | null }) =>
      `${one.id} ${one.package} ${one.status} ${one.fixed}`,
  );
}

test('a package that Debian no longer supports is found, and said not to be fixed', async () => {
  assert.deepEqual(await findings('ID=debian\nVERSION_ID=11\n', [['mysql', '5.7.0-1']]), [
    'CVE-2026-0001 mysql wont-fix null',
  ]);
});

test('a fix that only subscribers of Ubuntu get is asked for, and a package that has it is not found', async () => {
  const bionic = 'ID=ubuntu\nVERSION_ID="18.04"\nID_LIKE=debian\n';
  assert.deepEqual(
    await findings(bionic, [
      ['openssl', '1.1.1-1ubuntu2.1~18.04.23'],
      ['bash', '4.4.18-2ubuntu1.2'],
    ]),
    ['CVE-2026-0002 openssl affected 1.1.1-1ubuntu2.1~18.04.23+esm5', 'CVE-2026-0003 bash affected 4.4.18-2ubuntu1.3'],
  );
  assert.deepEqual(
    await findings(bionic, [
      ['openssl', '1.1.1-1ubuntu2.1~18.04.23+esm5'],
      ['bash', '4.4.18-2ubuntu1.3'],
    ]),
    [],
  );
});
