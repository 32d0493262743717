import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { skipWithout } from '../../../test/build/debian-tools.ts';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { zip } from '../../../test/build/zip.ts';

const metadata = (name: string, version: string) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nLicense: MIT\n`;

async function read(path: string, content: string | Buffer): Promise<readonly [string[], string[]]> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return [
    packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  ];
}

describe('archives that Python runs', () => {
  const egg = zip([{ name: 'EGG-INFO/PKG-INFO', content: metadata('Flask_Cors', '1.0') }, { name: 'flask_cors.py' }]);
  const nameless = zip([{ name: 'EGG-INFO/PKG-INFO', content: 'x: y\n' }]);
  const application = zip([
    { name: '__main__.py', content: 'x' },
    { name: 'site-packages/a-1.0.dist-info/METADATA', content: metadata('a', '1.0') },
    { name: '.deps/b-2.0-py3-none-any.whl/b-2.0.dist-info/METADATA', content: metadata('b', '2.0') },
  ]);
  // As pex lays it with `--no-pre-install-wheels`, and one that lies there for another reason.
  const packed = zip([
    {
      name: '.deps/b-2.0-py3-none-any.whl',
      content: zip([{ name: 'b-2.0.dist-info/METADATA', content: metadata('b', '2.0') }]),
    },
    {
      name: 'data/c-2.0-py3-none-any.whl',
      content: zip([{ name: 'c-2.0.dist-info/METADATA', content: metadata('c', '2.0') }]),
    },
    { name: '.deps/d-2.0-py3-none-any.whl', content: 'no wheel' },
  ]);
  const started = Buffer.concat([Buffer.from('#!/usr/bin/env python3\n'), application]);
  const pip = zip([
    { name: 'pip/_vendor/vendor.txt', content: 'requests==2.31.0\n' },
    { name: 'pip-24.0.dist-info/METADATA', content: metadata('pip', '24.0') },
  ]);
  const bundled = 'usr/local/lib/python3.12/ensurepip/_bundled/pip-24.0-py3-none-any.whl';
  const gap = (reason: string) => [`Python archive ${reason} packages`];
  const cases: readonly [string, string, Buffer | string, readonly string[], readonly string[]][] = [
    ['an egg', 'srv/Flask_Cors-1.0-py3.11.egg', egg, ['pkg:pypi/flask-cors@1.0 MIT'], []],
    ['behind a line that starts it', 'srv/run.pyz', started, ['pkg:pypi/a@1.0 MIT', 'pkg:pypi/b@2.0 MIT'], []],
    ['with wheels in it', 'srv/run.pex', packed, ['pkg:pypi/b@2.0 MIT'], gap('corrupt')],
    ['with what it brings inside', bundled, pip, ['pkg:pypi/pip@24.0 MIT', 'pkg:pypi/requests@2.31.0'], []],
    ['by the name of the egg', 'srv/a-1.5-py3.11.egg', nameless, ['pkg:pypi/a@1.5'], []],
    ['metadata that says nothing', 'srv/a.pyz', nameless, [], gap('unparsable')],
    ['cut', 'srv/a.egg', egg.subarray(0, -9), [], gap('corrupt')],
    ['something else of this name', 'srv/a.egg', 'an egg', [], []],
    ['what lies in tests', 'srv/tests/a-1.0-py3.11.egg', egg, [], []],
  ];
  for (const [name, path, content, packages, gaps] of cases)
    test(name, async () => assert.deepEqual(await read(path, content), [packages, gaps]));
});

test('an application that Python itself packed', { skip: skipWithout('python3', 'python3') }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-zipapp-'));
  after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'app/a-1.0.dist-info'), { recursive: true });
  writeFileSync(join(folder, 'app/__main__.py'), 'print()');
  writeFileSync(join(folder, 'app/a-1.0.dist-info/METADATA'), metadata('a', '1.0'));
  execFileSync('python3', ['-m', 'zipapp', '-c', '-p', '/usr/bin/env python3', join(folder, 'app')]);
  assert.deepEqual(await read('srv/app.pyz', readFileSync(join(folder, 'app.pyz'))), [['pkg:pypi/a@1.0 MIT'], []]);
});
