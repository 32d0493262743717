import type { Guard } from '../guard.ts';
import { guardWords } from './guard-words.ts';
import { refuse } from './refusals.ts';

/**
 * Plugins of the engine itself run as root beside it, and it does not tell which layers one stands on: docs/decisions/0012-engine-plugins.md.
 */
export const refusedPlugin: Guard = async () => refuse(403, 'plugin', guardWords.plugin, guardWords.pluginNext);
