import { failure, failureFrom } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import {
  type JsonListener,
  JsonSplitFault,
  type JsonSplitFaultKind,
  JsonSplitter,
  type SplitBounds,
} from '../../formats/json-splitter.ts';
import type { Bom, FormatReader } from './bom.ts';
import { cyclonedxReader } from './cyclonedx.ts';
import { type Fields, isFields, object, text } from './fields.ts';
import { PackageDrafts } from './package-drafts.ts';
import { spdxReader } from './spdx.ts';
import { syftReader } from './syft.ts';
import { isTagValue, type TagValuePart, tagValueParts } from './tag-value.ts';

/** Some ten containers for each of the most packages that an image has, no more nesting than any format knows, and no part that is half of it. */
const bounds: SplitBounds = { depth: 128, containers: 5_000_000, containersOfPiece: 500_000, piece: 64 << 20 };

/** Members that tell the format, and what the document is about. */
const kept: ReadonlySet<string> = new Set([
  ...['bomFormat', 'specVersion', 'serialNumber', 'metadata'],
  ...['spdxVersion', 'documentNamespace'],
  ...['descriptor', 'schema', 'source', 'distro'],
]);

/** Where attestations (in-toto) and GitHub's export have the SBOM. It is not looked for there: a member twice would go unseen. */
const wrappers: ReadonlySet<string> = new Set(['predicate', 'sbom']);

/** Reads an SBOM of any format that is known as it comes. Throws `sbom-invalid`, `limit-crossed`. */
export class BomReader {
  readonly #file: string;
  readonly #drafts = new PackageDrafts();
  readonly #formats: readonly FormatReader[];
  readonly #lists = new Set<string>();
  /** Lists that are none, or hold what is no object. */
  readonly #broken = new Set<string>();
  readonly #members: Record<string, unknown> = {};
  /** Whether another document may lie in it. */
  #isWrapper = false;
  readonly #splitter: JsonSplitter;

  constructor(file: string) {
    this.#file = file;
    this.#formats = [cyclonedxReader(this.#drafts), spdxReader(this.#drafts), syftReader(this.#drafts)];
    const listener: JsonListener = {
      member: (name, value) => this.#member(name, value),
      list: (name) => this.#lists.add(name),
      item: (list, value) => this.#item(list, value),
    };
    this.#splitter = new JsonSplitter(listener, bounds);
  }

  write(chunk: Uint8Array): void {
    this.#translated(() => this.#splitter.write(chunk));
  }

  end(): Bom {
    this.#translated(() => this.#splitter.end());
    return this.#bom();
  }

  /** A document's parts, in place of the bytes of one. */
  parts(parts: Iterable<TagValuePart>): Bom {
    for (const { list, fields } of parts) {
      if (list !== null) this.#item(list, fields);
      else for (const [name, value] of Object.entries(fields)) this.#member(name, value);
    }
    return this.#bom();
  }

