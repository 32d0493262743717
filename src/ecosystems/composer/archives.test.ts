import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { skipWithout } from '../../../test/build/debian-tools.ts';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { phar } from '../../../test/build/phar.ts';

async function read(path: string, content: string | Buffer): Promise<readonly [string[], string[]]> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return [
    packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  ];
}

/** As Composer writes it. */
const program = `<?php return array(
    'root' => array(
        'name' => 'composer/composer',
        'pretty_version' => '2.6.5',
        'version' => '2.6.5.0',
    ),
    'versions' => array(
        'composer/composer' => array(
            'pretty_version' => '2.6.5',
            'version' => '2.6.5.0',
            'aliases' => array(),
            'dev_requirement' => false,
        ),
        'phpunit/phpunit' => array(
            'pretty_version' => '9.0.0',
            'dev_requirement' => true,
        ),
        'psr/log-implementation' => array(
            'dev_requirement' => false,
            'provided' => array(0 => '1.0|2.0'),
        ),
    ),
);
`;
const installed = '{"packages":[{"name":"a/b","version":"v1.0.0","license":["MIT"]}],"dev":false}';

describe("PHP's archives", () => {
  const both = phar({ 'vendor/composer/installed.json': installed, 'vendor/composer/installed.php': program });
  const gap = (reason: string) => [`PHP archive ${reason} packages`];
  const cases: readonly [string, string, Buffer | string, readonly string[], readonly string[]][] = [
    [
      'what was put into them',
      'srv/x.phar',
      both,
      ['pkg:composer/a/b@v1.0.0 MIT', 'pkg:composer/composer/composer@2.6.5'],
      [],
    ],
    [
      'as a shell finds them',
      'usr/local/bin/composer',
      both,
      ['pkg:composer/a/b@v1.0.0 MIT', 'pkg:composer/composer/composer@2.6.5'],
      [],
    ],
    ['something else of this name', 'usr/bin/composer', '#!/bin/sh\n', [], []],
    ['cut', 'srv/x.phar', both.subarray(0, 150), [], gap('corrupt')],
    [
      'packed as nobody does',
      'srv/x.phar',
      phar({ 'composer/installed.php': 'x' }, 0x2000),
      [],
      gap('unsupported-format'),
    ],
    ['compressed where it is not', 'srv/x.phar', phar({ 'composer/installed.php': 'x' }, 0x1000), [], gap('corrupt')],
    ['a list that is none', 'srv/x.phar', phar({ 'composer/installed.json': 'x' }), [], gap('unparsable')],
  ];
  for (const [name, path, content, packages, gaps] of cases)
    test(name, async () => assert.deepEqual(await read(path, content), [packages, gaps]));
});

test('archives that PHP itself made', { skip: skipWithout('php', 'php-cli') }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-phar-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const compress of ['', '$p->compressFiles(Phar::GZ);']) {
    const file = join(folder, `x${compress.length}.phar`);
    const script = `$p = new Phar('${file}'); $p['vendor/composer/installed.php'] = file_get_contents('php://stdin'); $p['a.php'] = '<?php'; $p->setStub('<?php __HALT_COMPILER(); ?>'); ${compress}`;
    execFileSync('php', ['-d', 'phar.readonly=0', '-r', script], { input: program });
    assert.deepEqual(await read('srv/x.phar', readFileSync(file)), [['pkg:composer/composer/composer@2.6.5'], []]);
  }
});
