import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf, layoutFiles, type TestImage } from '../../build/image.ts';
import { tar } from '../../build/tar.ts';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { good } from './images.ts';

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
export const index = (...manifests: readonly object[]) => Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));

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

export const layoutCases: readonly HostileCase[] = [
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
];

/** This machine's processor in the words of OCI. */
function goArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
