import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { directory, file, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import type { Harvest } from '../model/harvest.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import { squash } from './squash.ts';

const collectors = [lineCollector({ names: ['db', 'a'] })];
const name = fc.constantFrom('a', 'b', 'db');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const entry: fc.Arbitrary<TestEntry> = fc.oneof(
  path.map((at) => file(at, `${at.replaceAll('/', '-')} 1`)),
  path.map((at) => file(`${at}/db`, 'same 1')),
  path.map((at) => directory(at)),
  path.map((at) => symlink(at, 'b')),
  path.map((at) => file(at.replace(/[^/]+$/, '.wh.$&'), '')),
  path.map((at) => file(`${at}/.wh..wh..opq`, '')),
  fc.constant(file('.wh..wh..opq', '')),
);

/** The same layer with so many paths more, of no concern to anybody, that the pile is gone through rather than the layer. */
function padded(harvest: Harvest): Harvest {
  const builder = new PathIndexBuilder();
  for (let at = 0; at < 400; at += 1) builder.add(`elsewhere/${at}`, 'other');
  const paths = new BigUint64Array([...harvest.paths, ...builder.build()]).sort();
  return { ...harvest, paths };
}

test('what a layer hides is the same whether its paths are looked for in the pile or those of the pile in it', async () => {
  const image = fc.array(fc.array(entry, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 6 });
  let hidden = 0;
  await fc.assert(
    fc.asyncProperty(image, async (layers) => {
      const harvests = await Promise.all(layers.map((entries) => harvestOf(tar(entries), { collectors })));
      const [bottom, ...above] = harvests;
      assert.ok(bottom !== undefined);
      const { files, links, gaps } = shown(squash([bottom, ...above]));
      assert.deepEqual({ files, links, gaps }, shown(squash([bottom, ...above.map(padded)])));
      hidden += harvests.reduce((sum, one) => sum + one.files.length, 0) - files.length;
    }),
    campaign(871, 300),
  );
  assert.ok(hidden > 100, 'layers hid hardly anything');
});

function shown({ files, links, gaps }: ReturnType<typeof squash>) {
  return { files, links: [...links], gaps };
}
