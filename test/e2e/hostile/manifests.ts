import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { configOf, digestOf, dockerArchive, layoutFiles, type TestImage } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { debian, good, scanning } from './images.ts';

type Files = Map<string, Buffer>;

/** Writes an OCI layout, as a change left it, and scans it. */
function layout(change: (files: Files, root: string) => void, image: TestImage = good): (place: Place) => Prepared {
  return ({ folder }) => {
    const root = join(folder, 'layout');
    const files = layoutFiles(image);
    mkdirSync(join(root, 'blobs', 'sha256'), { recursive: true });
    change(files, root);
    for (const [name, content] of files) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    return { args: ['scan', `oci:${root}`, '-o', 'json'] };
  };
}

interface Descriptor {
  mediaType?: string;
  digest: string;
  size: number;
  urls?: string[];
}
interface Manifest {
  config: Descriptor;
  layers: Descriptor[];
  [key: string]: unknown;
}

const layerName = (files: Files) => [...files.keys()][0] ?? '';
const index = (...manifests: readonly object[]) => Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));

/** Puts a document into a layout and names it as the root. */
function setRoot(files: Files, document: Buffer): void {
  files.set(`blobs/sha256/${digestOf(document).slice(7)}`, document);
  files.set('index.json', index({ digest: digestOf(document), size: document.length }));
}

/** A layout whose manifest was changed, and honestly named afterwards. */
function manifest(change: (manifest: Manifest) => void): (place: Place) => Prepared {
  return layout((files) => {
    const found = [...files.values()].find((bytes) => bytes.includes('"layers":['));
    const document: Manifest = JSON.parse(String(found));
    change(document);
    setRoot(files, Buffer.from(JSON.stringify(document)));
  });
}

const firstLayer = (change: (layer: Descriptor) => void) =>
  manifest(({ layers: [layer] }) => change(layer as Descriptor));
const saved = (...images: readonly object[]) => file('manifest.json', JSON.stringify(images));
const ofConfig = (config: string | Buffer) => tar([file('c', config), saved({ Config: 'c', Layers: [] })]);

/** A `docker save` archive with an index beside it that consists of itself, sixty thousand times. */
function wideCircle(): Buffer {
  const name = `sha256:${'a'.repeat(64)}`;
  const circle = index(...Array.from({ length: 60_000 }, () => ({ digest: name, size: 1 })));
  return Buffer.concat([
    tar([
      file(`blobs/${name.replace(':', '/')}`, circle),
      file('index.json', index({ digest: name, size: 1 })),
    ]).subarray(0, -1024),
    dockerArchive(good),
  ]);
}

/** An image that is an index of an index of an index … */
function nested(files: Files, depth: number): void {
  let inner: { digest: string; size: number } = JSON.parse(String(files.get('index.json'))).manifests[0];
  for (let i = 0; i < depth; i += 1) {
    const document = index(inner);
    files.set(`blobs/sha256/${digestOf(document).slice(7)}`, document);
    inner = { digest: digestOf(document), size: document.length };
  }
  files.set('index.json', index(inner));
}

