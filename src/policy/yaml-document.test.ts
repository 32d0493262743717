import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { readYaml } from './yaml-document.ts';

const head = 'version: 1\nname: "ünï" # a comment\n';
const sprawling: readonly [name: string, text: string, message: RegExp, offset: number][] = [
  [
    'brackets without end',
    `${head}controls: ${'['.repeat(500_000)}`,
    /nested more than 32 levels/,
    head.length + 10 + 32,
  ],
  ['lists without end', `${head}controls: [${'[],'.repeat(330_000)}]`, /more than 600000 pieces/, -1],
  ['keys without end', `${head}${'a: 1\n'.repeat(200_000)}`, /more than 600000 pieces/, -1],
];

for (const [name, text, message, offset] of sprawling) {
  test(`${name} are refused before anything is made of them`, () => {
    const began = processorTime();
    const { root, faults } = readYaml(text);
    assert.equal(root, null);
    assert.match(faults[0]?.text.en ?? '', message);
    if (offset !== -1) assert.equal(faults[0]?.offset, offset);
    assert.ok(processorTime() - began < 2000);
  });
}

test('a megabyte of ordinary policy is read', () => {
  const waiver =
    '  - { control: vulnerabilities, match: { id: CVE-2023-1 }, reason: r, owner: o, expires: 2099-01-01 }\n';
  const { faults, root } = readYaml(`${head}waivers:\n${waiver.repeat(8000)}`);
  assert.deepEqual([faults, root?.children.size], [[], 3]);
});
