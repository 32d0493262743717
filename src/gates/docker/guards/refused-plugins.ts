import type { Guard } from '../guard.ts';
import { guardWords } from './guard-words.ts';
import { refuse } from './refusals.ts';

/** Plugins of the engine itself run as root beside it; nothing that Plimsoll reads tells what is in them. */
export const refusedPlugin: Guard = async () => refuse(403, 'plugin', guardWords.plugin, guardWords.pluginNext);
