// A program in two files that Node.js requires: what it always needs, and what is loaded when it is asked for. esbuild splits programs for `import`
// alone, and into as many files as there are ways through them.
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * @param ways esbuild's options, `format: 'cjs'` among them
 * @param begin the module that begins the program
 * @param always modules that are imported lazily, and needed all the same
 * @param plugins of esbuild, for the first part alone
 * @returns what esbuild tells of both parts: NAME.cjs and NAME-rest.cjs
 */
export async function builtInTwo(ways, { name, begin, always, plugins }) {
  const root = ways.absWorkingDir;
  const pathOf = ({ path, resolveDir }) => relative(root, resolve(resolveDir, path));
  const own = /^\.{1,2}\/.*\.ts$/;
  const later = new Set();

  /** What the first part has is asked of it by path, once it is there. Nothing is made of a module before that. */
  const asked = (path) => ({
    contents: `module.exports = require('./${name}.cjs').core(${JSON.stringify(path)});`,
    resolveDir: root,
  });
  /** Lazy imports of the first part lead into the second one, or back into itself: esbuild would have every module that one may lead to wait for it. */
  const toRest = {
    name: 'what is loaded later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: own }, (args) => {
        if (args.kind !== 'dynamic-import') return;
        const path = pathOf(args);
        if (always.includes(path)) return { path, namespace: 'now' };
        later.add(path);
        return { path, namespace: 'later' };
      });
      onLoad({ filter: /./, namespace: 'now' }, ({ path }) => asked(path));
      onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
        contents: `module.exports = require('./${name}-rest.cjs').parts[${JSON.stringify(path)}]();`,
        resolveDir: root,
      }));
      onResolve({ filter: new RegExp(`^\\./${name}(-rest)?\\.cjs$`) }, ({ path }) => ({ path, external: true }));
    },
  };
  const first = (contents, more) =>
    build({
      ...ways,
      ...more,
      plugins: [...plugins, ...ways.plugins, toRest],
      stdin: { contents, resolveDir: root, sourcefile: `${name}.js` },
    });
  const all = [begin, ...always].map((path) => `import './${path}';`).join('');
  const { metafile } = await first(all, { write: false });
  const core = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/') && path !== begin);
  const namesOf = await exportedNames(root, core);

  /** Modules of the first part are there once, whoever imports them: what an error is an instance of is one class. */
  const toFirst = {
    name: 'what is there already',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: own }, (args) =>
        core.includes(pathOf(args)) ? { path: pathOf(args), namespace: 'first' } : undefined,
      );
      onLoad({ filter: /./, namespace: 'first' }, ({ path }) => ({
        contents: `export const { ${namesOf(path).join(', ')} } = require('./${name}.cjs').core(${JSON.stringify(path)});`,
        resolveDir: root,
      }));
      onResolve({ filter: new RegExp(`^\\./${name}\\.cjs$`) }, ({ path }) => ({ path, external: true }));
    },
  };
  const listed = (paths, value) =>
    `{ ${paths.map((path, at) => `${JSON.stringify(path)}: ${value(path, at)}`).join(', ')} }`;
  const imports = core
    .map((path, at) => `import { ${aliased(namesOf(path), at, ' as ')} } from './${path}';`)
    .join('\n');
  const cases = core
    .map((path, at) => `    case ${JSON.stringify(path)}: return { ${aliased(namesOf(path), at, ': ')} };`)
    .join('\n');
  const one = await first(
    `${imports}\nimport './${begin}';\nexport function core(path) {\n  switch (path) {\n${cases}\n  }\n}`,
    {
      outfile: join(ways.outdir, `${name}.cjs`),
      outdir: undefined,
    },
  );
  const rest = await build({
    ...ways,
    outdir: undefined,
    outfile: join(ways.outdir, `${name}-rest.cjs`),
    plugins: [...ways.plugins, toFirst],
    stdin: {
      contents: `exports.parts = ${listed([...later], (path) => `() => require('./${path}')`)};`,
      resolveDir: root,
      sourcefile: `${name}-rest.js`,
    },
  });
  return [one, rest];
}

/** Names of one module under names that are no other module's. */
function aliased(names, at, between) {
  return names.map((name, which) => `${name}${between}from${at}_${which}`).join(', ');
}

/** What modules export, by their paths. */
async function exportedNames(root, paths) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...paths],
    outdir: 'nowhere',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const names = new Map(Object.values(metafile.outputs).map((output) => [output.entryPoint, output.exports]));
  return (path) => names.get(path) ?? [];
}
