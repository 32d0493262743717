// Makes dist/ for the published package: the program without types, in chunks that are loaded when they are needed. What a checkout runs is the
// source itself; nothing else is built.
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
/** Lists of SPDX's identifiers, whose packages have no license file (CC-BY-3.0, CC0-1.0). */
const saidInReadme = ['spdx-exceptions', 'spdx-license-ids'];
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const began = performance.now();
const result = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  // Each lazy import becomes a chunk of its own, so that help does not load the scanner.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Names stay as they are: whoever reads what a scanner runs should be able to.
  minifyWhitespace: false,
  legalComments: 'linked',
  metafile: true,
  // CommonJS packages ask for Node.js' own modules with require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

// Data comes into the bundle by import. What is read from a path beside the source would not be there once it is bundled. The entry lies as
// deep below the package as its source does, and package.json is looked for at both depths.
const sure = ['src/main.ts', 'src/base/product-version.ts'];
const strays = Object.keys(result.metafile.inputs).filter(
  (path) =>
    path.startsWith('src/') &&
    !sure.includes(path) &&
    /import\.meta\.(url|dirname|filename)/.test(readFileSync(join(root, path), 'utf8')),
);
if (strays.length > 0)
  throw new Error(`these read files beside their source; import them instead: ${strays.join(', ')}`);

writeFileSync(join(dist, 'LICENSES.txt'), licenses(result.metafile));
const bytes = globSync('dist/**/*', { cwd: root }).reduce(
  (sum, path) => sum + (statSync(join(root, path)).isFile() ? statSync(join(root, path)).size : 0),
  0,
);
process.stdout.write(
  `dist: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB, in ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
);

/** The license of every package whose code is in the bundle, as their licenses ask. */
function licenses(metafile) {
  const packages = new Set(
    Object.keys(metafile.inputs)
      .map((path) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
      .filter(Boolean),
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
