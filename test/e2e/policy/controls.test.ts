import { after, before, describe, test } from 'node:test';
import { controlCases } from './control-cases.ts';
import { type PolicyCase, play } from './policy-case.ts';
import { type SampleDatabases, sampleDatabases } from './sample-databases.ts';
import { waiverCases } from './waiver-cases.ts';

const cases: readonly PolicyCase[] = [...controlCases, ...waiverCases];
const lines = new Map<PolicyCase, string>();
let databases: SampleDatabases;

before(async () => {
  databases = await sampleDatabases();
});

describe('what a control says of an image, through the command line', { concurrency: 2 }, () => {
  for (const one of cases) {
    test(`${one.control} ${one.outcome}: ${one.what}`, async () => {
      lines.set(one, await play(one, databases));
    });
  }
});

after(() => {
  databases.remove();
  console.log(`\n${lines.size} of ${cases.length} cases\n\ncontrol         outcome exit  case: what the control says`);
  for (const one of cases) console.log(lines.get(one) ?? `${one.control.padEnd(15)} -          -  ${one.what}: FAILED`);
});
