// Makes dist/ for the published package, or the folder that is named: the program without types, in chunks that are loaded when they are needed.
// What a checkout runs is the source itself; nothing else is built.
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { builtInParts } from './program-parts.mjs';
import { digestOfSources } from './sources-digest.mjs';

const root = join(import.meta.dirname, '..');
/** Lists of SPDX's identifiers, whose packages have no license file (CC-BY-3.0, CC0-1.0). */
const saidInReadme = ['spdx-exceptions', 'spdx-license-ids'];
const dist = resolve(root, process.argv[2] ?? 'dist');
rmSync(dist, { recursive: true, force: true });

const began = performance.now();
const commandTable = 'command-table';
const ways = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Names stay as they are: whoever reads what a scanner runs should be able to.
  minifyWhitespace: false,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  define: { PLIMSOLL_BUILD: JSON.stringify(digestOfSources(root)) },
};
const whole = await build({
  ...ways,
  format: 'esm',
  // Each lazy import becomes a chunk of its own, so that help does not load the scanner.
  splitting: true,
  entryPoints: { main: 'src/main.ts', [commandTable]: 'src/cli/command-table.ts' },
  chunkNames: 'chunks/[name]-[hash]',
  // CommonJS packages ask for Node.js' own modules with require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

// What is started most and waited for most, the lock before a runtime and a scan, by itself: one file in place of a hundred, and one that Node.js
// requires, which takes it less than an import. Libraries that most calls do without lie beside it.
const asRequired = { ...ways, format: 'cjs', outExtension: { '.js': '.cjs' } };
const aside = ['zod', 'yaml', 'yauzl', 'ae-cvss-calculator'];
const libraries = await build({
  ...asRequired,
  entryPoints: Object.fromEntries(aside.map((name) => [`libraries/${name}`, name])),
});
/** Modules that are large, and that a start mostly does without: whoever first uses one of their names loads them. */
const loadedLate = (...names) => ({
  name: 'what is loaded late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path }) => (names.includes(path) ? { path, namespace: 'late' } : undefined));
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => {
      const load = aside.includes(path) ? `require('./libraries/${path}.cjs')` : `process.getBuiltinModule('${path}')`;
      // What it gives is inherited, as esbuild copies what a module has itself.
      const contents = `let it; module.exports = Object.create(new Proxy({}, { get: (_, name) => (it ??= ${load})[name] }));`;
      return { contents, resolveDir: root };
    });
  },
});
const lateOfNode = ['node:fs/promises', 'node:https', 'node:net', 'node:os', 'node:stream', 'node:tls', 'node:v8'];
const single = {
  ...asRequired,
  banner: {
    js: [
      "const __ownUrl = require('node:url').pathToFileURL(__filename).href;",
      // A library sorts eight words with one when it is loaded, and that loads all of ICU's tables.
      'class __PlainCollator { constructor(...of) { if (of.length > 0) return new globalThis.Intl.Collator(...of); }',
      'compare(one, other) { return one < other ? -1 : Number(one > other); } }',
    ].join('\n'),
  },
  define: { ...ways.define, 'import.meta.url': '__ownUrl', 'Intl.Collator': '__PlainCollator' },
  plugins: [
    {
      name: 'what lies beside it',
      setup({ onResolve }) {
        // Where it has to know other commands it asks the whole program's table.
        onResolve({ filter: /\/command-table\.ts$/ }, ({ kind }) =>
          kind === 'dynamic-import' ? { path: `./${commandTable}.js`, external: true } : undefined,
        );
        onResolve({ filter: /^[a-z]/ }, ({ path }) =>
          aside.includes(path) ? { path: `./libraries/${path}.cjs`, external: true } : undefined,
        );
      },
    },
  ],
};
const runtime = await build({ ...single, entryPoints: { runtime: 'src/runtime.ts' } });
// Help is what commands say of themselves: what they load when they are called is not there.
const helping = await build({
  ...single,
  entryPoints: { helping: 'src/helping.ts' },
  plugins: [
    {
      name: 'nothing but commands',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\./ }, ({ path, kind }) =>
          kind === 'dynamic-import' && !path.startsWith('./commands/') ? { path, external: true } : undefined,
        ),
    },
    ...single.plugins,
  ],
});
// What it runs on a thread beside itself: all that reads layers once more, as the program begins where its first part is loaded.
const layers = await build({ ...single, entryPoints: { 'reading-layers': 'src/wiring-layers.ts' } });
const scanning = await builtInParts(single, {
  name: 'scanning',
  parts: [
    {
      name: 'scanning',
      // An image that is known asks for nothing else.
      roots: ['src/scanning.ts', 'src/wiring-scan.ts', 'src/reports/all.ts'],
      plugins: [loadedLate('node:crypto', 'node:worker_threads', ...lateOfNode)],
    },
    {
      name: 'scanning-threads',
      // They start while the next part is loaded.
      roots: ['src/formats/inflate/inflaters.ts'],
    },
    {
      name: 'scanning-new',
      roots: ['src/scan/image-reader.ts', 'src/wiring-plugins.ts', 'src/advisories/sqlite-store.ts'],
      plugins: [loadedLate('ae-cvss-calculator', ...lateOfNode)],
    },
  ],
});
const inputs = [
  ...new Set(
    [whole, libraries, runtime, helping, layers, ...scanning].flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  ),
];

