import { fileURLToPath } from 'node:url';
import { commands } from './cli/command-table.ts';
import { start } from './start.ts';

/** What `bin/start.cjs` begins where help is asked for first: what all commands say of themselves, without what they do. In the package it is one file. */
void start({
  commands,
  openServices: async () => {
    throw new Error('help opens nothing');
  },
  launcher: fileURLToPath(new URL('../bin/plimsoll', import.meta.url)),
});
