import { readFileSync } from 'node:fs';
import { configOf, digestOf, type TestImage } from '../../build/image.ts';
import { directory, file, type TestEntry, tar } from '../../build/tar.ts';

/** A policy by which an image is bad when it holds the npm package `evil`, or runs as root. */
export const policy = (unscanned: 'deny' | 'scan') =>
  `version: 1\ncontrols:\n  packages: { forbid: [{ name: evil }] }\n  rootUser: {}\nadmission: { unscanned: ${unscanned} }\n`;

const passwd = 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n';

/** A layer with busybox, some accounts, and these files besides. */
function layerWith(...more: readonly TestEntry[]): Buffer {
  return tar([
    directory('bin'),
    { name: 'bin/busybox', content: readFileSync('/bin/busybox'), mode: 0o755 },
    directory('etc'),
    file('etc/passwd', passwd),
    file('etc/group', 'root:x:0:\napp:x:1000:\n'),
    ...more,
  ]);
}

const evil: readonly TestEntry[] = [
  directory('srv'),
  directory('srv/node_modules'),
  directory('srv/node_modules/evil'),
  file('srv/node_modules/evil/package.json', JSON.stringify({ name: 'evil', version: '1.0.0' })),
];

const sleeps = ['/bin/busybox', 'sleep', '60'];

/** Images that attempts are made with. Built once: the same bytes for every attempt. */
export const images = {
  good: image('good:1', 'app'),
  /** Another good one, with a user by number. */
  numbered: image('numbered:1', '1000', file('numbered', 'yes')),
  bad: image('bad:1', 'app', ...evil),
} as const;

export function image(tag: string, user: string, ...more: readonly TestEntry[]): TestImage {
  return { layers: [layerWith(...more)], tag, config: { User: user, Cmd: sleeps } };
}

export function idOf(one: TestImage): string {
  return digestOf(configOf(one));
}

/** What a `docker save` archive is made of, to be put together wrongly. */
export function parts(one: TestImage) {
  const config = configOf(one);
  const [layer] = one.layers;
  if (layer === undefined) throw new Error('an image of attempts has a layer');
  const name = `${digestOf(config).slice(7)}.json`;
  const manifest = { Config: name, RepoTags: [one.tag ?? 'x:1'], Layers: ['layer.tar'] };
  return { config, layer, name, manifest };
}
