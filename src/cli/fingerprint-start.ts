import { shortDigest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { ImageHistory } from '../ledger/history.ts';
import type { LedgerService } from './ledger-service.ts';
import { imageWords } from './ledger-words.ts';

const shown = 8;

/**
 * The one image of the ledger of which a digest begins so, as people quote it: `3f9ce1a0`, `sha256:3f9c…` whole or shortened.
 * Throws `fingerprint-invalid`, `fingerprint-unknown`, `fingerprint-ambiguous`.
 */
export async function imageBeginning(given: string, ledger: LedgerService): Promise<ImageHistory> {
  const start = given.replace(/^sha(?:256|512):/i, '').toLowerCase();
  if (!/^[0-9a-f]{4,128}$/.test(start)) throw failure('fingerprint-invalid', { given: printable(given, 80) });
  const found = await ledger.find(start);
  // The digest of a config is what an image is; others may be shared by several.
  const byConfig = found.filter(({ fingerprint }) => fingerprint.configDigest.endsWith(`:${start}`));
  const [image, ...others] = byConfig.length > 0 ? byConfig : found;
  if (image === undefined) throw failure('fingerprint-unknown', { given: start.slice(0, 80) });
  if (others.length > 0) {
    const images = found.slice(0, shown).map(({ names, fingerprint }) => imageWords(names, fingerprint));
    const list = found.length > shown ? [...images, '…'] : images;
    throw failure('fingerprint-ambiguous', { given: shortDigest(start), count: found.length, images: list.join(', ') });
  }
  return image;
}
