import { readWhole } from '../../base/byte-stream.ts';
import { verified } from '../../base/verified-stream.ts';
import { type AttachmentPlace, MOST_LIST, MOST_MANIFEST, type PlacedManifest } from '../attachment-place.ts';
import { blobStream } from './blob.ts';
import { documentAt, referrersOf } from './documents.ts';
import type { Session } from './session.ts';

/** What lies beside images in one repository. */
export function registryAttachments(session: Session): AttachmentPlace {
  const { host, repository } = session.name;
  const at = async (reference: string): Promise<PlacedManifest | null> => documentAt(session, reference, MOST_MANIFEST);
  return {
    referrers: (subject) => referrersOf(session, subject, MOST_LIST),
    tagged: at,
    manifest: at,
    blob: ({ digest, size }) => {
      const place = `${host}/${repository}`;
      const what = { en: `an attachment in ${place}`, 'zh-CN': `${place} 中的附件` };
      return readWhole(verified(blobStream(session, { digest, size, urls: [] }), { digest, size, what }), size);
    },
  };
}
