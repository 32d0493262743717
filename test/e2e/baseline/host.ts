import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../build/parts.ts';

/** Images and containers of one test on the real engine, told from everybody else's by their names and by a label. */
export interface TestHost {
  readonly label: string;
  readonly folder: string;
  /** The name of an image of this test. */
  image(name: string): string;
  /** The name of a container of this test. */
  container(name: string): string;
  importBase(name: string, archive: string): void;
  /** Builds an image without any network. */
  build(name: string, dockerfile: string): void;
  /** Makes a container that does nothing. `run` starts it, too. */
  create(how: 'run' | 'create', name: string, image: string, ...flags: readonly string[]): void;
  exec(container: string, script: string): void;
  removeAll(): void;
}

export function testHost(topic: string): TestHost {
  const prefix = `plimsoll-baseline-${topic}-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  const image = (name: string) => `${prefix}/${name}`;
  const container = (name: string) => `${prefix}-${name}`;
  const images: string[] = [];
  const ids = (args: readonly string[]) => run('docker', args).toString().split('\n').filter(Boolean);
  return {
    label: prefix,
    folder,
    image,
    container,
    importBase(name, archive) {
      run('docker', ['import', archive, image(name)]);
      images.push(
        run('docker', ['inspect', '-f', '{{.Id}}', image(name)])
          .toString()
          .trim(),
      );
    },
    build(name, dockerfile) {
      writeFileSync(join(folder, 'Dockerfile'), dockerfile);
      run('docker', ['build', '-q', '--network', 'none', '--no-cache', '-t', image(name), folder]);
      images.push(
        run('docker', ['inspect', '-f', '{{.Id}}', image(name)])
          .toString()
          .trim(),
      );
    },
    create(how, name, of, ...flags) {
      const args = [
        '--network',
        'none',
        '--label',
        prefix,
        '--name',
        container(name),
        ...flags,
        image(of),
        'sleep',
        '3600',
      ];
      run('docker', how === 'run' ? ['run', '-d', ...args] : ['create', ...args]);
    },
    exec(name, script) {
      run('docker', ['exec', '-u', '0', container(name), 'sh', '-ec', script]);
    },
    removeAll() {
      rmSync(folder, { recursive: true, force: true });
      // Where no engine answered nothing was made, and containers stand on images.
      if (images.length === 0) return;
      const all = ids(['ps', '-aq', '--filter', `label=${prefix}`]);
      if (all.length > 0) run('docker', ['rm', '-f', '-v', ...all]);
      const left = new Set(ids(['images', '-aq', '--no-trunc']));
      for (const id of images.toReversed()) if (left.has(id)) run('docker', ['rmi', '-f', id]);
    },
  };
}
