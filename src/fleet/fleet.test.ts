import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PlimsollError } from '../base/errors.ts';
import { admission, weightOfImage } from './admission.ts';
import { nameOf } from './find-names.ts';
import { readNameList } from './name-list.ts';
import { reportFileName } from './report-file-name.ts';
import { compareNames, nameText } from './target.ts';

describe('a list of names', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  test('repositories, tags, digests, remarks, the host before them', () => {
    const text = `\ufeffshop/cart\nshop/cart:1 # the old one\r\n\n# all of it\nr.example/base@${digest}\nregistry:r.example/x:2\nshop/cart\n`;
    assert.deepEqual(readNameList(text, 'r.example', 'list'), [
      { repository: 'shop/cart', reference: null },
      { repository: 'shop/cart', reference: '1' },
      { repository: 'base', reference: digest },
      { repository: 'x', reference: '2' },
    ]);
    assert.deepEqual(readNameList('nginx', 'docker.io', 'list'), [{ repository: 'library/nginx', reference: null }]);
  });
  for (const wrong of [
    'Shop',
    'a b',
    '../x',
    'a:',
    'other.example/a',
    'a@sha256:12',
    `${'a/'.repeat(600)}b`,
    '\u001b[31ma',
  ]) {
    test(`not ${JSON.stringify(wrong.slice(0, 20))}`, () => {
      assert.throws(
        () => readNameList(`ok\n${wrong}`, 'r.example', 'list'),
        (error) => error instanceof PlimsollError && error.code === 'list-invalid' && error.message.includes('line 2'),
      );
    });
  }
});

test('names from a registry’s lists that no engine could pull', () => {
  assert.equal(nameOf('r.example', 'a/b', 'v1')?.tag, 'v1');
  for (const [repository, tag] of [
    ['A', '1'],
    ['a/../b', '1'],
    ['a:1', 'x'],
    ['a', 'b/c'],
    ['a', '../../etc'],
    ['a', '-x'],
    ['a', 'x'.repeat(129)],
    ['a', '\u001b]0;x'],
    ['a@sha256', '1'],
    ['', '1'],
  ] as const)
    assert.equal(nameOf('r.example', repository, tag), null, `${repository}:${tag}`);
});

test('files of reports are plain, in their folder, and one for each image', () => {
  const names = [
    'a/b:1',
    'a.b:1',
    'a/b:A',
    'a/b:a',
    '../../etc/passwd:1',
    '..',
    '',
    '.hidden:1',
    `${'x/'.repeat(200)}y:1`,
    'CON:1',
  ];
  const files = names.map((name) => reportFileName({ names: [name], platform: 'linux/amd64' }, 'json'));
  assert.equal(new Set(files.map((file) => file.toLowerCase())).size, names.length);
  for (const file of files) assert.match(file, /^[A-Za-z0-9][A-Za-z0-9._-]{0,90}-[0-9a-f]{12}\.json$/);
});

test('in the order in which people count', () => {
  assert.deepEqual(['a:10', 'a:9', 'a:A', 'a:a'].sort(compareNames), ['a:9', 'a:10', 'a:a', 'a:A']);
  assert.equal(nameText({ repository: 'a', reference: 'sha256:1' }), 'a@sha256:1');
});

test('no more is let in than fits; what alone is too large is let in alone', async () => {
  const ending = new AbortController();
  let inUse = 0;
  let most = 0;
  let running = 0;
  const gate = admission({ most: 4, budget: 100, inUse: () => inUse, signal: ending.signal });
  const work = (weight: number) =>
    gate.admitted(weight, async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(5);
      running -= 1;
    });
  await Promise.all(Array.from({ length: 10 }, () => work(40)));
  assert.equal(most, 2);
  most = 0;
  inUse = 1000;
  await Promise.all(Array.from({ length: 4 }, () => work(1)));
  assert.equal(most, 1, 'what is measured counts as well');
  inUse = 0;
  await work(5000);
  const first = gate.admitted(1, () => pause(30));
  const second = gate.admitted(5000, async () => 'never');
  ending.abort(new Error('over'));
  await assert.rejects(second, /over/);
  await first;
  assert.ok(weightOfImage(0, 1) > 1e6 && weightOfImage(1e12, 256e6) < 300e6);
});
