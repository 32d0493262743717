/** Milliseconds as seconds with one decimal; under a tenth, with two. */
export function secondsWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds.toFixed(seconds < 0.1 ? 2 : 1);
}

/** An RFC 3339 time in UTC without its seconds: `2026-03-04 06:00`. What is no such time stays as it is. */
export function minuteWords(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)}` : time;
}

/** Whole days from one RFC 3339 time to a later one; null where either is none. */
export function daysBetween(from: string, to: string): number | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Number.isFinite(days) ? Math.max(0, Math.floor(days)) : null;
}
