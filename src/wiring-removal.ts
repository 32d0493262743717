import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fill, type Text, verbatim } from './base/text.ts';
import type { RemovalRequest } from './cli/installation-service.ts';
import type { Content } from './gates/docker/install/whole-file.ts';

/** What the ledger and the gate have written of what went on. Keys stay: what they signed elsewhere is still to be proven. */
const written = ['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'ledger.head', 'ledger.lock', 'spool'];
const logs = ['', '.1', '.2', '.3', '.4', '.5'].map((end) => `decisions.jsonl${end}`);

/** What taking the gate down would come to, in lines for people. */
export async function previewRemoval(home: string, { overwrite, purge }: RemovalRequest): Promise<readonly Text[]> {
  const [{ returnsOf }, { thisHost }, { lineDiff }, services] = await Promise.all([
    import('./gates/docker/install/removal.ts'),
    import('./gates/docker/install/host.ts'),
    import('./gates/docker/install/line-diff.ts'),
    import('./gates/docker/install/services.ts'),
  ]);
  const { journal, returns } = returnsOf(thisHost, home, overwrite);
  const text = (content: Content) => (content.kind === 'file' ? content.bytes.toString('utf8') : '');
  const shown = returns
    .filter(({ kind, from, kept }) => kind !== 'same' && from.kind !== 'folder' && kept.before.kind !== 'folder')
    .flatMap(({ kept, kind, from, to }) => [
      fill(kind === 'theirs' || kind === 'edited' ? words.theirs : to.kind === 'none' ? words.goes : words.back, {
        path: kept.path,
      }),
      ...(to.kind === 'file' ? lineDiff(text(from), text(to)).map((line) => verbatim(`    ${line}`)) : []),
    ]);
  const containerd = journal.kept.some(({ path }) => path.includes('containerd.service.d/'));
  const calls = [...services.callsBeforeOpening, ...services.callsAfterOpening(containerd)];
  return [
    ...shown,
    ...(journal.accounts === null ? [] : [words.accountGoes]),
    ...(purge ? [...written, ...logs].map((name) => fill(words.goes, { path: join(home, name) })) : []),
    ...calls.map((call) => fill(words.call, { line: call.join(' ') })),
  ];
}

export async function remove(home: string, request: RemovalRequest, say: (line: Text) => void): Promise<void> {
  const [{ takeAway }, { thisHost }] = await Promise.all([
    import('./gates/docker/install/removal.ts'),
    import('./gates/docker/install/host.ts'),
  ]);
  await takeAway(thisHost, { home, overwrite: request.overwrite, say });
  if (!request.purge) return;
  for (const name of [...written, ...logs]) rmSync(join(home, name), { recursive: true, force: true });
}

const words = {
  goes: { en: 'removed  {path}', 'zh-CN': '移除  {path}' },
  back: { en: 'restored {path}', 'zh-CN': '恢复  {path}' },
  theirs: {
    en: 'kept     {path}: somebody changed it since (--overwrite restores it)',
    'zh-CN': '保留  {path}：安装后被他人修改过（--overwrite 可恢复原状）',
  },
  accountGoes: { en: 'removed  account plimsoll', 'zh-CN': '移除  账户 plimsoll' },
  call: { en: 'run      {line}', 'zh-CN': '执行  {line}' },
} as const satisfies Record<string, Text>;
