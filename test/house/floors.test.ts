import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { importsOf, productFiles, type SourceFile, valueImportsOf } from './tree.ts';

/** What the files of a folder may import besides their own folder: docs/architecture.md, "The folders". */
const lower = ['base', 'model', 'messages', 'formats'];
const third = ['versions', 'images', 'collect', 'advisories', 'policy', 'reports', 'ledger', 'gates'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  base: [],
  messages: ['base', 'model'],
  model: ['base', 'messages'],
  formats: ['base'],
  versions: lower,
  images: lower,
  collect: lower,
  advisories: lower,
  gates: lower,
  policy: ['base', 'model', 'messages'],
  ledger: ['base', 'model', 'messages'],
  reports: ['base', 'model', 'messages'],
  ecosystems: [...lower, ...third],
  detectors: [...lower, ...third],
  match: [...lower, ...third],
  scan: [...lower, ...third, 'match'],
  baseline: [...lower, ...third, 'match'],
  golden: [...lower, ...third],
  fleet: [...lower, ...third, 'match'],
  publishing: [...lower, ...third],
  server: [...lower, ...third, 'match', 'scan'],
  cli: [...lower, ...third, 'match', 'scan', 'baseline', 'golden', 'fleet', 'publishing', 'server'],
};

const product = productFiles();
/** The registries: a folder's all.ts with the plugins that it lists. */
const registries = product
  .filter((file) => file.path.endsWith('/all.ts'))
  .map((file) => ({ file, plugins: valueImportsOf(file) }));

test('every folder has its floor', () => {
  const unknown = product.map((file) => folderOf(file.path)).filter((folder) => folder !== '' && !(folder in allowed));
  assert.deepEqual([...new Set(unknown)], []);
});

test('imports go down the floors only, type imports too', () => {
  const wrong: string[] = [];
  for (const file of product) {
    const from = folderOf(file.path);
    if (from === '') continue;
    for (const target of importsOf(file)) {
      const to = folderOf(target);
      if (to !== from && !(allowed[from] ?? []).includes(to)) wrong.push(`${file.path} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('what is imported is there, and product code imports no test', () => {
  const paths = new Set(product.map((file) => file.path));
  const wrong = product.flatMap((file) =>
    importsOf(file)
      .filter((target) => !paths.has(target) && !target.endsWith('.json'))
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('nothing but the wiring imports an all.ts', () => {
  const wrong = product
    .filter((file) => !/^src\/wiring(-[a-z]+)?\.ts$/.test(file.path))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => target.endsWith('/all.ts'))
        .map((target) => `${file.path} imports ${target}`),
    );
  assert.deepEqual(wrong, []);
});

test('plugins never import each other, and what they share imports no plugin', () => {
  const wrong: string[] = [];
  for (const { file: registry, plugins } of registries) {
    const folder = dirname(registry.path);
    const units = plugins.map((plugin) => unitOf(plugin, folder));
    for (const file of product.filter(
      (candidate) => candidate.path.startsWith(`${folder}/`) && candidate !== registry,
    )) {
      const own = units.find((unit) => belongs(file.path, unit));
      for (const target of importsOf(file)) {
        const other = units.find((unit) => belongs(target, unit));
        if (other !== undefined && other !== own) wrong.push(`${file.path} imports ${target}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('the way imports are read sees every form', () => {
  const text = [
    "import a from './a.ts';",
    "import type { B } from './b.ts';",
    "import {\n  c,\n  d,\n} from './c.ts';",
    "export { e } from './e.ts';",
    "import './f.ts';",
    "const g = await import('./g.ts');",
    "type H = import('./h.ts').H;",
    'const no = "from \'./no.ts\'";',
  ].join('\n');
  const file: SourceFile = { path: 'src/x/y.ts', text };
  assert.deepEqual(
    [...importsOf(file)].sort(),
    ['a', 'b', 'c', 'e', 'f', 'g', 'h'].map((name) => `src/x/${name}.ts`),
  );
});

/** `src/formats/tar/x.ts` → `formats`; empty for files right in src. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
}

/** A plugin is its file with the folder of the same name, or the folder below the registry that it lies in; without `.ts`. */
function unitOf(plugin: string, folder: string): string {
  const inner = plugin.slice(folder.length + 1).split('/');
  return `${folder}/${(inner[0] ?? '').replace(/\.ts$/, '')}`;
}

function belongs(path: string, unit: string): boolean {
  return path === `${unit}.ts` || path.startsWith(`${unit}/`);
}
