import { dockerArchive } from '../../build/image.ts';
import { directory, file, symlink, type TestEntry, tar } from '../../build/tar.ts';

/** What a case says of its image; all else is as in any image. */
export interface SampleImage {
  /** `name version` of Debian packages. */
  readonly deb?: readonly string[];
  /** `name version` of npm packages. */
  readonly npm?: readonly string[];
  readonly user?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Lines of passwd; null for an image that has none. */
  readonly passwd?: readonly string[] | null;
  /** Files of a second layer. */
  readonly above?: readonly TestEntry[];
  /** What is wrong with the file. */
  readonly damage?: 'status' | 'layer' | 'no-release' | 'passwd-link';
}

export const root = 'root:x:0:0:root:/root:/bin/sh';
export const app = 'app:x:1000:1000::/srv:/bin/sh';

/** The layer that every sample stands on. */
export const baseLayer = tar([directory('srv'), file('srv/readme', 'a base image')]);

/** An image as `docker save` writes it. */
export function sampleImage(image: SampleImage): Buffer {
  const layers = [baseLayer, tar(filesOf(image)), ...(image.above === undefined ? [] : [tar(image.above)])];
  const config = { User: image.user ?? '1000', Labels: image.labels ?? {} };
  const archive = dockerArchive({ layers, config });
  if (image.damage !== 'layer') return archive;
  // The base layer is no longer what the config says it is.
  return Buffer.from(archive.toString('latin1').replace('a base image', 'a bad image!'), 'latin1');
}

function filesOf({ deb = ['bash 5.2-1'], npm = [], passwd = [root, app], damage }: SampleImage): readonly TestEntry[] {
  const release = file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n');
  const accounts = passwd === null ? [] : passwdFiles(`${passwd.join('\n')}\n`, damage === 'passwd-link');
  return [
    ...(damage === 'no-release' ? [] : [release]),
    ...accounts,
    file('var/lib/dpkg/status', damage === 'status' ? 'Package: bash\nStatus: install ok' : deb.map(stanza).join('\n')),
    ...npm.map(manifest),
  ];
}

function passwdFiles(content: string, isLinked: boolean): readonly TestEntry[] {
  if (!isLinked) return [file('etc/passwd', content)];
  return [file('usr/share/accounts', content), symlink('etc/passwd', '../usr/share/accounts')];
}

function stanza(text: string): string {
  const [name, version] = text.split(' ');
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nMaintainer: x\nDescription: x\n`;
}

function manifest(text: string): TestEntry {
  const [name = '', version] = text.split(' ');
  return file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
}
