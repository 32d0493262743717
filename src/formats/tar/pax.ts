import type { SparsePiece } from './tar-entry.ts';

/**
 * The records of a PAX extended header: `LENGTH KEY=VALUE\n` (POSIX.1-2024, pax, "pax Extended Header"). A later record of a key
 * replaces an earlier one, save the pairs of GNU sparse format 0.0, which are gathered. Null where the form is broken.
 */
export function readPaxRecords(content: Buffer): Map<string, string> | null {
  const records = new Map<string, string>();
  const sparse: string[] = [];
  let position = 0;
  while (position < content.length) {
    const space = content.indexOf(0x20, position);
    if (space < 0 || space - position > 20) return null;
    const length = decimal(content.toString('latin1', position, space));
    if (length === null || length < space - position + 2 || position + length > content.length) return null;
    if (content[position + length - 1] !== 0x0a) return null;
    const record = content.toString('utf8', space + 1, position + length - 1);
    const equals = record.indexOf('=');
    if (equals < 1) return null;
    const key = record.slice(0, equals);
    const value = record.slice(equals + 1);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') sparse.push(value);
    else if (value === '') records.delete(key);
    else if (value.includes('\0') && (key === 'path' || key === 'linkpath')) return null;
    else if (key === capabilityKey)
      records.set(key, content.toString('hex', space + 1 + key.length + 1, position + length - 1));
    else records.set(key, value);
    position += length;
  }
  if (sparse.length > 0) records.set('GNU.sparse.map', sparse.join(','));
  return records;
}

/** The key of a file's capabilities, as Go's writers and GNU tar have it. Its value is kept in hexadecimal digits: it is no text. */
export const capabilityKey = 'SCHILY.xattr.security.capability';

/** The map of GNU sparse formats 0.0 and 0.1: `offset,length,offset,length,…`. Null where it is broken. */
export function readSparseList(numbers: readonly (string | undefined)[]): SparsePiece[] | null {
  if (numbers.length % 2 !== 0) return null;
  const pieces: SparsePiece[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = decimal(numbers[i] ?? '');
    const length = decimal(numbers[i + 1] ?? '');
    if (offset === null || length === null) return null;
    pieces.push({ offset, length });
  }
  return pieces;
}

/** Whether pieces are in order, do not overlap and stay inside the file. */
export function sparseFits(pieces: readonly SparsePiece[], size: number): boolean {
  let end = 0;
  for (const { offset, length } of pieces) {
    if (offset < end || offset + length > size) return false;
    end = offset + length;
  }
  return true;
}

/** A number of decimal digits that a file's size can have; null for anything else. */
export function decimal(text: string): number | null {
  if (!/^[0-9]{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

export function paxNumber(pax: Map<string, string> | null, key: string): number | undefined {
  const text = pax?.get(key);
  return text === undefined ? undefined : (decimal(text) ?? undefined);
}

/** Which of the PAX forms of a sparse file the records describe, as Go's reader decides it. */
export function paxSparseKind(pax: Map<string, string> | null): 'none' | 'map-in-header' | 'map-in-content' {
  if (pax === null) return 'none';
  const major = pax.get('GNU.sparse.major');
  const minor = pax.get('GNU.sparse.minor');
  if (major === '1' && minor === '0') return 'map-in-content';
  if (major === '0' && (minor === '0' || minor === '1')) return 'map-in-header';
  if (major !== undefined || minor !== undefined) return 'none';
  return pax.has('GNU.sparse.map') ? 'map-in-header' : 'none';
}
