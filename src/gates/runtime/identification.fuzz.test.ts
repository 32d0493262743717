import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import {
  asked,
  chains,
  containerdEngine,
  dockerEngine,
  type Engine,
  image,
  snapshotter,
  storageEngine,
} from '../../../test/build/runtime-stores.ts';

/** Files of engines that whoever tampers with a machine would begin with. */
const targets = [
  [containerdEngine, `${snapshotter}/metadata.db`],
  [containerdEngine, 'containerd/io.containerd.metadata.v1.bolt/meta.db'],
  [storageEngine, 'storage/overlay-layers/layers.json'],
  [storageEngine, 'storage/overlay-containers/containers.json'],
  [dockerEngine, 'bundle/config.json'],
] as const;

for (const [index, [make, file]] of targets.entries())
  test(`${file}, damaged anyhow: the right image, or a refusal`, async (t) => {
    const engine = make(t);
    const sample = readFileSync(join(engine.folder, file));
    for (const mutant of mutants(sample, { seed: 50 + index, count: 300 })) {
      writeFileSync(join(engine.folder, file), mutant);
      await answerHolds(engine);
    }
  });

test('mountinfo, damaged anyhow: the right image, or a refusal', async (t) => {
  for (const [index, make] of [containerdEngine, storageEngine, dockerEngine].entries()) {
    const engine = make(t);
    for (const mutant of mutants(Buffer.from(engine.mountinfo), { seed: 60 + index, count: 300 }))
      await answerHolds({ ...engine, mountinfo: mutant.toString('utf8') });
  }
});

/** Where something is asked, it is about this image, or about layers that no image has: never about another one. */
async function answerHolds(engine: Engine): Promise<void> {
  const { answer, questions } = await asked(engine);
  const [question] = questions;
  assert.equal(answer.kind, question === undefined ? 'refuse' : 'pass');
  if (question === undefined || question.identity.configDigest === null) return;
  assert.deepEqual([question.identity.configDigest, question.identity.chainId], [image, chains[1]]);
}
