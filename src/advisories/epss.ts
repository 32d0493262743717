import { gunzipSync } from 'node:zlib';
import { failure, reasonOf } from '../base/errors.ts';
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

const mostBytes = 256 * 2 ** 20;
const mostUnpacked = 512 * 2 ** 20;

/** Reads a daily file (https://www.first.org/epss/data_stats): CSV, gzip or plain. Throws `feed-damaged` by name. */
export async function readEpss(location: SourceLocation, access: SourceAccess): Promise<EpssScores> {
  const bytes = await readDocument(location, mostBytes, access);
  const file = locationText(location);
  if (bytes === null) throw failure('source-lacks-file', { url: file });
  return parseEpss(bytes, file);
}

export function parseEpss(bytes: Uint8Array, file: string): EpssScores {
  const damaged = (reason: string) => failure('feed-damaged', { file, reason });
  let text = Buffer.from(bytes);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      text = gunzipSync(bytes, { maxOutputLength: mostUnpacked });
    } catch (error) {
      throw damaged(`it does not unpack: ${reasonOf(error)}`);
    }
  }
  const lines = text.toString('latin1').split('\n');
  let scored: string | null = null;
  let headed = false;
  const scores: { cve: string; epss: number }[] = [];
  lines.forEach((raw, index) => {
    const line = raw.trim();
    if (line === '') return;
    if (line.startsWith('#')) {
      const date = Date.parse(/score_date:([^,\s]+)/.exec(line)?.[1] ?? '');
      if (!Number.isNaN(date)) scored = `${new Date(date).toISOString().slice(0, 19)}Z`;
      return;
    }
    if (!headed) {
      if (!/^cve,epss(?:,|$)/.test(line)) throw damaged('its columns are not "cve,epss,…"');
      headed = true;
      return;
    }
    const [cve = '', score = ''] = line.split(',', 2);
    const epss = Number(score);
    if (!isCve(cve) || score === '' || !(epss >= 0 && epss <= 1))
      throw damaged(`line ${index + 1} is not "CVE,probability"`);
    scores.push({ cve, epss });
  });
  if (!headed) throw damaged('its columns are not "cve,epss,…"');
  return { scored, scores };
}
