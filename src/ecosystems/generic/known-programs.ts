import { databases } from './databases.ts';
import type { KnownProgram } from './known-program.ts';
import { libraries } from './libraries.ts';
import { runtimes } from './runtimes.ts';
import { servers } from './servers.ts';
import { tools } from './tools.ts';

/** All programs that are recognized; of several that share a file's name the first that speaks is the one. */
export const knownPrograms: readonly KnownProgram[] = [...runtimes, ...servers, ...databases, ...libraries, ...tools];
