import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { debianBase } from '../../test/e2e/build/debian.ts';
import { run } from '../../test/e2e/build/parts.ts';
import { writeArchive } from './archive.ts';
import { kept, type LayerFile, layerOf, pack } from './layers.ts';
import type { Specimen } from './specimens/specimen.ts';
import { javaTree, nodeTree, pythonTree } from './trees.ts';

export interface PeerImage {
  readonly id: string;
  readonly title: string;
  /** What an engine calls it once it has loaded it. */
  readonly name: string;
  readonly archive: string;
  readonly layers: readonly LayerFile[];
}

interface Recipe {
  readonly id: string;
  readonly title: string;
  readonly layers: () => Promise<readonly LayerFile[]>;
  /** Too large to be loaded into an engine or made twice. */
  readonly isHuge?: true;
}

/** Everything comes from Debian, npm and Maven Central. The first run makes it, which takes a while; it is kept in the tests' cache. */
export const recipes: readonly Recipe[] = [
  { id: 'debian', title: 'plain Debian', layers: async () => [await debian()] },
  { id: 'node', title: 'node_modules', layers: async () => [await debian(), await node('srv/app')] },
  { id: 'java', title: 'Java', layers: async () => [await debian(), await java('opt')] },
  {
    id: '1gb',
    title: '1 GB',
    layers: async () => [await debian(), await node('srv/app'), await java('opt'), await java('opt/second')],
  },
  {
    id: '5gb',
    title: '5 GB',
    isHuge: true,
    layers: async () => {
      const layers = [await debian()];
      for (let copy = 1; layers.reduce((sum, { uncompressed }) => sum + uncompressed, 0) < 5e9; copy += 1) {
        layers.push(await node(`srv/app${copy}`), await java(`opt/java${copy}`));
      }
      return layers;
    },
  },
  { id: '60layers', title: '60 layers', layers: sixtyLayers },
];

export async function peerImage({ id, title, layers }: Recipe): Promise<PeerImage> {
  return image(id, title, await layers());
}

/** The same image with a small layer of its own on top, as a second image on a known base. */
export async function onTop(base: PeerImage, count = 1): Promise<PeerImage> {
  return image(`${base.id}-on-top-${count}`, `on ${base.title}`, [...base.layers, await ownLayer(String(count))]);
}

async function image(id: string, title: string, layers: readonly LayerFile[]): Promise<PeerImage> {
  const name = `plimsoll-bench/${id}:1`;
  const content = createHash('sha256')
    .update(layers.map(({ digest }) => digest).join())
    .digest('hex')
    .slice(0, 12);
  const folder = await kept(join('images', `${id}-${content}`), (draft) => writeArchive(draft, name, layers));
  return { id, title, name, archive: join(folder, 'image.tar'), layers };
}

/** Old packages of several languages, and programs of this machine, as a layer on Debian: for comparing what is found, not how quickly. */
export async function mixedImage(programs: readonly string[]): Promise<PeerImage> {
  const python = await layerOf('python', async (tar) =>
    pack(tar, await pythonTree(), 'usr/local/lib/python3.9/site-packages'),
  );
  const names = programs.map((program) => basename(program));
  const binaries = await layerOf(`programs-${names.join('-')}`, (tar) => {
    for (const program of programs) pack(tar, dirname(program), 'usr/local/bin', [basename(program)]);
  });
  return image('mixed', 'old packages', [await debian(), python, binaries]);
}

/** A specimen of sources as a folder. */
export function specimenFolder({ id, make }: Specimen): Promise<string> {
  return kept(join('sources', id), async (root) => {
    const work = mkdtempSync(join(tmpdir(), 'plimsoll-work-'));
    try {
      await make(root, work);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

/** A specimen as an image of one layer. */
export async function specimenImage({ id, of, make }: Specimen): Promise<PeerImage> {
  const layer = await layerOf(`specimen-${id}`, async (tar) => {
    const [root, work] = ['root', 'work'].map((name) => mkdtempSync(join(tmpdir(), `plimsoll-${name}-`)));
    try {
      await make(root ?? '', work ?? '');
      run('tar', ['-C', root ?? '', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-cf', tar, '.']);
    } finally {
      for (const folder of [root, work]) rmSync(folder ?? '', { recursive: true, force: true });
    }
  });
  return image(`specimen-${id}`, of, [layer]);
}

function debian(): Promise<LayerFile> {
  return layerOf('debian-11', (tar) => copyFileSync(debianBase(), tar));
}

function node(prefix: string): Promise<LayerFile> {
  return layerOf(`node-${prefix.replaceAll('/', '-')}`, async (tar) => pack(tar, await nodeTree(), prefix));
}

function java(prefix: string): Promise<LayerFile> {
  return layerOf(`java-${prefix.replaceAll('/', '-')}`, async (tar) => pack(tar, await javaTree(), prefix));
}

/** What a team adds to a base: one program of its own with one package. */
function ownLayer(name: string): Promise<LayerFile> {
  return layerOf(`own-${name}`, (tar) => {
    const root = mkdtempSync(join(tmpdir(), 'plimsoll-own-'));
    const lodash = join(root, 'node_modules', 'lodash');
    mkdirSync(lodash, { recursive: true });
    writeFileSync(join(root, 'index.js'), `console.log(${JSON.stringify(name)});\n`);
    writeFileSync(join(lodash, 'package.json'), JSON.stringify({ name: 'lodash', version: '4.17.11' }));
    pack(tar, root, `home/own-${name}`);
    rmSync(root, { recursive: true });
  });
}

/** The base, and 59 steps that each bring some packages, change a file of the step before, and delete another. */
async function sixtyLayers(): Promise<readonly LayerFile[]> {
  const tree = await nodeTree();
  const names = readdirSync(join(tree, 'node_modules'))
    .filter((name) => !name.startsWith('.'))
    .sort();
  const layers = [await debian()];
  for (let step = 1; step < 60; step += 1) {
    const own = names.filter((_, at) => at % 59 === step - 1);
    const before = names.filter((_, at) => at % 59 === step - 2);
    layers.push(
      await layerOf(`step-${step}`, (tar) => {
        pack(
          tar,
          tree,
          'srv/app',
          own.map((name) => `node_modules/${name}`),
        );
        const changes = mkdtempSync(join(tmpdir(), 'plimsoll-step-'));
        mkdirSync(join(changes, 'node_modules'));
        writeFileSync(join(changes, 'step.txt'), `${step}\n`);
        if (before[0] !== undefined) writeFileSync(join(changes, 'node_modules', `.wh.${before[0]}`), '');
        pack(tar, changes, 'srv/app');
        rmSync(changes, { recursive: true });
      }),
    );
  }
  return layers;
}