// Data comes into the bundle by import. What is read from a path beside the source would not be there once it is bundled. The entry lies as
// deep below the package as its source does, and package.json is looked for at both depths.
const sure = ['src/main.ts', 'src/runtime.ts', 'src/scanning.ts', 'src/helping.ts', 'src/base/product-version.ts'];
const strays = inputs.filter(
  (path) =>
    path.startsWith('src/') &&
    !sure.includes(path) &&
    /import\.meta\.(url|dirname|filename)/.test(readFileSync(join(root, path), 'utf8')),
);
if (strays.length > 0)
  throw new Error(`these read files beside their source; import them instead: ${strays.join(', ')}`);

// What a CommonJS package exports is known to Node.js, which finds its names, and not to esbuild, which gives a lazy import of it nothing but `default`.
const nameless = Object.values(whole.metafile.outputs)
  .filter(({ entryPoint, exports }) => entryPoint?.includes('node_modules/') && exports.join() === 'default')
  .map(({ entryPoint }) => entryPoint);
if (nameless.length > 0)
  throw new Error(`import these lazily by a module that names what it takes of them: ${nameless.join(', ')}`);

writeFileSync(join(dist, 'LICENSES.txt'), licenses(inputs));
const made = globSync('**/*', { cwd: dist }).filter((path) => statSync(join(dist, path)).isFile());
const bytes = made.reduce((sum, path) => sum + statSync(join(dist, path)).size, 0);
process.stdout.write(
  `dist: ${made.filter((path) => /\.c?js$/.test(path)).length} files, ${(bytes / 1e6).toFixed(1)} MB, in ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
);

/** The license of every package whose code is in the bundle, as their licenses ask. */
function licenses(inputs) {
  const packages = new Set(
    inputs.map((path) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean),
  );
  const texts = [...packages].sort().map((name) => {
    const [file] = globSync(`node_modules/${name}/{LICENSE,LICENCE,license}*`, { cwd: root });
    if (file === undefined && !saidInReadme.includes(name))
      throw new Error(`${name} is bundled but has no license file`);
    return `${name}\n${'='.repeat(name.length)}\n\n${file === undefined ? licenseIn(name) : readText(file)}`;
  });
  return `Plimsoll's bundle contains these packages.\n\n${texts.join('\n\n')}`;
}

/** What package.json and the README say of the license. */
function licenseIn(name) {
  const { license, author } = JSON.parse(readText(`node_modules/${name}/package.json`));
  return `${license}, by ${author?.name ?? author}\n\n${readText(`node_modules/${name}/README.md`)}`;
}

function readText(path) {
  return readFileSync(join(root, path), 'utf8').trim();
}
