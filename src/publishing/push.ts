import { join } from 'node:path';
import { writeCanonical } from '../advisories/canonical-database.ts';
import { schemaRevision } from '../advisories/database-schema.ts';
import { requireAsKept } from '../advisories/database-sum.ts';
import { deltaBetween } from '../advisories/delta-writer.ts';
import { inScratchFolder } from '../advisories/scratch-folder.ts';
import { openSqliteStore } from '../advisories/sqlite-store.ts';
import type { UpdateProgress } from '../advisories/update-progress.ts';
import { type Digest, sha256 } from '../base/digest.ts';
import { failure, PlimsollError } from '../base/errors.ts';
import { phrase, type Text } from '../base/text.ts';
import type { RegistryOptions } from '../images/image-source.ts';
import { ociManifest, type RegistryDocument } from '../images/registry/documents.ts';
import { openSession, type Session } from '../images/registry/session.ts';
import { isStored, uploadBlob, uploadManifest } from '../images/registry/upload.ts';
import type { KeyFinder, Signer } from '../ledger/dsse.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { type Artifact, artifactDocuments, type Delta, mostDeltas, type StoredLayer } from './artifact.ts';
import { artifactName, layerStream, publishedArtifact, rootDocument, trustedSigner } from './published.ts';
import { sealManifest } from './signature.ts';
import { storeSignature } from './signature-store.ts';
import { BadLayer, compress, fileStream, unpackTo } from './zstd-file.ts';

export interface PushOptions {
  /** The name to put it under: with a tag, without a digest. */
  readonly ref: string;
  /** The database to push. */
  readonly file: string;
  /** The state directory, in which work is done. */
  readonly home: string;
  readonly signer: Signer;
  /** Whose signatures on what was pushed before are believed; the signer's own among them. */
  readonly keyOf: KeyFinder;
  readonly registry: RegistryOptions;
  readonly offline: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly progress: UpdateProgress;
}

export interface PushResult {
  /** Of the manifest. */
  readonly digest: Digest;
  readonly facts: DatabaseFacts;
  readonly signer: string;
  /** Bytes of the database as it is stored. */
  readonly size: number;
  readonly deltas: readonly Delta[];
  /** False where exactly this was there already. */
  readonly changed: boolean;
  readonly notes: readonly Text[];
}

/** The whole is not worth less than so many steps to it. */
const mostShare = 0.5;

/** Puts a database into a registry, signed, with the steps from recent ones. Only at the end does the tag name it. */
export async function pushDatabase(options: PushOptions): Promise<PushResult> {
  const name = artifactName(options.ref);
  const { tag } = name;
  if (tag === null || name.digest !== null)
    throw failure('bad-artifact-name', { ref: options.ref, reason: texts.needsTag });
  const session = await openSession(name, { ...options, pushes: true }, options.environment);
  try {
    return await inScratchFolder(options.home, 'publishing-', (folder) => pushed(session, tag, folder, options));
  } finally {
    session.close();
  }
}

async function pushed(session: Session, tag: string, folder: string, options: PushOptions): Promise<PushResult> {
  const { signal, signer, progress } = options;
  const tell = (what: Text) => progress.step({ what, done: 0, total: null, unit: 'bytes' });
  tell(texts.preparing);
  const target = join(folder, 'target.db');
  const facts = canonicalCopy(options.file, target);
  const packed = join(folder, 'target.zst');
  tell(texts.packing);
  const { layer: database, unpacked: file } = await compress(fileStream(target), packed, signal);
  const { previous, note } = await previousArtifact(session, options);
  const notes: Text[] = note === null ? [] : [note];
  const deltaFiles = new Map<Digest, string>();
  const deltas = await deltasTo(session, { facts, database }, previous, folder, deltaFiles, options, notes);

  const artifact: Artifact = { facts, schema: schemaRevision, file, database, deltas };
  const { config, manifest } = artifactDocuments(artifact, describe);
  const digest = sha256(manifest);
  const result = { digest, facts, signer: signer.keyId, size: database.size, deltas, notes };
  const isSame = previous?.document.digest === digest && previous.signer === signer.keyId;
  if (isSame && (await isStored(session, database.digest)) && (await isStored(session, describe(config).digest)))
    return { ...result, changed: false };

  const send = async (blob: StoredLayer, open: () => AsyncIterable<Uint8Array>) => {
    progress.step({ what: phrase(texts.sending, { ref: options.ref }), done: 0, total: blob.size, unit: 'bytes' });
    await uploadBlob(session, { ...blob, open });
  };
  for (const [of, path] of deltaFiles) {
    const delta = deltas.find((one) => one.digest === of);
    if (delta !== undefined) await send(delta, () => fileStream(path));
  }
  await send(database, () => fileStream(packed));
  await send(describe(config), async function* () {
    yield config;
  });
  await uploadManifest(session, digest, manifest, ociManifest);
  const { host, repository } = session.name;
  await storeSignature(
    session,
    digest,
    manifest.length,
    sealManifest(digest, `${host}/${repository}:${tag}`, facts, signer),
  );
  await uploadManifest(session, tag, manifest, ociManifest);
  return { ...result, changed: true };
}