export const manifestCases: readonly HostileCase[] = [
  ...(
    [
      ['a manifest that is no JSON', tar([file('manifest.json', '[{')]), 'manifest-invalid'],
      ['a manifest that is no UTF-8', tar([file('manifest.json', Buffer.alloc(100, 0xff))]), 'manifest-invalid'],
      ['a manifest of 20 MB', () => tar([file('manifest.json', `["${'x'.repeat(20 << 20)}"]`)]), 'archive-corrupt'],
      [
        'a manifest nested a million deep',
        () => tar([file('manifest.json', '['.repeat(1_000_000))]),
        'manifest-invalid',
      ],
      ['a manifest that lists nothing', tar([saved()]), 'not-an-image'],
      ['a manifest of numbers', tar([file('manifest.json', '[1,2]')]), 'manifest-invalid'],
      [
        'a config outside the archive',
        tar([saved({ Config: '../../../../etc/passwd', Layers: [] })]),
        'manifest-invalid',
      ],
      [
        'members that mean the same',
        tar([file('c', configOf(good)), saved({ Config: 'c', cONFIG: 'd', Layers: [] })]),
        'manifest-invalid',
      ],
      [
        'members that mean the same by a letter that looks like none',
        tar([file('c', configOf(good)), saved({ Config: 'c', Layers: [], 'Layer\u017f': ['l'] })]),
        'manifest-invalid',
      ],
      ['fewer layers than its config names', ofConfig(configOf(good)), 'manifest-invalid'],
      [
        'a user said twice, told apart by case',
        dockerArchive({ ...good, config: { User: 'app', user: 'root' } }),
        'manifest-invalid',
      ],
      ['a config without layers', ofConfig('{"os":"linux"}'), 'manifest-invalid'],
      ['a config that is a list', ofConfig('[]'), 'manifest-invalid'],
      ['a config nested a million deep', () => ofConfig('{"a":'.repeat(1_000_000)), 'manifest-invalid'],
      ['a config of 20 MB', () => ofConfig(`{"a":"${'x'.repeat(20 << 20)}"}`), 'archive-corrupt'],
      ['a diffID that climbs', ofConfig('{"rootfs":{"diff_ids":["sha256:../../etc/passwd"]}}'), 'manifest-invalid'],
      ['labels that are no texts', dockerArchive({ ...good, config: { Labels: { a: [1] } } }), 'manifest-invalid'],
      [
        'a config that is not what its name says',
        tar([file(`${'0'.repeat(64)}.json`, configOf(good)), saved({ Config: `${'0'.repeat(64)}.json`, Layers: [] })]),
        'digest-mismatch',
      ],
    ] as const
  ).map(([name, content, error]): HostileCase => ({ name, prepare: scanning(content), exit: 3, error })),
  {
    name: 'an index beside the manifest that leads back to itself sixty thousand times',
    prepare: scanning(wideCircle),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'an index in an index, fifty deep',
    prepare: layout((files) => nested(files, 50)),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'an index of fifty thousand images for other machines',
    prepare: layout((files) => {
      const entry = JSON.parse(String(files.get('index.json'))).manifests[0];
      const others = Array.from({ length: 50_000 }, (_, i) => ({
        digest: `sha256:${String(i).padStart(64, '0')}`,
        size: 1,
        platform: { os: 'plan9', architecture: 'pdp11' },
      }));
      const { platform: _, ...own } = entry;
      setRoot(files, index(...others, { ...own, platform: { os: 'linux', architecture: goArchitecture() } }));
    }),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'an index without an image for this machine',
    prepare: layout((files) =>
      setRoot(
        files,
        index({ digest: `sha256:${'0'.repeat(64)}`, size: 1, platform: { os: 'plan9', architecture: 'x' } }),
      ),
    ),
    exit: 3,
    error: 'no-such-platform',
  },
  {
    name: 'an index that names itself',
    prepare: layout((files) => {
      const name = `sha256:${'b'.repeat(64)}`;
      files.set(`blobs/sha256/${'b'.repeat(64)}`, index({ digest: name, size: 1 }));
      files.set('index.json', index({ digest: name, size: 1 }));
    }),
    exit: 3,
    error: 'digest-mismatch',
  },
  {
    name: 'an image that is an index as well',
    prepare: manifest((document) => {
      document['manifests'] = [];
    }),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a manifest of the first schema',
    prepare: manifest((document) => {
      document['schemaVersion'] = 1;
    }),
    exit: 3,
    error: 'unsupported-image',
  },
  {
    name: 'a chart that is no image',
    prepare: manifest(({ config }) => {
      config.mediaType = 'application/vnd.cncf.helm.config.v1+json';
    }),
    exit: 3,
    error: 'unsupported-image',
  },
  {
    name: 'a size of minus one',
    prepare: firstLayer((layer) => {
      layer.size = -1;
    }),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a size past what a number holds',
    prepare: firstLayer((layer) => {
      layer.size = 2 ** 60;
    }),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a layer that is said to be a petabyte',
    prepare: firstLayer((layer) => {
      layer.size = 1e15;
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layer that is said to be shorter than it is',
    prepare: firstLayer((layer) => {
      layer.size = 10;
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a config that is said to be larger than any document',
    prepare: manifest(({ config }) => {
      config.size = 1e12;
    }),
    exit: 3,
    error: 'digest-mismatch',
  },
  {
    name: 'an encrypted layer',
    prepare: firstLayer((layer) => {
      layer.mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: encrypted'],
  },
  {
    name: 'a layer of an unknown kind',
    prepare: firstLayer((layer) => {
      layer.mediaType = 'application/vnd.example.squashfs';
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: unsupported-format'],
  },
  {
    name: 'a layer that lies elsewhere',
    prepare: firstLayer((layer) => {
      layer.mediaType = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
      layer.digest = `sha256:${'0'.repeat(64)}`;
      layer.urls = ['file:///etc/passwd', 'http://169.254.169.254/latest/meta-data'];
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: foreign-layer'],
  },
  {
    name: 'a layer that is not what the config says',
    prepare: scanning(() => dockerArchive({ ...good, patch: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } })),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a blob that is not what the manifest says',
    prepare: layout((files) => files.set(layerName(files), gzipSync(tar([])))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layer that is missing',
    prepare: layout((files) => files.delete(layerName(files))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'a layer that an archive names and has not',
    prepare: scanning(tar([file('c', configOf(good)), saved({ Config: 'c', Layers: ['../../l'] })])),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'one file as two layers',
    prepare: scanning(
      tar([
        file('l', debian),
        file('c', configOf({ layers: [debian, debian] })),
        saved({ Config: 'c', Layers: ['l', './l'] }),
      ]),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a layout whose blob is a link out of it',
    prepare: layout((files, root) => {
      const name = layerName(files);
      files.delete(name);
      symlinkSync('/etc/passwd', join(root, name));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layout whose blob is a device without end',
    prepare: layout((files, root) => {
      const name = layerName(files);
      files.delete(name);
      symlinkSync('/dev/zero', join(root, name));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'a layout whose blob is a directory',
    prepare: layout((files, root) => {
      const name = layerName(files);
      files.delete(name);
      mkdirSync(join(root, name));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'a layout whose index is a directory',
    prepare: layout((files, root) => {
      files.delete('index.json');
      mkdirSync(join(root, 'index.json'));
    }),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'a layout with a digest that climbs',
    prepare: layout((files) => files.set('index.json', index({ digest: 'sha256:../../../../etc/passwd', size: 1 }))),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'twenty thousand layers that are not there',
    prepare: scanning(() => {
      const ids = Array.from({ length: 20_000 }, (_, i) => `sha256:${String(i).padStart(64, '0')}`);
      return tar([
        file('c', JSON.stringify({ os: 'linux', rootfs: { diff_ids: ids } })),
        saved({ Config: 'c', Layers: ids.map((id) => `${id.slice(7)}/layer.tar`) }),
      ]);
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing', 'layer: limit-crossed'],
  },
  {
    name: 'more layers than allowed',
    prepare: scanning(
      () => dockerArchive({ layers: Array.from({ length: 20 }, (_, i) => tar([file(`f${i}`, '')])) }),
      '--max-layers',
      '10',
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'labels with control characters',
    prepare: scanning(() => dockerArchive({ ...good, config: { Labels: { '\u001b[2J': '\u0007\u202e\u009b' } } })),
    exit: 0,
    error: null,
  },
  {
    name: 'labels that are members of every object',
    prepare: scanning(() =>
      dockerArchive({ ...good, config: { Labels: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') } }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a hundred thousand labels',
    prepare: scanning(() =>
      dockerArchive({
        ...good,
        config: { Labels: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`label${i}`, 'x'])) },
      }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a history of a hundred thousand entries',
    prepare: scanning(() =>
      dockerArchive({ ...good, patch: { history: Array.from({ length: 100_000 }, () => ({ created_by: 'RUN x' })) } }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
];

/** This machine's processor in the words of OCI. */
function goArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
