import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerArchive } from '../../test/build/image.ts';
import { file, tar } from '../../test/build/tar.ts';

/** Packages with problems that any set of advisories knows, if it is one: DSA-4963, CVE-2019-10744, CVE-2020-28493. */
const files: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\n',
  'etc/debian_version': '11.6\n',
  'var/lib/dpkg/status': 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.1.1k-1\n\n',
  'srv/node_modules/lodash/package.json': JSON.stringify({ name: 'lodash', version: '4.17.4' }),
  'srv/node_modules/.package-lock.json': JSON.stringify({
    name: 'app',
    lockfileVersion: 3,
    packages: { 'node_modules/lodash': { version: '4.17.4' } },
  }),
  'srv/Jinja2-2.10.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Jinja2\nVersion: 2.10\n\n',
};

/** A small image in which a scanner that matches must find something: its path. */
export function probeImage(folder: string): string {
  const archive = join(folder, 'probe.tar');
  const layer = tar(Object.entries(files).map(([path, content]) => file(path, content)));
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  return archive;
}
