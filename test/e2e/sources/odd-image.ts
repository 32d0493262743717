import { randomBytes } from 'node:crypto';
import type { TestImage } from '../../build/image.ts';
import { directory, file, hardlink, paxEntry, symlink, type TestEntry, tar, tarEntry } from '../../build/tar.ts';

const stanza = (name: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\nMaintainer: x\n`;

/** A name of bytes that are no UTF-8. */
function named(bytes: Buffer, entry: TestEntry): Buffer {
  const whole = tarEntry({ ...entry, name: 'x'.repeat(bytes.length) });
  bytes.copy(whole, 0);
  whole.fill(' ', 148, 156);
  const sum = whole.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  whole.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return whole;
}

/** An image with much of what layers can hold: each thing that an engine keeps in another form on its disk than in the archive. */
export function oddImage(tag: string): TestImage {
  const node = JSON.stringify({ name: 'left-pad', version: '1.0.0', license: 'MIT' });
  const layers = [
    tar([
      directory('etc'),
      file('etc/os-release', 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n'),
      file('etc/passwd', 'root:x:0:0::/:\napp:x:1:1::/:\n'),
      directory('var'),
      directory('var/lib'),
      directory('var/lib/dpkg'),
      directory('var/lib/dpkg/status.d'),
      file('var/lib/dpkg/status', stanza('below')),
      file('var/lib/dpkg/status.d/hidden', stanza('hidden')),
      directory('srv'),
      directory('srv/gone'),
      file('srv/gone/package.json', node.replace('left-pad', 'gone')),
      directory('srv/opaque'),
      file('srv/opaque/package.json', node.replace('left-pad', 'opaque')),
      directory('srv/replaced'),
      file('srv/replaced/package.json', node.replace('left-pad', 'replaced')),
      file('big', randomBytes(3 << 20)),
      file('empty', ''),
    ]),
    tar([
      directory('opt'),
      directory('opt/real'),
      file('opt/real/status', stanza('found')),
      symlink('opt/link', 'real'),
      directory('var/lib/dpkg'),
      symlink('var/lib/dpkg/status', '/opt/link/status'),
      file('srv/.wh.gone', ''),
      directory('srv/opaque'),
      file('srv/opaque/.wh..wh..opq', ''),
      file('srv/opaque/own', 'x'),
      file('srv/replaced', 'now a file'),
      directory('node'),
      directory('node/a'),
      file('node/data', node),
      hardlink('node/a/package.json', 'node/data'),
      file('bin-su', 'x'.repeat(300), 0o4755),
      paxEntry({ 'SCHILY.xattr.user.note': 'kept' }, file('noted', 'x')),
      paxEntry({ path: `${'long/'.repeat(40)}package.json` }, file('long', node.replace('left-pad', 'long'))),
      paxEntry({ path: 'new\nline/package.json' }, file('line', node.replace('left-pad', 'newline'))),
      named(Buffer.from('latin-\xe9.json', 'latin1'), file('', node.replace('left-pad', 'latin'))),
    ]),
  ];
  return { layers, config: { User: 'app', Cmd: ['x'] }, tag };
}
