import { failure, failureFrom } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { type JsonBounds, jsonSprawl } from '../../formats/json-sprawl.ts';
import type { Bom } from './bom.ts';
import { isCyclonedx, readCyclonedx } from './cyclonedx.ts';
import { type Fields, isFields, text } from './fields.ts';
import { isSpdx, readSpdx } from './spdx.ts';
import { isSyft, readSyft } from './syft.ts';
import { isTagValue, tagValueFields } from './tag-value.ts';

/** Some ten for each of the most packages that an image has, and no more nesting than any format knows. */
const bounds: JsonBounds = { depth: 128, containers: 5_000_000 };

/** Reads an SBOM of any format that is known. Throws `sbom-invalid`, `limit-crossed`. */
export function readBom(bytes: Buffer, file: string): Bom {
  const document = parse(bytes, file);
  if (isCyclonedx(document)) {
    const version = text(document, 'specVersion');
    if (!/^1\.[2-9][0-9]*$/.test(version)) throw failure('sbom-invalid', { file, reason: reasons.oldCyclonedx });
    return readCyclonedx(document);
  }
  if (isSpdx(document)) return readSpdx(document);
  if (isSyft(document)) return readSyft(document);
  if (Object.hasOwn(document, '@graph')) throw failure('sbom-invalid', { file, reason: reasons.spdx3 });
  throw failure('sbom-invalid', { file, reason: reasons.unknown });
}

function parse(bytes: Buffer, file: string): Fields {
  const content = decoded(bytes, file);
  if (content.trimStart().startsWith('<')) throw failure('sbom-invalid', { file, reason: reasons.xml });
  if (isTagValue(content)) return tagValueFields(content);
  const sprawl = jsonSprawl(bytes, bounds);
  if (sprawl === 'deep') throw failure('sbom-invalid', { file, reason: reasons.deep });
  if (sprawl === 'many') throw failure('limit-crossed', { ref: file, reason: reasons.many, flag: '--max-file-size' });
  try {
    const value: unknown = JSON.parse(content);
    if (isFields(value)) return value;
  } catch (error) {
    throw failureFrom(error, 'sbom-invalid', { file, reason: reasons.noJson });
  }
  throw failure('sbom-invalid', { file, reason: reasons.noObject });
}

/** UTF-8, or UTF-16 that says so: Windows' shells write that. */
function decoded(bytes: Buffer, file: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw failureFrom(error, 'sbom-invalid', { file, reason: reasons.noText });
  }
}

const reasons = {
  oldCyclonedx: { en: 'only CycloneDX 1.2 and newer is read', 'zh-CN': '只支持 CycloneDX 1.2 及以上版本' },
  spdx3: { en: 'SPDX 3 is not read yet; write it as SPDX 2.3', 'zh-CN': '尚不支持 SPDX 3；请改用 SPDX 2.3' },
  unknown: {
    en: 'it is neither CycloneDX, SPDX nor Syft’s format',
    'zh-CN': '既不是 CycloneDX，也不是 SPDX 或 Syft 格式',
  },
  xml: { en: 'it is XML; convert it to JSON', 'zh-CN': '它是 XML；请转换为 JSON' },
  deep: { en: 'it is nested too deeply', 'zh-CN': '嵌套过深' },
  many: { en: 'it holds more than anybody’s SBOM', 'zh-CN': '条目数量超出任何正常的 SBOM' },
  noJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  noObject: { en: 'it is not a JSON object', 'zh-CN': '不是 JSON 对象' },
  noText: { en: 'it is not text', 'zh-CN': '不是文本' },
} as const satisfies Record<string, Text>;
