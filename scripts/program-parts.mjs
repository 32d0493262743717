// A program in several files that Node.js requires: what it always needs, what it mostly needs next, and what is loaded when it is asked for. esbuild
// splits programs for `import` alone, and into as many files as there are ways through them.
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * @param ways esbuild's options, `format: 'cjs'` among them
 * @param name of the last part: NAME-rest.cjs, with whatever no other part has
 * @param parts each with the `name` of its file, the modules that it begins with (`roots`), and `plugins` of esbuild for it alone; all of it is
 *   made where it is loaded. The first one begins the program with its first root.
 * @returns what esbuild tells of all parts
 */
export async function builtInParts(ways, { name, parts }) {
  const root = ways.absWorkingDir;
  const pathOf = ({ path, resolveDir }) => relative(root, resolve(resolveDir, path));
  const own = /^\.{1,2}\/.*\.ts$/;
  const [begin] = parts[0].roots;
  const imported = (paths) => paths.map((path) => `import './${path}';`).join('\n');
  const last = `${name}-rest`;
  const files = {
    name: 'other parts',
    setup: ({ onResolve }) => onResolve({ filter: /^\.\/[\w/-]+\.cjs$/ }, ({ path }) => ({ path, external: true })),
  };

  /** By path: which part has it. What the program begins with is asked for by nobody. */
  const places = new Map();
  for (const part of parts) {
    const outside = {
      name: 'what is elsewhere',
      setup: ({ onResolve }) =>
        onResolve({ filter: own }, (args) =>
          args.kind === 'dynamic-import' || places.has(pathOf(args)) ? { path: args.path, external: true } : undefined,
        ),
    };
    const { metafile } = await build({
      ...ways,
      write: false,
      plugins: [files, ...(part.plugins ?? []), ...ways.plugins, outside],
      stdin: { contents: imported(part.roots), resolveDir: root },
    });
    for (const path of Object.keys(metafile.inputs))
      if (path.startsWith('src/') && path !== begin) places.set(path, part.name);
  }
  const namesOf = await exportedNames(root, [...places.keys()]);

  const later = new Set();
  /** Modules of other parts are there once, whoever imports them: what an error is an instance of is one class. */
  const elsewhere = (here) => ({
    name: 'what is elsewhere',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: own }, (args) => {
        const path = pathOf(args);
        const place = places.get(path);
        if (args.kind === 'dynamic-import' && here !== last) {
          if (place === undefined) later.add(path);
          return { path, namespace: place === undefined ? 'later' : 'asked' };
        }
        return place === undefined || place === here ? undefined : { path, namespace: 'known' };
      });
      // A lazy import of a module that is in this very file as well: esbuild would have all that it imports wait for it.
      onLoad({ filter: /./, namespace: 'asked' }, ({ path }) => ({
        contents: `module.exports = require('./${places.get(path)}.cjs').core(${JSON.stringify(path)});`,
        resolveDir: root,
      }));
      onLoad({ filter: /./, namespace: 'known' }, ({ path }) => ({
        contents: `export const { ${namesOf(path).join(', ')} } = require('./${places.get(path)}.cjs').core(${JSON.stringify(path)});`,
        resolveDir: root,
      }));
      onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
        contents: `module.exports = require('./${last}.cjs').parts[${JSON.stringify(path)}]();`,
        resolveDir: root,
      }));
    },
  });
  const built = (file, contents, plugins) =>
    build({
      ...ways,
      outdir: undefined,
      outfile: join(ways.outdir, `${file}.cjs`),
      plugins: [files, ...plugins, ...ways.plugins, elsewhere(file)],
      stdin: { contents, resolveDir: root, sourcefile: `${file}.js` },
    });
  const all = [];
  for (const part of parts) {
    const core = [...places].filter(([, place]) => place === part.name).map(([path]) => path);
    // What is asked of it is gathered when it is asked for, not for each module when it is loaded.
    const imports = core.map((path, at) => `import { ${aliased(namesOf(path), at, ' as ')} } from './${path}';`);
    const cases = core.map(
      (path, at) => `case ${JSON.stringify(path)}: return { ${aliased(namesOf(path), at, ': ')} };`,
    );
    const lines = [...imports, imported(part.roots), `export function core(path) { switch (path) {`, ...cases, '} }'];
    all.push(await built(part.name, lines.join('\n'), part.plugins ?? []));
  }
  const listed = [...later].map((path) => `${JSON.stringify(path)}: () => require('./${path}')`);
  all.push(await built(last, `exports.parts = { ${listed.join(', ')} };`, []));
  return all;
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
