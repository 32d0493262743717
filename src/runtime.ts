import { fileURLToPath } from 'node:url';
import { gateRuntime } from './cli/commands/gate-runtime.ts';
import type { GateService, Services } from './cli/services.ts';
import { start } from './start.ts';
import { askRuntime } from './wiring-runtime.ts';

/**
 * What `bin/start.cjs` begins for `gate runtime`, for which every container on its way waits: the same as `main.ts`, without what the
 * lock before a runtime does not need. In the package it is one file.
 */
void start({
  commands: {
    names: [gateRuntime.name],
    find: async (name) => (name === gateRuntime.name ? gateRuntime : null),
    all: async () => (await import('./cli/command-table.ts')).commands.all(),
  },
  // The one command there is opens nothing else.
  openServices: async (context) =>
    ({
      gates: { runtime: (request) => askRuntime(context.home, request) } satisfies Partial<GateService>,
    }) as Partial<Services> as Services,
  launcher: fileURLToPath(new URL('../bin/plimsoll', import.meta.url)),
});
