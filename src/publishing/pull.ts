import { constants, copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { currentFacts, refuseShrinking } from '../advisories/current-database.ts';
import { databaseFile } from '../advisories/database-file.ts';
import { schemaRevision } from '../advisories/database-schema.ts';
import { sealDatabase } from '../advisories/database-seal.ts';
import { applyDelta, BadDelta } from '../advisories/delta-reader.ts';
import { type DatabaseOrigin, type PulledOrigin, readOrigin, writeOrigin } from '../advisories/origin.ts';
import { openSqliteStore } from '../advisories/sqlite-store.ts';
import { alone, inWorkspace, type LockWishes } from '../advisories/update-lock.ts';
import { integrityFault, openNext, publish, type Workspace } from '../advisories/update-workspace.ts';
import { canonical } from '../base/canonical-json.ts';
import { failure, failureFrom, PlimsollError } from '../base/errors.ts';
import { phrase, type Text } from '../base/text.ts';
import type { RegistryOptions } from '../images/image-source.ts';
import { openSession, type Session } from '../images/registry/session.ts';
import type { KeyFinder } from '../ledger/dsse.ts';
import type { AdvisoryStore, DatabaseFacts } from '../model/advisory.ts';
import type { Artifact, Delta } from './artifact.ts';
import { artifactName, layerStream, notAsSigned, publishedArtifact, rootDocument, trustedSigner } from './published.ts';
import { BadLayer, unpacked, unpackTo } from './zstd-file.ts';

export interface PullOptions extends LockWishes {
  readonly ref: string;
  /** Whose signatures are believed. */
  readonly keyOf: KeyFinder;
  /** Where such keys lie, for messages. */
  readonly keyFolder: string;
  /** Takes a database that is older than the one here. */
  readonly allowOlder: boolean;
  /** Takes one in which a feed has less than half of its former records. */
  readonly allowShrink: boolean;
  readonly registry: RegistryOptions;
  readonly offline: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly now?: () => Date;
}

export interface PullResult {
  /** Whether the content is another than before. */
  readonly changed: boolean;
  /** The key that signed it. */
  readonly signer: string;
  /** How it came: not at all where nothing is new. */
  readonly transfer: PulledOrigin['transfer'];
  /** Bytes of layers. */
  readonly transferred: number;
  readonly notes: readonly Text[];
}

interface Present {
  readonly facts: DatabaseFacts;
  readonly origin: DatabaseOrigin;
}

/**
 * Brings the database of a registry into a state directory. Its manifest is verified before anything that it names is fetched, and each
 * of those before it is opened; until the new database is whole and checked, and whenever this throws, the old one is in force.
 */
export async function pullDatabase(options: PullOptions): Promise<PullResult> {
  const name = artifactName(options.ref);
  return alone(options, async () => {
    const session = await openSession(name, options, options.environment);
    try {
      return await pulled(session, options);
    } finally {
      session.close();
    }
  });
}

async function pulled(session: Session, options: PullOptions): Promise<PullResult> {
  const { ref, home, keyOf, keyFolder } = options;
  const document = await rootDocument(session);
  if (document === null) throw failure('published-database-missing', { ref });
  const file = databaseFile(home);
  const { before, note } = currentFacts(file);
  const present: Present | null = before === null ? null : { facts: before, origin: readOrigin(file) };
  const notes = note === null ? [] : [note];
  const origin = present?.origin;
  if (origin?.kind === 'pull' && origin.manifest === document.digest && keyOf(origin.signer) !== undefined)
    return { changed: false, signer: origin.signer, transfer: 'none', transferred: 0, notes };

  const signer = await trustedSigner(session, document, keyOf, { ref, folder: keyFolder });
  const artifact = await publishedArtifact(session, document, ref);
  refuseUnfit(artifact, present, options);
  const now = `${(options.now ?? (() => new Date()))().toISOString().slice(0, 19)}Z`;
  return inWorkspace(home, async (workspace) => {
    const came = await bring(session, artifact, present, workspace, options);
    stamp(workspace.next, artifact, {
      kind: 'pull',
      ref,
      manifest: document.digest,
      signer,
      pulledAt: now,
      transfer: came.transfer,
      transferred: came.transferred,
    });
    const fault = integrityFault(workspace.next);
    if (fault !== null) throw failure('database-not-written', { home, reason: fault });
    options.signal.throwIfAborted();
    publish(workspace, home, file);
    return { ...came, changed: before?.digest !== artifact.facts.digest, signer, notes: [...notes, ...came.notes] };
  });
}

/** What may not take the place of what is here, well signed or not. */
function refuseUnfit({ facts, schema }: Artifact, present: Present | null, options: PullOptions): void {
  const { ref } = options;
  if (schema !== schemaRevision) {
    throw failure(schema > schemaRevision ? 'published-database-too-new' : 'published-database-outdated', { ref });
  }
  if (present === null) return;
  const [theirs, ours] = [momentOf(facts), momentOf(present.facts)];
  if (theirs < ours && !options.allowOlder) throw failure('published-database-older', { ref, theirs, ours });
  if (!options.allowShrink) refuseShrinking(present.facts, facts, []);
}

/** When the sources of a database were last asked, or else what its newest record is. */
function momentOf({ checkedAt, builtAt }: DatabaseFacts): string {
  return checkedAt ?? builtAt;
}

type Came = Pick<PullResult, 'transfer' | 'transferred' | 'notes'>;

/** Makes the next database of what is here and as little as possible of what is there. */
async function bring(
  session: Session,
  artifact: Artifact,
  present: Present | null,
  workspace: Workspace,
  options: PullOptions,
): Promise<Came> {
  const current = databaseFile(options.home);
  if (present?.facts.digest === artifact.facts.digest && present.facts.builtAt === artifact.facts.builtAt) {
    copyFileSync(current, workspace.next, constants.COPYFILE_FICLONE);
    return { transfer: 'none', transferred: 0, notes: [] };
  }
  const steps = present === null || present.origin.kind === 'update' ? null : stepsFrom(present.facts.digest, artifact);
  if (steps === null) return fetchWhole(session, artifact, workspace, options, []);
  try {
    return await fetchSteps(session, artifact, steps, workspace, options);
  } catch (error) {
    const reason = faultOfSteps(error);
    if (reason === null) throw error;
    return fetchWhole(session, artifact, workspace, options, [phrase(texts.badSteps, { reason })]);
  }
}

/** What is wrong with the steps alone: the whole may be there all the same. */
function faultOfSteps(error: unknown): Text | string | null {
  if (error instanceof BadDelta || error instanceof BadLayer) return error.message;
  const isGone = error instanceof PlimsollError && (error.code === 'blob-missing' || error.code === 'digest-mismatch');
  return isGone ? error.what : null;
}

/** The steps that lead from a content to that of the artifact; null where there are none, or the whole is smaller. */
function stepsFrom(base: string, { facts, deltas, database }: Artifact): readonly Delta[] | null {
  const steps: Delta[] = [];
  let at = facts.digest;
  for (const delta of deltas.toReversed()) {
    if (delta.target !== at) break;
    steps.unshift(delta);
    at = delta.base;
    if (at === base) return steps.reduce((sum, { size }) => sum + size, 0) < database.size ? steps : null;
  }
  return null;
}

async function fetchSteps(
  session: Session,
  artifact: Artifact,
  steps: readonly Delta[],
  workspace: Workspace,
  options: PullOptions,
): Promise<Came> {
  const total = steps.reduce((sum, { size }) => sum + size, 0);
  const db = openNext(workspace, databaseFile(options.home));
  try {
    db.exec('BEGIN');
    let passed = 0;
    for (const delta of steps) {
      const before = passed;
      const stream = layerStream(session, delta, options.ref, (done) => report(options, before + done, total));
      await applyDelta(db, unpacked(stream, delta.unpacked), delta);
      passed += delta.size;
    }
    const { digest, feeds } = sealDatabase(db, artifact.facts.builtAt, null);
    if (digest !== artifact.facts.digest || canonical(feeds) !== canonical(artifact.facts.feeds))
      throw new BadDelta('its steps lead somewhere else');
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  return { transfer: 'delta', transferred: total, notes: [] };
}

async function fetchWhole(
  session: Session,
  { database, file, facts }: Artifact,
  workspace: Workspace,
  options: PullOptions,
  notes: readonly Text[],
): Promise<Came> {
  const { ref, signal } = options;
  const stream = layerStream(session, database, ref, (done) => report(options, done, database.size));
  try {
    await unpackTo(workspace.next, stream, file, signal);
  } catch (error) {
    throw error instanceof BadLayer ? notAsSigned(error, ref) : error;
  }
  const store = openPulled(workspace.next, ref);
  store.close();
  const { digest, builtAt, feeds } = store.facts;
  if (
    canonical({ digest, builtAt, feeds }) !==
    canonical({ digest: facts.digest, builtAt: facts.builtAt, feeds: facts.feeds })
  )
    throw notAsSigned(new BadLayer('its config tells of another database'), ref);
  return { transfer: 'full', transferred: database.size, notes };
}

/** Well signed or not, it is opened as any other. What is wrong with it is to be mended where it was pushed. */
function openPulled(file: string, ref: string): AdvisoryStore {
  try {
    return openSqliteStore(file, texts.pulledFile);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'database-unreadable') throw error;
    throw failureFrom(error, 'database-not-as-signed', { ref, reason: error.what });
  }
}

function report({ progress, ref }: PullOptions, done: number, total: number): void {
  progress.step({ what: phrase(texts.fetching, { ref }), done, total, unit: 'bytes' });
}

/** Writes into a verified database what its file does not say of itself: when its sources were asked, and its way here. */
function stamp(next: string, { facts }: Artifact, origin: PulledOrigin): void {
  const db = new DatabaseSync(next);
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
    db.prepare("UPDATE fact SET value = ? WHERE key = 'database'").run(JSON.stringify(facts));
    writeOrigin(db, origin);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

const texts = {
  pulledFile: { en: 'in it', 'zh-CN': '文件' },
  fetching: { en: 'Fetching {ref}', 'zh-CN': '正在获取 {ref}' },
  badSteps: {
    en: 'the whole database was fetched, because its deltas could not be used: {reason}',
    'zh-CN': '增量无法使用，已获取完整数据库：{reason}',
  },
} as const satisfies Record<string, Text>;
