import { setMaxListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import type { CourtesyRule } from '../../base/http/courtesy.ts';
import { fill } from '../../base/text.ts';
import type { FleetAsk } from '../../fleet/fleet-ask.ts';
import { fleetProgress } from '../../fleet/fleet-progress.ts';
import type { FleetSummary } from '../../fleet/fleet-summary.ts';
import { openJournal } from '../../fleet/journal.ts';
import { scanFleet } from '../../fleet/scan-fleet.ts';
import { nameText, type Target } from '../../fleet/target.ts';
import { fleetWords as words } from '../../messages/fleet-words.ts';
import { foundNames } from '../../model/image-name.ts';
import type { Io } from '../io.ts';
import type { LedgerWrite } from '../ledger-service.ts';
import type { ScanRequest, Services } from '../services.ts';
import { fleetKeeper } from './keeper.ts';

export interface FleetCall {
  readonly ask: FleetAsk;
  readonly scanning: Omit<ScanRequest, 'ref'>;
  readonly vexDigest: string;
  readonly parallel: number;
  /** Bytes. */
  readonly memory: number;
  readonly courtesy: CourtesyRule;
  /** A folder; null where no reports are wanted. */
  readonly reports: string | null;
  readonly reportFormats: readonly string[];
  readonly record: LedgerWrite | null;
  readonly isFresh: boolean;
}

/** Scans what was asked for. Throws errors of the catalogue for what keeps all of it from being done. */
export async function runFleet(call: FleetCall, services: Services, io: Io): Promise<FleetSummary> {
  const { ask, courtesy, parallel, memory, isFresh } = call;
  const startedAt = new Date();
  // Nobody waits for an answer meanwhile: garbage is collected at once and seldom, not bit by bit and four times as often.
  setFlagsFromString('--no-incremental-marking');
  const keeper = await fleetKeeper(call, services, io);
  // Everything listens to it: requests, scans, those who wait.
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const stop = () => ending.abort(io.signal.reason);
  if (io.signal.aborted) stop();
  io.signal.addEventListener('abort', stop, { once: true });
  const scanning = { ...call.scanning, signal: ending.signal };
  const fleet = await services.fleet.open({ host: ask.host, scanning, courtesy, vexDigest: call.vexDigest });
  try {
    const journal = await openJournal(io.home.ready(), ask, { isFresh, signal: ending.signal });
    try {
      await keeper.tidy();
      const result = await scanFleet({
        ask,
        pool: fleet.pool,
        journal,
        // Waivers end, and grace days pass, with a day.
        basis: `${fleet.basis} ${startedAt.toISOString().slice(0, 10)}`,
        policy: fleet.policy.digest,
        read: (target) => fleet.read(target, namingsOf(ask.host, target)),
        keeper,
        parallel,
        lanes: courtesy.connections,
        memory: { budget: memory, inUse: () => process.memoryUsage.rss() },
        maxFileSize: scanning.limits.maxFileSize,
        progress: fleetProgress(io.progress),
        signal: ending.signal,
        stop: (reason) => ending.abort(reason),
      });
      const endedAt = new Date();
      if (result.takenOver > 0) io.remark(fill(words.resumed, { count: result.takenOver }));
      keeper.tell();
      const { takenOver, ...found } = result;
      const { requests, bytes, refusals } = fleet.pool.traffic;
      return {
        ...found,
        tool: { name: 'plimsoll', version: io.version },
        ask,
        policy: fleet.policy,
        database: fleet.database,
        effort: {
          startedAt: startedAt.toISOString(),
          endedAt: endedAt.toISOString(),
          milliseconds: endedAt.getTime() - startedAt.getTime(),
          requests,
          bytes,
          refusals,
          takenOver,
        },
      };
    } finally {
      journal.close();
    }
  } finally {
    io.signal.removeEventListener('abort', stop);
    fleet.close();
  }
}

function namingsOf(host: string, { names }: Target) {
  return names.map((name) => {
    const full = `${host}/${nameText(name)}`;
    return { ref: `registry:${full}`, names: foundNames(full), indexDigest: name.index };
  });
}
