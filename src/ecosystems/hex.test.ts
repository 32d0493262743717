import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

describe('an Elixir or Erlang application', () => {
  const gap = 'Erlang application resource file unparsable packages';
  const app = (name: string, version: string) =>
    `%% {application,no,[{vsn,"0"}]}\n{application,${name},\n [{description,"x {vsn}"},\n  {vsn, "${version}"},\n  {modules,[a]}]}.\n`;
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    ['in a release', 'app/lib/cowboy-2.9.0/ebin/cowboy.app', app('cowboy', '2.9.0'), ['pkg:hex/cowboy@2.9.0'], []],
    [
      'in quotation marks',
      'app/_build/prod/lib/x/ebin/Elixir.X.app',
      app("'Elixir.X'", '1.0.0'),
      ['pkg:hex/elixir.x@1.0.0'],
      [],
    ],
    [
      'of Erlang itself',
      'usr/lib/erlang/lib/kernel-8.5.3/ebin/kernel.app',
      app('kernel', '8.5.3'),
      ['pkg:hex/kernel@8.5.3'],
      [],
    ],
    ['elsewhere', 'app/src/cowboy.app', app('cowboy', '2.9.0'), [], []],
    ['without a version', 'ebin/a.app', '{application,a,[]}.', [], [gap]],
    ['cut', 'x/ebin/a.app', '{application', [], [gap]],
  ];
  for (const [name, path, content, packages, gaps] of cases) {
    test(name, async () => {
      const inventory = await inventoryOf({ [path]: content });
      const found = inventory.packages.map(({ purl }) => purl);
      assert.deepEqual(
        [found, inventory.gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' '))],
        [packages, gaps],
      );
    });
  }
});
