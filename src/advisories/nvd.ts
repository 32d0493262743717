import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type ByteStream, peeked, TooLong } from '../base/byte-stream.ts';
import { failure, failureFrom, type PlimsollError, reasonOf } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import { JsonError } from '../formats/go-json.ts';
import { jsonElements } from '../formats/json-elements.ts';
import { jsonSprawl } from '../formats/json-sprawl.ts';
import type { AdvisorySeverity } from '../model/advisory.ts';
import { isCve } from './cve-facts.ts';
import { isObject, type JsonObject } from './osv-fields.ts';
import { openDocument, type SourceAccess, unreachable } from './source-document.ts';
import { locationText, type SourceLocation } from './source-location.ts';

/** What the NVD says of one CVE. */
export interface NvdRating {
  readonly cve: string;
  /** RFC 3339, UTC. */
  readonly modified: string;
  /** The NVD's own vectors; where it has none, those of whoever reported the CVE. Newest CVSS version first. */
  readonly vectors: readonly AdvisorySeverity[];
  readonly disputed: boolean;
}

/** A yearly file has some 200 MB unpacked, a record at most some hundred kilobytes. */
const mostBytes = 4 * 2 ** 30;
const mostRecord = 8 * 2 ** 20;
const mostVectors = 16;

/** By the metrics' keys of the NVD's JSON 2.0 schema (https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema). */
const metricTypes = [
  ['cvssMetricV40', 'CVSS_V4'],
  ['cvssMetricV31', 'CVSS_V3'],
  ['cvssMetricV30', 'CVSS_V3'],
  ['cvssMetricV2', 'CVSS_V2'],
] as const;

/**
 * Reads a feed file or a saved answer of the NVD (JSON 2.0, gzip or plain), record by record, with little of it in memory. Rejected records
 * and those that say neither a vector nor that they are disputed are left out. Throws `feed-damaged` by name.
 */
export async function* readNvd(location: SourceLocation, access: SourceAccess): AsyncGenerator<NvdRating> {
  const file = locationText(location);
  const document = await openDocument(location, access);
  if (document === null) throw failure('source-lacks-file', { url: file });
  try {
    yield* parseNvd(document.body, file);
  } catch (error) {
    access.signal.throwIfAborted();
    throw unreachable(error, file);
  }
}

/** @param most bytes, unpacked */
export async function* parseNvd(stream: ByteStream, file: string, most = mostBytes): AsyncGenerator<NvdRating> {
  const damaged = (reason: Text, cause?: unknown) => failureFrom(cause, 'feed-damaged', { file, reason });
  try {
    for await (const element of jsonElements(
      bounded(await unpacked(stream, damaged), most),
      'vulnerabilities',
      mostRecord,
    )) {
      const rating = ratingOf(element, damaged);
      if (rating !== null) yield rating;
    }
  } catch (error) {
    if (error instanceof JsonError) throw damaged(error.reason, error);
    if (error instanceof TooLong)
      throw damaged({ en: `it has more than ${error.limit} bytes`, 'zh-CN': `超过 ${error.limit} 字节` }, error);
    throw error;
  }
}

async function unpacked(
  stream: ByteStream,
  damaged: (reason: Text, cause: unknown) => PlimsollError,
): Promise<ByteStream> {
  const { head, whole } = await peeked(stream, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  return gunzipped(whole, damaged);
}

async function* gunzipped(stream: ByteStream, damaged: (reason: Text, cause: unknown) => PlimsollError): ByteStream {
  let trouble: unknown = null;
  const source = Readable.from(stream, { objectMode: false });
  source.once('error', (error) => (trouble = error));
  const gunzip: Readable = pipeline(source, createGunzip({ chunkSize: 2 ** 18 }), () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (trouble !== null) throw trouble;
    const reason = reasonOf(error);
    throw damaged({ en: `it does not unpack: ${reason}`, 'zh-CN': `无法解压：${reason}` }, error);
  }
}

async function* bounded(stream: ByteStream, most: number): ByteStream {
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most) throw new TooLong(most);
    yield chunk;
  }
}

function ratingOf(element: Buffer, damaged: (reason: Text, cause?: unknown) => PlimsollError): NvdRating | null {
  if (jsonSprawl(element, { depth: 64, containers: 200_000 }) !== null)
    throw damaged({
      en: 'a record is nested too deeply, or holds too many entries',
      'zh-CN': '有记录嵌套过深，或条目过多',
    });
  let value: unknown;
  try {
    value = JSON.parse(element.toString('utf8'));
  } catch (error) {
    throw damaged({ en: 'a record is not JSON', 'zh-CN': '有记录不是合法的 JSON' }, error);
  }
  const cve = isObject(value) ? value['cve'] : undefined;
  const id = isObject(cve) ? cve['id'] : undefined;
  if (!isObject(cve) || typeof id !== 'string' || !isCve(id))
    throw damaged({ en: 'a record names no CVE', 'zh-CN': '有记录没有 CVE 编号' });
  // Without an offset the NVD's times are UTC.
  const written = cve['lastModified'];
  const time =
    typeof written === 'string'
      ? Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(written) ? written : `${written}Z`)
      : Number.NaN;
  if (Number.isNaN(time)) throw damaged({ en: `${id} has no date`, 'zh-CN': `${id} 没有日期` });
  if (cve['vulnStatus'] === 'Rejected') return null;
  const vectors = vectorsOf(cve);
  const disputed = tagsOf(cve).includes('disputed');
  if (vectors.length === 0 && !disputed) return null;
  return { cve: id, modified: `${new Date(time).toISOString().slice(0, 19)}Z`, vectors, disputed };
}

/** `Primary` is the NVD's own analysis, `Secondary` that of a CNA or of CISA. */
function vectorsOf(cve: JsonObject): AdvisorySeverity[] {
  const metrics = isObject(cve['metrics']) ? cve['metrics'] : {};
  const found = metricTypes.flatMap(([key, type]) => {
    const list = metrics[key];
    if (!Array.isArray(list)) return [];
    return list.flatMap((metric: unknown) => {
      const data = isObject(metric) ? metric['cvssData'] : undefined;
      const score = isObject(data) ? data['vectorString'] : undefined;
      if (!isObject(metric) || typeof score !== 'string' || score.length > 400) return [];
      return [{ type, score, isOwn: metric['type'] === 'Primary' }];
    });
  });
  const own = found.filter(({ isOwn }) => isOwn);
  const counting = own.length > 0 ? own : found;
  return [...new Map(counting.map(({ type, score }) => [score, { type, score }])).values()].slice(0, mostVectors);
}

function tagsOf(cve: JsonObject): unknown[] {
  const lists = Array.isArray(cve['cveTags']) ? cve['cveTags'] : [];
  return lists.flatMap((entry: unknown) => (isObject(entry) && Array.isArray(entry['tags']) ? entry['tags'] : []));
}
