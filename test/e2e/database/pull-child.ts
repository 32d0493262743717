/** Pulls once, as a process of its own that a test may kill: HOME REF PUBLIC-KEY-FILE. */
import { keyIdOf, readGivenPublicKey } from '../../../src/ledger/public-key.ts';
import { pullDatabase } from '../../../src/publishing/pull.ts';

const [home = '', ref = '', file = ''] = process.argv.slice(2);
const key = readGivenPublicKey(file);
process.send?.('begun');
await pullDatabase({
  home,
  ref,
  keyOf: (id) => (id === keyIdOf(key) ? key : undefined),
  keyFolder: '',
  allowOlder: false,
  allowShrink: false,
  registry: { ca: null, insecureHosts: [], token: null },
  offline: false,
  environment: {},
  signal: new AbortController().signal,
  progress: { step: () => {} },
});
process.disconnect?.();
