const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** Reads a length of time as people write it, unit included: `10s`, `5m`, `7d`. Milliseconds; null where it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h|d|w)$/.exec(text.trim());
  const unit = units[match?.[2] ?? ''];
  if (match === null || unit === undefined) return null;
  const milliseconds = Math.round(Number(match[1]) * unit);
  return milliseconds > 0 ? milliseconds : null;
}

/** Milliseconds in the largest unit that shows them without a rest: `5m`, `90s`, `1500ms`. */
export function durationWords(milliseconds: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const length = units[unit] ?? 1;
    if (milliseconds >= length && milliseconds % length === 0) return `${milliseconds / length}${unit}`;
  }
  return `${milliseconds}ms`;
}
