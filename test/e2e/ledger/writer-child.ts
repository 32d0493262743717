/** Writes entries without end, and says the number of each once it is acknowledged. Its arguments: the state directory and a seed. */
import { appendRecords } from '../../../src/ledger/writer.ts';
import { verdictRecord, writeOptions } from '../../build/ledger.ts';

const [home = '', seed = ''] = process.argv.slice(2);
for (let i = 0; ; i += 1) {
  const size = (i % 3) + 1;
  const records = Array.from({ length: size }, (_, at) => verdictRecord(`${seed}-${i}-${at}`));
  const entries = await appendRecords(writeOptions(home), records);
  process.stdout.write(entries.map((entry) => `${entry.sequence} ${entry.digest}\n`).join(''));
}
