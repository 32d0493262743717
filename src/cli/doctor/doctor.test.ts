import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { callPlimsoll, sampleReport, silentLedger } from '../../../test/build/command-line.ts';
import type { DatabaseStatus } from '../../advisories/status.ts';
import { failure } from '../../base/errors.ts';
import type { ProbedEngine } from '../../images/docker/local-images.ts';
import type { LoginFacts } from '../../images/registry/login-facts.ts';
import type { Services } from '../services.ts';

interface Line {
  readonly id: string;
  readonly outcome: string;
  readonly detail: string;
  readonly remedy: string | null;
}

interface Machine {
  readonly status?: () => Promise<DatabaseStatus>;
  readonly engines?: readonly ProbedEngine[] | (() => Promise<never>);
  readonly credentials?: Partial<LoginFacts>;
  readonly environment?: Record<string, string>;
  readonly entries?: () => Promise<number>;
}

const fresh: DatabaseStatus = {
  ...sampleReport.database,
  starter: false,
  builtAt: new Date().toISOString(),
  path: '/db',
  origin: null,
  size: 1,
};
const answering: ProbedEngine = { address: 'unix:///engine.sock', engine: 'Docker 27.1', trouble: null };

/** What doctor says of a machine, by the ids of its lines. */
async function examine({
  status = async () => fresh,
  engines = [answering],
  credentials = {},
  environment = {},
  entries = async () => 0,
}: Machine) {
  const nothing = () => Promise.reject(new Error('not expected to be called'));
  const services: Partial<Services> = {
    ledger: { ...silentLedger, entries },
    advisories: { update: nothing, build: nothing, push: nothing, pull: nothing, status },
    engines: {
      probe: async () => (typeof engines === 'function' ? engines() : engines),
      images: nothing,
      credentials: async () => ({ file: '/config.json', state: 'absent', hosts: [], helpers: [], ...credentials }),
    },
  };
  const ended = await callPlimsoll(['doctor', '-o', 'json'], {
    services,
    environment: { PLIMSOLL_HOME: tmpdir(), ...environment },
  });
  const { checks }: { checks: Line[] } = JSON.parse(ended.stdout);
  return { ...ended, lines: new Map(checks.map((line) => [line.id, line])) };
}

test('a damaged ledger fails', async () => {
  const broken = failure('ledger-damaged', { file: '/x/ledger.db', reason: 'ledger.head is gone' });
  const { lines, code } = await examine({ entries: () => Promise.reject(broken) });
  assert.equal(code, 3);
  assert.deepEqual(
    [lines.get('ledger')?.outcome, lines.get('ledger')?.detail],
    ['fail', 'the ledger /x/ledger.db is damaged: ledger.head is gone'],
  );
  assert.equal((await examine({ entries: async () => 12 })).lines.get('ledger')?.detail, '12 entries');
});

test('every line that is not well has its remedy', async () => {
  const { lines } = await examine({ engines: [], status: () => Promise.reject(new Error('broken')) });
  for (const line of lines.values()) assert.equal(line.remedy === null, line.outcome === 'ok', line.id);
});

test('the language is the one that is spoken, wherever it was asked for', async () => {
  const spoken = await examine({ environment: { PLIMSOLL_LANG: 'zh-CN', LANG: 'C.UTF-8' } });
  assert.deepEqual(
    [spoken.lines.get('locale')?.detail, spoken.lines.get('locale')?.outcome],
    ['zh-CN（区域设置 C.UTF-8）', 'ok'],
  );
  // It counts from when the sources were asked, not from when they had something new.
  assert.match(spoken.lines.get('advisories')?.detail ?? '', /0 天前更新$/);
  const narrow = await examine({ environment: { PLIMSOLL_LANG: 'zh-CN', LANG: 'C' } });
  assert.equal(narrow.lines.get('locale')?.outcome, 'warn');
});

test('starter, old and future advisories are told apart', async () => {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const cases: [Partial<DatabaseStatus>, string, number][] = [
    [{}, 'ok', 0],
    [{ starter: true }, 'warn', 0],
    [{ builtAt: at(-30) }, 'warn', 0],
    [{ builtAt: at(30) }, 'fail', 3],
  ];
  for (const [change, outcome, code] of cases) {
    const { lines, code: ended } = await examine({ status: async () => ({ ...fresh, ...change }) });
    assert.deepEqual([lines.get('advisories')?.outcome, ended], [outcome, code], JSON.stringify(change));
  }
});

test('a database that cannot be read is a failure with its own remedy', async () => {
  const broken = failure('file-unreadable', { file: 'advisories.db', reason: 'EACCES' });
  const { lines, code, stderr } = await examine({ status: () => Promise.reject(broken) });
  assert.deepEqual([lines.get('advisories')?.remedy, code], [broken.remedy.en, 3]);
  assert.match(stderr, /^plimsoll: .*: advisories \(unhealthy\)\n/);
});

test('an engine that may not be opened is not the same as none', async () => {
  const forbidden = { address: 'unix:///var/run/docker.sock', engine: null, trouble: 'EACCES' };
  assert.match((await examine({ engines: [forbidden] })).lines.get('engine')?.remedy ?? '', /group/);
  assert.match(
    (await examine({ engines: [{ ...forbidden, trouble: 'ENOENT' }] })).lines.get('engine')?.remedy ?? '',
    /DOCKER_HOST/,
  );
});

test('an engine that cannot even be asked for says its own remedy', async () => {
  const invalid = failure('docker-host-invalid', { origin: 'DOCKER_HOST', reason: 'x', hint: 'Forward the socket' });
  const { lines } = await examine({ engines: () => Promise.reject(invalid) });
  assert.deepEqual(lines.get('engine'), {
    ...lines.get('engine'),
    outcome: 'warn',
    detail: 'DOCKER_HOST names an engine that cannot be asked: x',
    remedy: invalid.remedy.en,
  });
});

test('a credential helper that is not installed is named', async () => {
  const credentials = {
    state: 'usable',
    hosts: ['a'],
    helpers: [{ name: 'docker-credential-x', found: false }],
  } as const;
  assert.match((await examine({ credentials })).lines.get('credentials')?.remedy ?? '', /Install docker-credential-x/);
});

test('a variable that is no flag is pointed out', async () => {
  const { lines } = await examine({ environment: { PLIMSOLL_POLCY: 'x' } });
  assert.match(lines.get('variables')?.detail ?? '', /PLIMSOLL_POLCY/);
});

test('a state directory that others may write to is pointed out', async () => {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-doctor-'));
  try {
    assert.equal((await examine({ environment: { PLIMSOLL_HOME: home } })).lines.get('home')?.outcome, 'ok');
    chmodSync(home, 0o775);
    assert.match(
      (await examine({ environment: { PLIMSOLL_HOME: home } })).lines.get('home')?.remedy ?? '',
      /chmod 700/,
    );
    // Like /tmp: closing it would take it away from everybody else.
    chmodSync(home, 0o1777);
    assert.doesNotMatch(
      (await examine({ environment: { PLIMSOLL_HOME: home } })).lines.get('home')?.remedy ?? '',
      /chmod/,
    );
  } finally {
    rmSync(home, { recursive: true });
  }
});
