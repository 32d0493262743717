const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Reads an amount of bytes as people write it: `500MB`, `2GiB`, `1048576`. Null where it is none, or not a whole positive one. */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([a-zA-Z]{0,3})$/.exec(text.trim());
  const unit = units[(match?.[2] ?? 'none').toLowerCase()];
  if (match === null || unit === undefined) return null;
  const bytes = Math.round(Number(match[1]) * unit);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

/** Bytes for people, in decimal units with three digits at most: `12.3 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const names = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let name = 'B';
  for (const next of names) {
    if (value < 999.5) break;
    value /= 1000;
    name = next;
  }
  return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${name}`;
}
