import type { HeaderList } from '../engine-request.ts';
import type { Framing } from './body.ts';
import { BadHead, headFields } from './head-reader.ts';

export interface ResponseHead {
  /** Of HTTP/1. */
  readonly minor: 0 | 1;
  readonly status: number;
  readonly reason: string;
  /** Names as they were written. */
  readonly headers: HeaderList;
  readonly framing: Framing;
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: (.*))?$/;

/** Reads the head of an answer to a request with this method. Throws {@link BadHead}. */
export function parseResponseHead([line = '', ...rest]: readonly string[], method: string): ResponseHead {
  const match = statusLine.exec(line);
  if (match === null) throw new BadHead('malformed', 'the answer does not begin with a status');
  const status = Number(match[2]);
  const headers = headFields(rest);
  return {
    minor: match[1] === '0' ? 0 : 1,
    status,
    reason: match[3] ?? '',
    headers,
    framing: framingOf(status, headers, method),
  };
}

function framingOf(status: number, headers: HeaderList, method: string): Framing {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'none' };
  const valuesOf = (wanted: string) =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const [transfer, ...moreTransfers] = valuesOf('transfer-encoding');
  const [length, ...moreLengths] = valuesOf('content-length');
  if (moreTransfers.length > 0 || moreLengths.length > 0 || (transfer !== undefined && length !== undefined))
    throw new BadHead('malformed', 'the answer has two lengths');
  if (transfer !== undefined) {
    if (transfer.toLowerCase() !== 'chunked')
      throw new BadHead('malformed', 'the answer is transferred in an unknown way');
    return { kind: 'chunked' };
  }
  if (length === undefined) return { kind: 'until-close' };
  if (!/^\d{1,15}$/.test(length)) throw new BadHead('malformed', 'the length of the answer is no number');
  return { kind: 'length', length: Number(length) };
}

/** What belongs to one connection alone and is written anew for the next one. */
const ownToConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'trailer',
  'upgrade',
]);

export function withoutConnection(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !ownToConnection.has(name.toLowerCase()));
}

/** A head as it goes over the wire. */
export function headText(firstLine: string, headers: HeaderList): string {
  return `${firstLine}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
