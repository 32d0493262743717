import assert from 'node:assert/strict';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openOptions } from '../../test/build/scan-parts.ts';
import { oci } from './oci.ts';

test('a directory that is not there is told from one that is no layout', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-oci-'));
  t.after(() => rmdirSync(folder));
  const opened = (ref: string) => oci.open(ref, { options: openOptions() } as Parameters<typeof oci.open>[1]);
  await assert.rejects(opened(join(folder, 'none')), { code: 'file-unreadable', message: /there is no such file/ });
  await assert.rejects(opened(folder), { code: 'not-an-image', message: /no index\.json/ });
});