  #member(name: string, value: unknown): void {
    if (wrappers.has(name) && isFields(value)) this.#isWrapper = true;
    if (kept.has(name)) this.#members[name] = value;
    // Some tools write null for a list of nothing.
    else if (value !== null) this.#broken.add(name);
  }

  #item(list: string, value: unknown): void {
    if (!isFields(value)) this.#broken.add(list);
    for (const format of this.#formats) {
      if (isFields(value)) format.item(list, value);
      else if (typeof value === 'string') format.text?.(list, value);
    }
  }

  #bom(): Bom {
    const format = this.#format();
    // Whoever mixes formats shows each reader another image.
    if (this.#formats.some(({ list }) => list !== format.list && this.#lists.has(list)))
      throw failure('sbom-invalid', { file: this.#file, reason: reasons.mixed });
    this.#drafts.isBroken = this.#broken.has(format.list);
    return { ...format.facts(this.#members), drafts: this.#drafts };
  }

  #format(): FormatReader {
    const members = this.#members;
    const file = this.#file;
    const [cyclonedx, spdx, syft] = this.#formats;
    if (text(members, 'bomFormat') === 'CycloneDX') {
      if (!/^1\.[2-9][0-9]*$/.test(text(members, 'specVersion')))
        throw failure('sbom-invalid', { file, reason: reasons.oldCyclonedx });
      if (cyclonedx !== undefined) return cyclonedx;
    }
    if (/^SPDX-2\.[0-9]+$/.test(text(members, 'spdxVersion')) && spdx !== undefined) return spdx;
    if (isSyft(members) && syft !== undefined) return syft;
    const reason = this.#isWrapper ? reasons.wrapped : reasons.unknown;
    throw failure('sbom-invalid', { file, reason: this.#lists.has('@graph') ? reasons.spdx3 : reason });
  }

  #translated(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof JsonSplitFault)) throw error;
      const file = this.#file;
      if (error.kind === 'many' || error.kind === 'large')
        throw failure('limit-crossed', { ref: file, reason: reasons.many, flag: '--max-file-size' });
      throw failureFrom(error, 'sbom-invalid', { file, reason: faults[error.kind] });
    }
  }
}

/** By the program that it names, or, as what Syft converted names none, by the schema. */
function isSyft(members: Fields): boolean {
  return (
    text(object(members, 'descriptor'), 'name') === 'syft' ||
    /\/anchore\/syft\//.test(text(object(members, 'schema'), 'url'))
  );
}

/** Whether a document, by its first {@link HEAD} bytes, is read as a whole: SPDX's tags and values, XML, and text of two bytes a letter. */
export function isReadWhole(head: Buffer): boolean {
  const text = head.toString('utf8');
  return isWide(head) || isXml(text) || isTagValue(text);
}

/** Reads an SBOM that is there as a whole. Throws as {@link BomReader} does. */
export function readBom(bytes: Buffer, file: string): Bom {
  const reader = new BomReader(file);
  if (!isReadWhole(bytes.subarray(0, HEAD))) {
    reader.write(bytes);
    return reader.end();
  }
  const content = decoded(bytes, file);
  if (isXml(content)) throw failure('sbom-invalid', { file, reason: reasons.xml });
  if (isTagValue(content)) return reader.parts(tagValueParts(content));
  reader.write(Buffer.from(content));
  return reader.end();
}

/** Bytes of a document that is read as a whole: as text it takes twice the room, or more. */
export const MOST_WHOLE = 128 << 20;
/** Bytes from which it can be told how a document has to be read. */
export const HEAD = 10_000;

function isWide([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function isXml(text: string): boolean {
  return /^\ufeff?\s*</.test(text);
}

/** UTF-8, or UTF-16 that says so: Windows' shells write that. */
function decoded(bytes: Buffer, file: string): string {
  const encoding = !isWide(bytes) ? 'utf-8' : bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
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
  wrapped: {
    en: 'an SBOM may lie in it, as in attestations and GitHub’s export; take it out (jq .predicate, jq .sbom)',
    'zh-CN': 'SBOM 可能包在其中，如证明文件与 GitHub 导出的文件；请先取出（jq .predicate、jq .sbom）',
  },
  xml: { en: 'it is XML; convert it to JSON', 'zh-CN': '它是 XML；请转换为 JSON' },
  deep: { en: 'it is nested too deeply', 'zh-CN': '嵌套过深' },
  many: { en: 'it holds more than anybody’s SBOM', 'zh-CN': '条目数量超出任何正常的 SBOM' },
  noJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  noObject: { en: 'it is not a JSON object', 'zh-CN': '不是 JSON 对象' },
  repeated: { en: 'it has one member twice', 'zh-CN': '同一成员出现两次' },
  mixed: { en: 'it mixes lists of several formats', 'zh-CN': '混用了多种格式的列表' },
  noText: { en: 'it is not text', 'zh-CN': '不是文本' },
} as const satisfies Record<string, Text>;

const faults: Readonly<Record<Exclude<JsonSplitFaultKind, 'many' | 'large'>, Text>> = {
  'no-json': reasons.noJson,
  'no-object': reasons.noObject,
  'no-text': reasons.noText,
  deep: reasons.deep,
  repeated: reasons.repeated,
};
