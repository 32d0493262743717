import type { Collector } from '../collect/collector.ts';

/**
 * Windows itself, whose layers have its files below `Files` and its registry below `Hives` (Microsoft, hcsshim: "Layer format"). What is installed there
 * is in the registry, which nobody reads here: packages of languages and programs are found, and that there is more is said.
 */
export const windows: Collector = {
  name: 'windows',
  revision: 1,
  wants: {
    paths: ['Files/Windows/System32/ntdll.dll', ...['Base', 'Delta'].map((kind) => `Hives/Software_${kind}`)],
  },
  what: 'packages of Windows',
  blinds: ['packages'],
  take: () => ({
    items: [],
    gaps: [{ what: 'packages of Windows', reason: 'unsupported-format', blinds: ['packages'] }],
  }),
};
