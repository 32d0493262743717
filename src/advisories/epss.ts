import { gunzipSync } from 'node:zlib';
import { failure, reasonOf } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import { isCve } from './cve-facts.ts';
import { readDocument, type SourceAccess } from './source-document.ts';
import { locationText, type SourceLocation } from './source-location.ts';

/** FIRST's estimates of how likely a CVE is to be exploited within 30 days. */
export interface EpssScores {
  /** RFC 3339; null where the file does not say. */
  readonly scored: string | null;
  /** Probabilities from 0 to 1. */
  readonly scores: readonly { readonly cve: string; readonly epss: number }[];
}

/** The daily file has 2 MB, unpacked 10: a line for each CVE. */
const mostBytes = 32 * 2 ** 20;
const mostUnpacked = 64 * 2 ** 20;
const mostScores = 2_000_000;
const longestLine = 1024;

/** Reads a daily file (https://www.first.org/epss/data_stats): CSV, gzip or plain. Throws `feed-damaged` by name. */
export async function readEpss(location: SourceLocation, access: SourceAccess): Promise<EpssScores> {
  const bytes = await readDocument(location, mostBytes, access);
  const file = locationText(location);
  if (bytes === null) throw failure('source-lacks-file', { url: file });
  return parseEpss(bytes, file);
}

export function parseEpss(bytes: Uint8Array, file: string): EpssScores {
  const damaged = (reason: Text) => failure('feed-damaged', { file, reason });
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      text = gunzipSync(bytes, { maxOutputLength: mostUnpacked });
    } catch (error) {
      throw damaged({ en: `it does not unpack: ${reasonOf(error)}`, 'zh-CN': `无法解压：${reasonOf(error)}` });
    }
  }
  let scored: string | null = null;
  let headed = false;
  const scores: { cve: string; epss: number }[] = [];
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    if (line === '') continue;
    if (line.startsWith('#')) {
      const date = Date.parse(/score_date:([^,\s]+)/.exec(line)?.[1] ?? '');
      if (!Number.isNaN(date)) scored = `${new Date(date).toISOString().slice(0, 19)}Z`;
    } else if (!headed) {
      if (!/^cve,epss(?:,|$)/.test(line)) throw damaged(texts.columns);
      headed = true;
    } else {
      const [cve = '', score = ''] = line.split(',', 2);
      const epss = Number(score);
      if (!isCve(cve) || score === '' || !(epss >= 0 && epss <= 1))
        throw damaged({ en: `line ${number} is not "CVE,probability"`, 'zh-CN': `第 ${number} 行不是“CVE,概率”` });
      if (scores.length === mostScores)
        throw damaged({ en: `it has more than ${mostScores} lines`, 'zh-CN': `超过 ${mostScores} 行` });
      scores.push({ cve, epss });
    }
  }
  if (!headed) throw damaged(texts.columns);
  return { scored, scores };
}

/** One at a time, without the blanks around them. */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, at);
    const end = feed === -1 ? bytes.length : feed;
    yield bytes.toString('latin1', at, Math.min(end, at + longestLine)).trim();
    at = end + 1;
  }
}

const texts = {
  columns: { en: 'its columns are not "cve,epss,…"', 'zh-CN': '列名不是“cve,epss,…”' },
} as const satisfies Record<string, Text>;
