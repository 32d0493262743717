import { readWhole } from '../base/byte-stream.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { type Text, verbatim } from '../base/text.ts';
import { verified } from '../base/verified-stream.ts';
import { JsonError } from '../formats/go-json.ts';
import { blobStream } from '../images/registry/blob.ts';
import { documentAt, type RegistryDocument } from '../images/registry/documents.ts';
import type { Session } from '../images/registry/session.ts';
import type { KeyFinder } from '../ledger/dsse.ts';
import { Fault } from '../ledger/fault.ts';
import { type ImageName, parseImageName } from '../model/image-name.ts';
import { type Artifact, mostConfig, mostManifest, readArtifact, readManifest, type StoredLayer } from './artifact.ts';
import { claimedKey, verifyManifest } from './signature.ts';
import { storedSignatures } from './signature-store.ts';

/** Reads `[registry:]HOST/REPO[:TAG][@DIGEST]`. Throws `bad-artifact-name`. */
export function artifactName(ref: string): ImageName {
  const name = parseImageName(ref.replace(/^registry:/, ''));
  if ('reason' in name) throw failure('bad-artifact-name', { ref: printable(ref, 200), reason: name.reason });
  return name;
}

/** The manifest under the session's name; null where there is none. */
export function rootDocument(session: Session): Promise<RegistryDocument | null> {
  const { tag, digest } = session.name;
  return documentAt(session, digest ?? tag ?? 'latest', mostManifest);
}

/**
 * The id of a key that we believe and that signed this manifest. Nothing that the manifest names is looked at before. Throws
 * `database-unsigned`, `database-signer-unknown` and `database-signatures-too-many`.
 */
export async function trustedSigner(
  session: Session,
  document: RegistryDocument,
  keyOf: KeyFinder,
  { ref, folder }: { readonly ref: string; readonly folder: string },
): Promise<string> {
  const unknown = new Set<string>();
  let broken: Fault | null = null;
  for await (const envelope of storedSignatures(session, document.digest, ref)) {
    try {
      return verifyManifest(envelope, document.digest, keyOf);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const key = claimedKey(envelope);
      if (key !== null && keyOf(key) === undefined) unknown.add(key);
      else broken = error;
    }
  }
  if (broken !== null) throw failureFrom(broken, 'database-not-as-signed', { ref, reason: broken.reason });
  if (unknown.size > 0) throw failure('database-signer-unknown', { ref, keys: [...unknown].join(', '), folder });
  throw failure('database-unsigned', { ref });
}

/** What a verified manifest is about. Throws `database-not-as-signed`. */
export async function publishedArtifact(session: Session, document: RegistryDocument, ref: string): Promise<Artifact> {
  try {
    const manifest = readManifest(document.bytes);
    const { digest, size } = manifest.config;
    const what: Text = { en: `the config of ${ref}`, 'zh-CN': `${ref} 的 config` };
    const config = verified(blobStream(session, { digest, size, urls: [] }), { digest, size, what });
    return readArtifact(manifest, await readWhole(config, mostConfig));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'database-not-as-signed', { ref, reason: error.reason });
  }
}

/** The stored bytes of a layer, which at their end have to have been what the manifest says. */
export function layerStream(
  session: Session,
  { digest, size }: StoredLayer,
  ref: string,
  onBytes: (done: number) => void,
) {
  const what: Text = { en: `the layer ${digest} of ${ref}`, 'zh-CN': `${ref} 的层 ${digest}` };
  const stream = verified(blobStream(session, { digest, size, urls: [] }), { digest, size, what });
  return counted(stream, onBytes);
}

async function* counted(stream: AsyncIterable<Uint8Array>, onBytes: (done: number) => void) {
  let done = 0;
  for await (const chunk of stream) {
    done += chunk.length;
    onBytes(done);
    yield chunk;
  }
}

/** An error of a layer that is not what its signed description says. */
export function notAsSigned(error: unknown, ref: string) {
  return failureFrom(error, 'database-not-as-signed', {
    ref,
    reason: verbatim(error instanceof Error ? error.message : String(error)),
  });
}
