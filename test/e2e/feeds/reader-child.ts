/** Opens a database again and again and looks everything up in it, until it is told to stop: FILE. */
import { setImmediate as breathe } from 'node:timers/promises';
import { openSqliteStore } from '../../../src/advisories/sqlite-store.ts';

const [file = ''] = process.argv.slice(2);
const generations = new Set<string>();
let rounds = 0;
let stopped = false;
process.once('message', () => {
  stopped = true;
});
while (!stopped) {
  const store = openSqliteStore(file);
  const seen = new Set<string>();
  for (let turn = 0; turn < 3; turn++) {
    for (let at = 0; at < 50; at++) {
      const matches = store.lookup('Debian:12', `pkg${at}`);
      if (matches.length !== 10) throw new Error(`pkg${at} has ${matches.length} advisories`);
      for (const { affected } of matches) seen.add(JSON.stringify(affected.ranges[0]?.events[1]));
    }
    await breathe();
  }
  store.close();
  if (seen.size !== 1) throw new Error(`one database, ${seen.size} generations`);
  for (const generation of seen) generations.add(generation);
  rounds++;
}
process.send?.({ rounds, generations: [...generations] });
process.disconnect?.();
