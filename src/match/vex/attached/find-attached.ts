import type { Digest } from '../../../base/digest.ts';
import { PlimsollError } from '../../../base/errors.ts';
import { JsonError, listMember, parseObject } from '../../../formats/go-json.ts';
import {
  type AttachmentPlace,
  MOST_MANIFEST,
  type PlacedManifest,
  subjectOf,
} from '../../../images/attachment-place.ts';
import type { Image } from '../../../images/image-source.ts';
import { type Descriptor, readDescriptor } from '../../../images/oci-manifest.ts';
import type { Attached, AttachedDocument } from '../../../model/attached.ts';
import type { Gap, GapReason } from '../../../model/gap.ts';
import { detachedSignatures } from './detached-signatures.ts';
import { layerKind, mayCarryVex } from './kinds.ts';

/** Manifests that are looked into, their documents, and bytes of one and of all: more than anybody needs who has something to say. */
const MOST_MANIFESTS = 64;
const MOST_DOCUMENTS = 128;
const MOST_BYTES = 16 << 20;
const MOST_TOTAL = 64 << 20;

/**
 * Brings the VEX statements that lie beside an image, by its manifest or its index, in every form that they are attached in. Nothing is
 * believed of them here. Only what ends the whole scan is thrown; all else that goes wrong is a gap.
 */
export async function findAttached(
  { beside, fingerprint }: Pick<Image, 'beside' | 'fingerprint'>,
  indexes: readonly Digest[] = [],
): Promise<Attached> {
  if (beside === undefined) return { documents: [], gaps: [gapOf(null, 'nothing-beside')] };
  const search = newSearch(beside);
  const { manifestDigest, indexDigest } = fingerprint;
  const subjects = new Set([manifestDigest, indexDigest, ...indexes].filter((digest) => digest !== null));
  try {
    for (const subject of subjects) await search.about(subject);
  } catch (error) {
    // What was not asked for may be what takes an older statement back.
    search.gaps.push({ ...gapOf(null, reasonOf(error)), incomplete: true });
  }
  return { documents: search.documents, gaps: search.gaps };
}

interface Search {
  readonly documents: AttachedDocument[];
  readonly gaps: Gap[];
  about(subject: Digest): Promise<void>;
}

function newSearch(place: AttachmentPlace): Search {
  const documents: AttachedDocument[] = [];
  const gaps: Gap[] = [];
  const seen = new Set<Digest>();
  let total = 0;
  const take = async (manifest: PlacedManifest): Promise<void> => {
    for (const layer of layersOf(manifest.bytes)) {
      const kind = layerKind(layer);
      if (kind === null) continue;
      if (layer.size > MOST_BYTES) {
        gaps.push(gapOf(manifest.digest, 'too-large'));
      } else if (documents.length === MOST_DOCUMENTS || total + layer.size > MOST_TOTAL) {
        gaps.push(gapOf(manifest.digest, 'limit-crossed'));
        return;
      } else {
        total += layer.size;
        const bytes = await place.blob(layer);
        const signatures = kind === 'plain' ? await detachedSignatures(place, manifest.digest) : [];
        const subject = subjectOf(manifest.bytes);
        documents.push({ manifest: manifest.digest, subject, kind, bytes, signatures });
      }
    }
  };
  const look = async (digest: Digest, find: () => Promise<PlacedManifest | null>): Promise<void> => {
    try {
      const manifest = await find();
      if (manifest === null) gaps.push(gapOf(digest, 'missing'));
      else await take(manifest);
    } catch (error) {
      if (isWrongContent(error)) gaps.push(gapOf(digest, reasonOf(error)));
      else throw error;
    }
  };
  return {
    documents,
    gaps,
    about: async (subject) => {
      for (const entry of (await place.referrers(subject)).filter(mayCarryVex)) {
        if (seen.has(entry.digest)) continue;
        if (seen.size === MOST_MANIFESTS) {
          gaps.push(gapOf(null, 'too-many'));
          break;
        }
        seen.add(entry.digest);
        if (entry.size > MOST_MANIFEST) gaps.push(gapOf(entry.digest, 'too-large'));
        else await look(entry.digest, () => place.manifest(entry.digest));
      }
      const attested = await place.tagged(`${subject.replace(':', '-')}.att`);
      if (attested !== null && !seen.has(attested.digest)) {
        seen.add(attested.digest);
        await look(attested.digest, async () => attested);
      }
    },
  };
}

/** Throws {@link JsonError}. */
function layersOf(manifest: Buffer): readonly Descriptor[] {
  return (listMember(parseObject(manifest), 'layers') ?? []).map(readDescriptor);
}

/** One attachment is not what it should be; the others may be. */
function isWrongContent(error: unknown): boolean {
  if (error instanceof JsonError) return true;
  return error instanceof PlimsollError && Object.hasOwn(reasons, error.code);
}

const reasons: Readonly<Record<string, GapReason>> = {
  'digest-mismatch': 'digest-mismatch',
  'blob-missing': 'missing',
  'manifest-invalid': 'missing',
  // Of a layout, whose documents have a bound of their own.
  'archive-corrupt': 'too-large',
};

/** Rethrows what is none of ours: a broken program, a person who stopped it. */
function reasonOf(error: unknown): GapReason {
  if (error instanceof JsonError) return 'unparsable';
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timeout';
  if (!(error instanceof PlimsollError) || error.code === 'interrupted') throw error;
  return Object.hasOwn(reasons, error.code) ? (reasons[error.code] ?? 'unreadable') : 'unreadable';
}

/** A gap that blinds no control: what was not believed has taken no finding out. */
export function gapOf(manifest: Digest | null, reason: GapReason): Gap {
  const what = manifest === null ? 'VEX attestations' : `VEX attestation ${manifest}`;
  return { what, path: null, layer: null, reason, blinds: [], incomplete: false };
}
