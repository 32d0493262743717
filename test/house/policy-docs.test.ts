import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { ecosystems } from '../../src/ecosystems/all.ts';
import { builtins } from '../../src/policy/builtin.ts';
import { controls } from '../../src/policy/controls/all.ts';
import { laterControls } from '../../src/policy/later-controls.ts';
import { type LoadOptions, loadPolicy } from '../../src/policy/load.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { policyFiles } from '../build/policy-files.ts';
import { files, root } from './tree.ts';

/** As the program itself loads policies: with every ecosystem. */
const schemes = new Map(ecosystems.map(({ id, versions }) => [id, versions]));
const options: LoadOptions = {
  controls,
  packageKinds: async () => ({ schemeOf: (type) => schemes.get(type), packageTypes: [...schemes.keys()] }),
};

/** Policies of a page by their names, which stand in the first line of each. */
function policiesOf(page: string): ReadonlyMap<string, string> {
  const blocks = [...page.matchAll(/```ya?ml\n(.*?)```/gs)].map(([, block = '']) => block);
  const named = blocks.map((block): [string, string] => [/^# (\S+\.yaml)\n/.exec(block)?.[1] ?? '', block]);
  assert.deepEqual(
    named.filter(([name]) => name === '').map(([, block]) => block),
    [],
    'a block begins with "# NAME.yaml"',
  );
  assert.equal(new Set(named.map(([name]) => name)).size, named.length, 'two blocks have one name');
  return new Map(named);
}

async function loaded(t: TestContext, policies: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Policy>> {
  const path = policyFiles(t, Object.fromEntries(policies));
  const all = new Map<string, Policy>();
  for (const name of policies.keys()) all.set(name, await loadPolicy([path(name)], options));
  return all;
}

const pages = files('docs/policy*.md', 'docs/waivers*.md');

for (const { path, text } of pages) {
  test(`every policy in ${path} can be loaded`, async (t) => {
    await loaded(t, policiesOf(text));
  });
}

for (const name of ['policy', 'waivers']) {
  test(`docs/${name}.md has the same policies in both languages`, async (t) => {
    const demands = async (file: string) => {
      const policies = await loaded(t, policiesOf(readFileSync(join(root, 'docs', file), 'utf8')));
      return [...policies].map(([id, { controls: on, admission, waivers }]) => ({
        id,
        controls: on.map(({ control, settings }) => [control.id, settings]),
        admission,
        // The reason is words.
        waivers: waivers.map(({ facts: { reason: _, ...facts } }) => facts),
      }));
    };
    assert.deepEqual(await demands(`${name}.zh-CN.md`), await demands(`${name}.md`));
  });
}

/** Every key that a control's settings may have, at any depth. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(keysIn)];
}

for (const file of ['policy.md', 'policy.zh-CN.md']) {
  test(`docs/${file} speaks of every control, setting, kind of package and built-in policy`, () => {
    const page = readFileSync(join(root, 'docs', file), 'utf8');
    for (const control of controls) {
      assert.ok(page.includes(`\n### \`${control.id}\`\n`), `a section for ${control.id}`);
      const section = page.slice(page.indexOf(`### \`${control.id}\``)).split('\n##', 1)[0] ?? '';
      for (const key of new Set(keysIn(z.toJSONSchema(control.settings(z), { unrepresentable: 'any' })))) {
        assert.match(section, new RegExp(`\\b${key}\\b`), `${key} of ${control.id}`);
      }
    }
    const words = [...laterControls, ...schemes.keys(), ...builtins.keys()];
    assert.deepEqual(
      words.filter((word) => !page.includes(`\`${word}\``)),
      [],
    );
  });
}
