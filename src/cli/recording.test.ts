import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callPlimsoll, silentLedger } from '../../test/build/command-line.ts';
import { authorizationRecord, ledgerBox, revocationRecord } from '../../test/build/ledger.ts';
import { sampleReport } from '../../test/sample-report.ts';
import { failure } from '../base/errors.ts';
import { openLedgerReader } from '../ledger/reader.ts';
import { appendRecords } from '../ledger/writer.ts';
import type { Gap, GapReason } from '../model/gap.ts';
import type { LedgerRecord } from '../model/ledger.ts';
import type { Report } from '../model/report.ts';
import type { LedgerService } from './ledger-service.ts';

/** Scans to a report and records it, after these records about the same image. */
async function recorded(report: Report, ...before: readonly LedgerRecord[]) {
  using box = ledgerBox();
  const about = before.map((record) => ({ ...record, fingerprint: report.fingerprint }));
  await box.append(...about);
  const ledger: LedgerService = {
    ...silentLedger,
    prepare: async () => void (await appendRecords(box.options, [])),
    append: (records) => appendRecords(box.options, records),
    standing: async (identity) => {
      const reader = openLedgerReader(box.home);
      try {
        return reader.newest(identity);
      } finally {
        reader.close();
      }
    },
  };
  const ended = await callPlimsoll(['scan', 'archive:x', '--record'], { report, services: { ledger } });
  return { ...ended, standing: await ledger.standing(report.fingerprint) };
}

const gap = (what: string, reason: GapReason): Gap => ({
  what,
  path: null,
  layer: null,
  reason,
  blinds: ['packages'],
  incomplete: true,
});

test('a verdict is recorded with the names and the fingerprint of the report', async () => {
  const report = sampleReport();
  const { code, stderr, standing } = await recorded(report);
  assert.equal(code, 1);
  assert.equal(stderr, 'recorded as entry 1: denied\n');
  assert.deepEqual(standing?.record.fingerprint, report.fingerprint);
  assert.deepEqual(standing?.record.names, report.names);
});

describe('a reading that stopped', () => {
  for (const reason of ['timeout', 'truncated', 'corrupt', 'digest-mismatch', 'missing', 'limit-crossed'] as const)
    test(`in a layer says nothing of the image whose digests it goes by, and is not recorded: ${reason}`, async () => {
      const { code, stderr, standing } = await recorded(sampleReport({ inventory: { gaps: [gap('layer', reason)] } }));
      assert.equal(code, 3);
      assert.match(stderr, /\(not-recorded\)/);
      assert.equal(standing, null);
    });

  test('at a file of a proven layer is recorded as the denial that it is', async () => {
    const gaps = [gap('dpkg database', 'too-large')];
    const { code, stderr, standing } = await recorded(sampleReport({ inventory: { gaps } }));
    assert.equal(code, 3);
    assert.match(stderr, /\(incomplete\)[\s\S]*recorded as entry 1: denied/);
    assert.equal(standing?.record.kind === 'verdict' && standing.record.decision, 'deny');
  });
});

test('a scan of a revoked image says that it stays revoked', async () => {
  const report = sampleReport({ verdict: { decision: 'allow', controls: [] } });
  const { code, stderr, standing } = await recorded(report, revocationRecord('cart'));
  assert.equal(code, 0);
  assert.match(stderr, /recorded as entry 2: allowed\nThe image stays revoked by entry 1: /);
  assert.equal(standing?.record.kind, 'revocation');
});

test('a denial of an authorized image says what it does', async () => {
  const { stderr, standing } = await recorded(sampleReport(), authorizationRecord('cart'));
  assert.match(stderr, /takes the place of the authorization of entry 1/);
  assert.equal(standing?.record.kind, 'verdict');
});

test('a tree of files that was named without its scheme is not recorded', async () => {
  const { code, stderr, standing } = await recorded(sampleReport({ ref: 'rootfs:/srv', source: 'rootfs' }));
  assert.equal(code, 2);
  assert.match(stderr, /\(not-recordable\)/);
  assert.equal(standing, null);
});

test('where nothing could be signed nothing is scanned', async () => {
  const refuse = () => Promise.reject(failure('signing-key-missing', { file: '/x/keys/signing.key' }));
  const ended = await callPlimsoll(['scan', 'x', '--record'], {
    services: { ledger: { ...silentLedger, prepare: refuse } },
  });
  assert.equal(ended.code, 2);
  assert.equal(ended.scans.length, 0);
  assert.match(ended.stderr, /\(signing-key-missing\)/);
});
