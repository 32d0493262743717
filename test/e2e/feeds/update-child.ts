/** Updates once, as a process of its own that a test may kill: HOME SOURCE. */
import { updateDatabase } from '../../../src/advisories/update.ts';

const [home = '', source = ''] = process.argv.slice(2);
process.send?.('begun');
await updateDatabase({
  home,
  sources: [source],
  kev: [],
  epss: [],
  nvd: [],
  ecosystems: [],
  allowShrink: false,
  fetch: () => Promise.reject(new Error('nothing is fetched here')),
  signal: new AbortController().signal,
  progress: { step: () => {} },
});
process.disconnect?.();
