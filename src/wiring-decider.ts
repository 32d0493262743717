import { statSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { resolve } from 'node:path';
import type { DecidingRequest, ScanRequest, StateHome } from './cli/services.ts';
import type { HarvestCache } from './collect/harvest-cache.ts';
import { accountOf } from './gates/docker/install/account.ts';
import { thisHost } from './gates/docker/install/host.ts';
import { places } from './gates/docker/install/places.ts';
import { keepsOwnAccount } from './gates/own-account.ts';
import { openLedgerReader } from './ledger/reader.ts';
import type { LedgerRecord } from './model/ledger.ts';
import type { Decide } from './model/question.ts';
import type { Report } from './model/report.ts';
import type { Policy } from './policy/policy.ts';
import { decideOver } from './scan/decide.ts';
import { askerOf, doorScans, type ScannableQuestion } from './scan/door-scan.ts';
import { provenLayers } from './scan/proven-layers.ts';

/** What decisions are made with, besides the ledger. */
export interface DecidingMaterials {
  readonly home: StateHome;
  readonly loadPolicy: (files: readonly string[]) => Promise<Policy>;
  readonly scan: (request: ScanRequest, ways: DoorScanWays) => Promise<Report>;
}

/** What is particular about a scan at a door. */
export interface DoorScanWays {
  /** To judge by, whatever the files say by now. */
  readonly policy: Policy;
  /** What of the cached readings of layers it may know; all of them where it is left out. */
  readonly narrowed?: (cache: HarvestCache) => HarvestCache;
}

/** Decides by the ledger of a state directory under a policy. */
export interface Decider {
  readonly decide: Decide;
  /** As `decide`, but scans nothing and writes nothing down. */
  readonly look: Decide;
  /** The policy in force. */
  policy(): Pick<Policy, 'name' | 'digest'>;
  /** Files and directories that decisions are made by: whoever can write to one of them has any decision that he wants. */
  grounds(): readonly string[];
  /**
   * Reads policy and key anew. From then on they are in force; what is being decided ends by what it began with. Throws where they
   * cannot be used: then nothing has changed.
   */
  reload(request: DecidingRequest): Promise<void>;
  close(): void;
}

/** Scans at the door that go on at a time: each may hold some hundred megabytes. */
const scansAtOnce = 2;
/** Milliseconds to wait for other writers of the ledger. */
const patience = 10_000;

export async function openDecider(materials: DecidingMaterials, request: DecidingRequest): Promise<Decider> {
  const shared = { ...materials, ledger: openLedgerReader(materials.home.path), narrow: provenLayers() };
  const guarded = ownAccountGuard(materials.home.path);
  let inForce = await under(request, shared);
  return {
    decide: guarded((question) => inForce.decide(question)),
    look: guarded((question) => inForce.look(question)),
    policy: () => ({ name: inForce.policy.name, digest: inForce.policy.digest }),
    grounds: () => [materials.home.path, ...compiledCode(), ...inForce.grounds],
    reload: async (again) => {
      const next = await under(again, shared);
      await requireKey(again, materials.home);
      inForce = next;
    },
    close: () => shared.ledger.close(),
  };
}

/** Where the gate has an account of its own, nobody else becomes it. */
function ownAccountGuard(home: string): (decide: Decide) => Decide {
  const owner = statSync(home, { throwIfNoEntry: false })?.uid;
  const account = accountOf(thisHost, places.account);
  return (decide) => (account?.uid === owner && account !== null ? keepsOwnAccount(decide, account.uid) : decide);
}

type Shared = DecidingMaterials & {
  readonly ledger: ReturnType<typeof openLedgerReader>;
  readonly narrow: ReturnType<typeof provenLayers>;
};

/** Decisions under the policy that the files of a request hold now, and under no other, however long they take. */
async function under(request: DecidingRequest, shared: Shared) {
  const { ledger, home, narrow, scan, loadPolicy } = shared;
  const loaded = await loadPolicy(request.policyFiles);
  const { unscanned, scanning, policyFiles } = request;
  const policy = unscanned === null ? loaded : { ...loaded, admission: { ...loaded.admission, unscanned } };
  const record = async (entry: LedgerRecord) => {
    const { appendFirstSeen } = await import('./ledger/first-seen.ts');
    await appendFirstSeen(writing(request, home), entry);
  };
  const atDoor = async (question: ScannableQuestion) => {
    const { scanRef, scanLogin, names, identity } = question;
    const { verdictRecord } = await import('./scan/verdict-record.ts');
    const call = { ...scanning, ref: scanRef, policyFiles };
    const report =
      scanLogin === undefined
        ? await scan(call, { policy })
        : await scan(
            { ...call, registry: { ...scanning.registry, login: scanLogin() } },
            { policy, narrowed: (cache) => narrow(cache, askerOf(question)) },
          );
    const { configDigest, chainId } = report.fingerprint;
    // The names of one image are never recorded for another one.
    if (configDigest !== (identity.configDigest ?? configDigest) || chainId !== (identity.chainId ?? chainId))
      throw new Error('the scan found another image than stands at the door');
    await record(verdictRecord(report, names));
  };
  const now = () => new Date();
  const decide = decideOver({ policy, ledger, now, scan: doorScans(atDoor, scansAtOnce), record });
  const still = { ...policy, admission: { ...policy.admission, unscanned: unscannedWhenLooking(policy) } };
  const look = decideOver({
    policy: still,
    ledger,
    now,
    scan: () => Promise.reject(new Error('nothing is scanned here')),
    record: async () => {},
  });
  return { policy, decide, look, grounds: namedFiles(request, policy) };
}

/** Where the compiled code of the lock before a runtime may lie, and where that of this process does. */
function compiledCode(): readonly string[] {
  const own = getCompileCacheDir();
  return own === undefined ? [places.compiled] : [places.compiled, own];
}

/** The policy's files by the names that they were given, and what these lead to. */
function namedFiles({ policyFiles, configFile, key }: DecidingRequest, { files }: Policy): readonly string[] {
  const given = policyFiles.filter((file) => !file.startsWith('builtin:'));
  const others = [configFile, key.file].filter((file) => file !== null);
  return [...given.map((file) => resolve(file)), ...files, ...others.map((file) => resolve(file))];
}

function unscannedWhenLooking({ admission }: Policy): 'deny' | 'allow' {
  return admission.unscanned === 'allow' ? 'allow' : 'deny';
}

function writing({ key }: DecidingRequest, home: StateHome) {
  const signal = AbortSignal.timeout(patience * 2);
  return { home: home.ready(), key, now: () => new Date(), patience, signal };
}

/** A key that somebody names has to be one that can sign here. */
async function requireKey(request: DecidingRequest, home: StateHome): Promise<void> {
  if (request.key.file === null && request.key.pem === null) return;
  const { appendRecords } = await import('./ledger/writer.ts');
  await appendRecords(writing(request, home), []);
}
