import { fileURLToPath } from 'node:url';
import { commands } from './cli/command-table.ts';
import { start } from './start.ts';

await start({
  commands,
  openServices: async (context) => (await import('./wiring.ts')).openServices(context),
  launcher: fileURLToPath(new URL('../bin/plimsoll', import.meta.url)),
});
