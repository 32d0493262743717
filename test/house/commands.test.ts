import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languages } from '../../src/base/text.ts';
import { readCall } from '../../src/cli/call.ts';
import { commands } from '../../src/cli/command-table.ts';
import { globalFlags } from '../../src/cli/global-flags.ts';
import { flagNotes } from '../../src/cli/help.ts';
import { settle } from '../../src/cli/settings.ts';

const all = await commands.all();
const sources = join(import.meta.dirname, '../../src/cli/commands');

test('commands are loaded by their own names', () => {
  assert.deepEqual(
    commands.names,
    all.map(({ name }) => name),
  );
});

for (const command of all) {
  test(`plimsoll ${command.name} teaches`, () => {
    assert.match(command.name, /^[a-z]+( [a-z]+){0,2}$/);
    assert.ok(command.description.length > 0, 'it has no description');
    for (const language of languages) {
      assert.ok(command.summary[language].length > 0);
      assert.ok(!/[.。]$/.test(command.summary[language]), 'a summary is no sentence');
      for (const example of command.examples)
        assert.match(example.does[language], /[.。]$/, 'an example is explained by a sentence');
    }
  });

  test(`plimsoll ${command.name} says what its flags may be, and which it needs`, () => {
    for (const [name, flag] of Object.entries(command.flags)) {
      if (flag.type !== 'choice') continue;
      for (const language of languages) {
        const text = [flag.summary[language], ...flagNotes(name, flag, language)].join(' ');
        for (const choice of flag.choices) assert.ok(text.includes(choice), `--${name}: ${choice}`);
      }
    }
    // Read, not run: some of them would change this machine.
    const source = readFileSync(join(sources, `${command.name.replaceAll(' ', '-')}.ts`), 'utf8');
    const demanded = [...source.matchAll(/(?:'missing-flag', \{ command: '[^']*', flag: |spokenLine\()'--([a-z-]+)'/g)];
    for (const [, name = ''] of demanded) {
      assert.match(command.flags[name]?.summary.en ?? '', /\(required\)$/);
      assert.match(command.flags[name]?.summary['zh-CN'] ?? '', /（必填）$/);
    }
  });

  test(`the examples of plimsoll ${command.name} work`, async () => {
    for (const example of command.examples) {
      const line = /plimsoll ([^|)>]+)/.exec(example.line)?.[1] ?? '';
      const call = await readCall(line.trim().split(/\s+/), commands);
      assert.equal(call.command?.name, command.name, example.line);
      settle(command.flags, { given: call.given, environment: {}, config: null });
      const required = Object.values(command.arguments).filter((argument) => argument.required === true);
      assert.ok(call.rest.length >= required.length, example.line);
    }
  });

  test(`what plimsoll ${command.name} points to is there`, () => {
    const { names } = commands;
    assert.deepEqual(
      (command.seeAlso ?? []).filter((name) => !names.includes(name) || name === command.name),
      [],
    );
    assert.deepEqual(
      (command.groups ?? []).flatMap((group) => group.flags).filter((name) => !(name in command.flags)),
      [],
    );
    assert.deepEqual(
      Object.keys(command.flags).filter((name) => name in globalFlags || !/^[a-z]+(-[a-z]+)*$/.test(name)),
      [],
    );
  });
}
