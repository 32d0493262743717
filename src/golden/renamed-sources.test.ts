import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dockerArchive } from '../../test/build/image.ts';
import { scanWith } from '../../test/build/scan-parts.ts';
import { file, tar } from '../../test/build/tar.ts';
import { archive } from '../images/archive.ts';
import { renamedSources } from './renamed-sources.ts';

test('an image is judged under the name that it is about to get, and stays what it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-renamed-'));
  try {
    const path = join(folder, 'image.tar');
    writeFileSync(path, dockerArchive({ layers: [tar([file('db', 'one 1')])] }));
    const own = await scanWith([archive], `archive:${path}`);
    const renamed = await scanWith(renamedSources([archive], 'registry.local/shop/cart:2-golden'), `archive:${path}`);
    assert.equal(renamed.ref, 'archive:registry.local/shop/cart:2-golden');
    assert.deepEqual(renamed.names, ['registry.local/shop/cart:2-golden']);
    assert.deepEqual(renamed.fingerprint, own.fingerprint);
    assert.deepEqual(renamed.inventory, own.inventory);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
