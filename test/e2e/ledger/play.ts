import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerArchive, type TestImage } from '../../build/image.ts';
import { directory, file, tar } from '../../build/tar.ts';
import { plimsoll, type Ran } from '../build/plimsoll.ts';

/** A folder with a state directory and images in it, and Plimsoll called there as a user does. */
export interface Play extends Disposable {
  readonly folder: string;
  readonly home: string;
  /** Denies images that run as root. */
  readonly policy: string;
  run(args: readonly string[], options?: Parameters<typeof plimsoll>[1]): Promise<Ran>;
  /** Writes an archive of an image and returns its path. */
  archive(name: string, image?: Partial<TestImage>): string;
  /** What `ledger list -o json` says. */
  list(): Promise<readonly Listed[]>;
}

export interface Listed {
  readonly fingerprint: { readonly configDigest: string; readonly chainId: string; readonly diffIds: string[] };
  readonly names: readonly string[];
  readonly standing: { readonly entry: number; readonly kind: string; readonly decision?: string } | null;
  readonly entries: number;
}

export function play(): Play {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-ledger-play-'));
  const home = join(folder, 'home');
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'version: 1\nname: no-root\ncontrols:\n  rootUser: {}\n');
  const run: Play['run'] = (args, options = {}) => plimsoll(args, { home, ...options });
  return {
    folder,
    home,
    policy,
    run,
    archive: (name, image = {}) => {
      const path = join(folder, `${name}.tar`);
      const whole = {
        layers: [layerOf(name)],
        config: { User: '1000' },
        tag: `registry.local/shop/${name}:1`,
        ...image,
      };
      writeFileSync(path, dockerArchive(whole));
      return path;
    },
    list: async () => JSON.parse((await run(['ledger', 'list', '-o', 'json'])).stdout),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A layer with accounts, of which `toor` is another root. */
export function layerOf(content: string): Buffer {
  const passwd = 'root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n';
  return tar([directory('etc/'), file('etc/passwd', passwd), file('etc/content', content)]);
}

export const fingerprintStart = ({ fingerprint }: Listed) => fingerprint.configDigest.slice(7, 19);

/** Scans an image of its own under the policy, and records the verdict. */
export async function recorded(stage: Play, name: string, ...args: readonly string[]) {
  return stage.run(['scan', `archive:${stage.archive(name)}`, '--policy', stage.policy, '--record', ...args]);
}