/** A database of `db update` gets the date of its newest record, one that was built or pulled keeps its own. */
function canonicalCopy(file: string, target: string): DatabaseFacts {
  const store = openSqliteStore(file);
  store.close();
  // What is signed is believed everywhere.
  requireAsKept(file);
  const { checkedAt, builtAt } = store.facts;
  const facts = writeCanonical(file, target, checkedAt === undefined ? builtAt : null);
  return checkedAt === undefined ? facts : { ...facts, checkedAt };
}

function describe(content: Buffer): StoredLayer {
  return { digest: sha256(content), size: content.length };
}

interface Previous {
  readonly document: RegistryDocument;
  readonly artifact: Artifact;
  readonly signer: string;
}

/** What the tag names now, if it can be believed: its deltas are to be signed again. */
async function previousArtifact(
  session: Session,
  { ref, keyOf }: PushOptions,
): Promise<{ readonly previous: Previous | null; readonly note: Text | null }> {
  const document = await rootDocument(session);
  if (document === null) return { previous: null, note: null };
  try {
    const signer = await trustedSigner(session, document, keyOf, { ref, folder: '' });
    return { previous: { document, artifact: await publishedArtifact(session, document, ref), signer }, note: null };
  } catch (error) {
    const isUnbelieved = error instanceof PlimsollError && unbelieved.includes(error.code);
    if (!isUnbelieved) throw error;
    return { previous: null, note: phrase(texts.noSteps, { reason: error.what.en }) };
  }
}

const unbelieved: readonly string[] = [
  'database-unsigned',
  'database-signer-unknown',
  'database-signatures-too-many',
  'database-not-as-signed',
  'digest-mismatch',
];

/** The last ones, as far as the registry still has them: it takes no manifest that names what it has lost. */
async function storedSteps(session: Session, deltas: readonly Delta[]): Promise<readonly Delta[]> {
  for (let from = deltas.length; from > 0; from -= 1) {
    const { digest } = deltas[from - 1] ?? {};
    if (digest === undefined || !(await isStored(session, digest))) return deltas.slice(from);
  }
  return deltas;
}

/** The steps to a database: those that there were, and the one from where they ended. */
async function deltasTo(
  session: Session,
  { facts, database }: Pick<Artifact, 'facts' | 'database'>,
  previous: Previous | null,
  folder: string,
  files: Map<Digest, string>,
  options: PushOptions,
  notes: Text[],
): Promise<readonly Delta[]> {
  if (previous === null || previous.artifact.schema !== schemaRevision) return [];
  const { artifact } = previous;
  const stored = await storedSteps(session, artifact.deltas);
  if (stored.length < artifact.deltas.length) notes.push(texts.lostSteps);
  if (artifact.facts.digest === facts.digest) return stored;
  if (artifact.facts.builtAt > facts.builtAt) return [];
  const base = join(folder, 'base.db');
  const { ref, signal, progress } = options;
  const onBytes = (done: number) =>
    progress.step({ what: texts.comparing, done, total: artifact.database.size, unit: 'bytes' });
  try {
    await unpackTo(base, layerStream(session, artifact.database, ref, onBytes), artifact.file, signal);
  } catch (error) {
    const isGone =
      error instanceof PlimsollError && (error.code === 'blob-missing' || error.code === 'digest-mismatch');
    if (!isGone && !(error instanceof BadLayer)) throw error;
    notes.push(phrase(texts.noSteps, { reason: error.message }));
    return [];
  }
  const path = join(folder, 'delta.zst');
  const { layer, unpacked } = await compress(deltaBetween(base, join(folder, 'target.db')), path, signal);
  files.set(layer.digest, path);
  const step: Delta = { ...layer, base: artifact.facts.digest, target: facts.digest, unpacked: unpacked.size };
  const kept: Delta[] = [];
  let sum = 0;
  let at = facts.digest;
  for (const delta of [...stored, step].toReversed()) {
    sum += delta.size;
    if (delta.target !== at || sum > database.size * mostShare || kept.length === mostDeltas) break;
    kept.unshift(delta);
    at = delta.base;
  }
  return kept;
}

const texts = {
  needsTag: { en: 'what is pushed needs a tag, and has no digest yet', 'zh-CN': '推送时需要标签，且不能带摘要' },
  preparing: { en: 'Preparing the database', 'zh-CN': '正在整理数据库' },
  packing: { en: 'Compressing the database', 'zh-CN': '正在压缩数据库' },
  comparing: { en: 'Fetching the one before, to compare', 'zh-CN': '正在获取上一版以便比较' },
  sending: { en: 'Sending {ref}', 'zh-CN': '正在推送 {ref}' },
  lostSteps: {
    en: 'the registry had lost deltas that it had before: those are left out',
    'zh-CN': '镜像仓库丢失了之前的部分增量，已不再包含',
  },
  noSteps: {
    en: 'pushed without deltas from what was there before: {reason}',
    'zh-CN': '未附带与之前版本的增量：{reason}',
  },
} as const satisfies Record<string, Text>;
