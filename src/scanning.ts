import { fileURLToPath } from 'node:url';
import { buildId } from './base/build-id.ts';
import { sbom } from './cli/commands/sbom.ts';
import { scan } from './cli/commands/scan.ts';
import type { Services } from './cli/services.ts';
import { start } from './start.ts';
import { imageServices } from './wiring-images.ts';

const own = [scan, sbom];
const besideThis = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * What `bin/start.cjs` begins for `scan` and `sbom`: the same as `main.ts`, without what looking at one image does not need. In the package
 * it is one file: a second look at an image is mostly start, and gathering a hundred files was half of that.
 */
void start({
  commands: {
    names: own.map(({ name }) => name),
    find: async (name) => own.find((command) => command.name === name) ?? null,
    all: async () => (await import('./cli/command-table.ts')).commands.all(),
  },
  // These commands open nothing else.
  openServices: async (context) =>
    imageServices({
      ...context,
      layerThread: besideThis(buildId === null ? 'wiring-layers.ts' : 'reading-layers.cjs'),
    }) as Partial<Services> as Services,
  launcher: besideThis('../bin/plimsoll'),
});
