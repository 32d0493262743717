import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostIn, layOut } from './host-for-tests.ts';
import { lockStatus } from './lock-status.ts';

test('where neither systemd nor the engine answers both languages say so, and what helps', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-locks-'));
  t.after(() => rmSync(root, { recursive: true }));
  layOut(root);
  const { checks } = await lockStatus(hostIn(root));
  assert.deepEqual(
    checks.map(({ id, state }) => `${id} ${state}`),
    ['service unknown', 'socket unknown', 'authz unknown', 'runtime unknown'],
  );
  const [service, socket] = checks;
  const isRoot = process.geteuid?.() === 0;
  assert.match(service?.remedy?.en ?? '', isRoot ? /^systemd, .* does not answer/ : /^Ask as root/);
  assert.match(socket?.remedy?.en ?? '', isRoot ? /^Start the engine/ : /^Ask as root/);
  assert.match(socket?.detail.en ?? '', /^the engine behind this gate does not answer: there is no such file/);
  assert.match(socket?.detail['zh-CN'] ?? '', /^关卡后的引擎没有响应：文件或目录不存在/);
});
