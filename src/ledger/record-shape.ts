import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { chainId, type Fingerprint } from '../model/image.ts';
import type { FailedControl, LedgerRecord } from '../model/ledger.ts';
import type { Evidence } from '../model/verdict.ts';
import { Fault } from './fault.ts';
import { digestOf, type Shape, shapeOf, textOf } from './shape.ts';

/** Reads a record out of a payload. Throws {@link Fault} for what is none, or is of a kind that a later version brought. */
export function readRecord(record: Shape): LedgerRecord {
  const facts = { fingerprint: readFingerprint(record.shape('fingerprint')), names: record.list('names', textOf) };
  const kind = record.text('kind');
  switch (kind) {
    case 'verdict':
      return {
        kind,
        ...facts,
        decision: record.oneOf('decision', ['allow', 'deny']),
        policy: { name: record.shape('policy').text('name'), digest: record.shape('policy').text('digest') },
        database: record.text('database'),
        failed: record.list('failed', (value, name) => readControl(shapeOf(value, name))),
        ...readUsers(record),
      };
    case 'authorization':
      return {
        kind,
        ...facts,
        reason: record.text('reason'),
        owner: record.text('owner'),
        expires: record.timeOrNull('expires'),
        ...readUsers(record),
      };
    case 'revocation':
      return { kind, ...facts, reason: record.text('reason') };
    case 'sighting':
      return { kind, ...facts, by: record.text('by') };
    default:
      throw new Fault(faultWords.newKind);
  }
}

function readFingerprint(shape: Shape): Fingerprint {
  const diffIds = shape.list('diffIds', digestOf);
  const chain = shape.digestOrNull('chainId');
  if (chain !== chainId(diffIds)) throw new Fault(fill(faultWords.badShape, { field: 'fingerprint.chainId' }));
  return {
    configDigest: shape.digest('configDigest'),
    manifestDigest: shape.digestOrNull('manifestDigest'),
    indexDigest: shape.digestOrNull('indexDigest'),
    diffIds,
    chainId: chain,
  };
}

function readUsers(record: Shape) {
  return {
    user: record.text('user'),
    rootNames: record.value('rootNames') === null ? null : record.list('rootNames', textOf),
    labels: readLabels(record.value('labels')),
  };
}

function readLabels(value: unknown): Readonly<Record<string, string>> {
  shapeOf(value, 'labels');
  const pairs = Object.entries(value ?? {});
  return Object.fromEntries(pairs.map(([key, label]) => [key, textOf(label, 'labels')]));
}

function readControl(control: Shape): FailedControl {
  return {
    id: control.text('id'),
    outcome: control.oneOf('outcome', ['fail', 'unknown']),
    first: control.text('first'),
    count: control.count('count'),
    evidence: control.list('evidence', readEvidence),
  };
}

function readEvidence(value: unknown, name: string): Evidence {
  shapeOf(value, name);
  const pairs = Object.entries(value ?? {}).map(([key, said]): [string, Evidence[string]] => {
    if (said === null || typeof said === 'string' || typeof said === 'number' || typeof said === 'boolean')
      return [key, said];
    throw new Fault(fill(faultWords.badShape, { field: `${name}.${key}` }));
  });
  return Object.fromEntries(pairs);
}
