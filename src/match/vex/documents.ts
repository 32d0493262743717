import type { Digest } from '../../base/digest.ts';
import type { Text } from '../../base/text.ts';
import type { JsonObject } from '../../formats/go-json.ts';
import { isCsaf, readCsaf } from './csaf.ts';
import { readCyclonedxVex } from './cyclonedx.ts';
import { isDebianTracker, readDebianTracker } from './debian-tracker.ts';
import { isOpenVex, readOpenVex } from './openvex.ts';
import type { Statement } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/**
 * What a document of any known format says. Throws {@link VexFault}.
 *
 * @param file how it is called in reports
 * @param subject what it was signed for, of which it speaks where it names no product; null where it was not
 */
export function readDocument(document: JsonObject, file: string, subject: Digest | null = null): readonly Statement[] {
  if (isOpenVex(document)) return readOpenVex(document, file, subject);
  if (document['bomFormat'] === 'CycloneDX') return readCyclonedxVex(document, file);
  if (isCsaf(document)) return readCsaf(document, file);
  // Envelopes carry signatures, and who signed is what makes them worth something.
  if ('payloadType' in document || 'predicateType' in document) throw new VexFault(texts.envelope);
  if (isDebianTracker(document)) return readDebianTracker(document, file);
  throw new VexFault(texts.unknown);
}

const texts = {
  envelope: {
    en: 'it is a signed envelope; those lie beside an image, and --vex-key says whose signature counts',
    'zh-CN': '它是签名信封；信封应存放在镜像旁，由 --vex-key 指定采信谁的签名',
  },
  unknown: {
    en: 'it is neither OpenVEX, CycloneDX, CSAF nor the data of Debian’s security tracker',
    'zh-CN': '既不是 OpenVEX、CycloneDX、CSAF，也不是 Debian 安全跟踪器的数据',
  },
} as const satisfies Record<string, Text>;
