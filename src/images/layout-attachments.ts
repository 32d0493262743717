import { readWhole } from '../base/byte-stream.ts';
import { failure } from '../base/errors.ts';
import { verified } from '../base/verified-stream.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { type AttachmentPlace, MOST_MANIFEST, type PlacedManifest, subjectOf } from './attachment-place.ts';
import { blobName, layoutNames } from './oci-layout.ts';
import type { Descriptor } from './oci-manifest.ts';

/** Entries of an index.json, each of which has to be looked at for what it is about. */
const MOST_ENTRIES = 2000;
/** How `cosign save` marks what belongs to the image of the same layout. */
const kindKey = 'kind';
const savedKinds: Readonly<Record<string, RegExp>> = {
  'dev.cosignproject.cosign/atts': /\.att$/,
  'dev.cosignproject.cosign/sigs': /\.sig$/,
};

/**
 * What lies beside the images of an OCI layout: entries of its index.json whose manifests name a subject (OCI image-spec 1.1, `subject`), and those
 * that have the name that cosign gives them.
 */
export function layoutAttachments(contents: ArchiveContents, entries: readonly Descriptor[]): AttachmentPlace {
  const stored = async ({ digest, size }: Pick<Descriptor, 'digest' | 'size'>): Promise<Buffer | null> => {
    const bytes = await contents.document(blobName(digest));
    if (bytes === null) return null;
    const what = { en: `an attachment in ${contents.label}`, 'zh-CN': `${contents.label} 中的附件` };
    return readWhole(verified(only(bytes), { digest, size, what }), size);
  };
  const manifestOf = async (entry: Descriptor): Promise<PlacedManifest | null> => {
    if (entry.size > MOST_MANIFEST) return null;
    const bytes = await stored(entry);
    return bytes === null ? null : { digest: entry.digest, bytes };
  };
  return {
    referrers: async (subject) => {
      const found: Descriptor[] = [];
      if (entries.length > MOST_ENTRIES) {
        const reason = { en: 'its index.json lists too much', 'zh-CN': 'index.json 条目过多' };
        throw failure('archive-corrupt', { file: contents.label, reason });
      }
      for (const entry of entries) {
        const manifest = entry.digest === subject ? null : await manifestOf(entry);
        if (manifest !== null && subjectOf(manifest.bytes) === subject) found.push(entry);
      }
      return found;
    },
    tagged: async (tag) => {
      const entry = entries.find((one) => layoutNames(one).includes(tag)) ?? savedAs(entries, tag);
      return entry === undefined ? null : manifestOf(entry);
    },
    manifest: async (digest) => {
      const entry = entries.find((one) => one.digest === digest);
      return entry === undefined ? null : manifestOf(entry);
    },
    blob: async (descriptor) => {
      const bytes = await stored(descriptor);
      if (bytes !== null) return bytes;
      throw failure('manifest-invalid', {
        ref: contents.label,
        reason: { en: `the blob ${descriptor.digest} is missing`, 'zh-CN': `缺少数据 ${descriptor.digest}` },
      });
    },
  };
}

/** `cosign save` writes one image into a layout, so that what it marks is about that. */
function savedAs(entries: readonly Descriptor[], tag: string): Descriptor | undefined {
  return entries.find(({ annotations }) => {
    const kind = annotations[kindKey] ?? '';
    return Object.hasOwn(savedKinds, kind) && savedKinds[kind]?.test(tag) === true;
  });
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
