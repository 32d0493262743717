import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
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

test('an engine that systemd does not run has its third lock put up by hand, whoever asks', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-locks-'));
  layOut(root);
  mkdirSync(join(root, 'run'));
  const engine = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end('{}'));
  await new Promise<void>((resolve) => engine.listen(join(root, 'run/docker.sock'), resolve));
  t.after(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });
  const { checks } = await lockStatus(hostIn(root));
  const lock = checks.find(({ id }) => id === 'runtime');
  assert.equal(lock?.state, 'unknown');
  assert.match(lock?.remedy?.en ?? '', /by hand: docs\/gate-docker\.md/);
  assert.match(lock?.remedy?.['zh-CN'] ?? '', /手工.*docs\/gate-docker\.zh-CN\.md/);
});
