import { failure, reasonOf } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import { jsonSprawl } from '../formats/json-sprawl.ts';
import { isCve } from './cve-facts.ts';
import { isObject, oneLine } from './osv-fields.ts';
import { readDocument, type SourceAccess } from './source-document.ts';
import { locationText, type SourceLocation } from './source-location.ts';

/** CISA's catalogue of vulnerabilities that are known to be exploited. */
export interface KevCatalogue {
  /** RFC 3339; null where the catalogue does not say. */
  readonly released: string | null;
  readonly exploited: readonly { readonly cve: string /** `2025-08-25` */; readonly since: string }[];
}

/** The catalogue has some 2 MB. Parsed, JSON may take fifty times its size. */
const mostBytes = 16 * 2 ** 20;

/** Reads the catalogue (https://www.cisa.gov/known-exploited-vulnerabilities-catalog, JSON). Throws `feed-damaged` by name. */
export async function readKev(location: SourceLocation, access: SourceAccess): Promise<KevCatalogue> {
  const bytes = await readDocument(location, mostBytes, access);
  const file = locationText(location);
  if (bytes === null) throw failure('source-lacks-file', { url: file });
  return parseKev(bytes, file);
}

export function parseKev(bytes: Uint8Array, file: string): KevCatalogue {
  const damaged = (reason: Text) => failure('feed-damaged', { file, reason });
  if (jsonSprawl(bytes) !== null)
    throw damaged({ en: 'it is nested too deeply, or holds too many entries', 'zh-CN': '嵌套过深，或条目过多' });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw damaged({
      en: `it is not JSON: ${oneLine(reasonOf(error), 120)}`,
      'zh-CN': `不是合法的 JSON：${oneLine(reasonOf(error), 120)}`,
    });
  }
  if (!isObject(value) || !Array.isArray(value['vulnerabilities']))
    throw damaged({ en: 'it is not a KEV catalog', 'zh-CN': '不是 KEV 目录' });
  const entries: readonly unknown[] = value['vulnerabilities'];
  const announced = value['count'];
  if (typeof announced === 'number' && announced !== entries.length) {
    throw damaged({
      en: `it announces ${announced} entries and has ${entries.length}`,
      'zh-CN': `声明有 ${announced} 条，实有 ${entries.length} 条`,
    });
  }
  const exploited = entries.map((entry, index) => {
    const cve = isObject(entry) ? entry['cveID'] : undefined;
    if (!isObject(entry) || typeof cve !== 'string' || !isCve(cve))
      throw damaged({ en: `entry ${index + 1} names no CVE`, 'zh-CN': `第 ${index + 1} 条没有 CVE 编号` });
    const since = entry['dateAdded'];
    if (typeof since !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(since))
      throw damaged({ en: `${cve} has no date`, 'zh-CN': `${cve} 没有日期` });
    return { cve, since };
  });
  const released = value['dateReleased'];
  const time = typeof released === 'string' ? Date.parse(released) : Number.NaN;
  return { released: Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`, exploited };
}
