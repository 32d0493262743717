const dayLength = 86_400_000;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern =
  /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * The first moment at which something that expires then no longer holds, in milliseconds since 1970: the end of a day in UTC for a
 * date, the moment itself for an RFC 3339 time. Null for what is neither, a day that no calendar has (2027-02-30) included.
 */
export function endOf(text: string): number | null {
  const day = dayStart(text);
  if (day !== null) return day + dayLength;
  const time = timePattern.exec(text);
  if (time === null) return null;
  const [, date = '', hours, minutes, seconds, zone = 'Z'] = time;
  const start = dayStart(date);
  if (start === null) return null;
  const local = start + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  if (zone === 'Z' || zone === 'z') return local;
  const offset = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * 60_000;
  return zone.startsWith('+') ? local - offset : local + offset;
}

function dayStart(text: string): number | null {
  const match = datePattern.exec(text);
  if (match === null) return null;
  const start = Date.parse(`${text}T00:00:00Z`);
  // Date.parse turns 2027-02-30 into 2 March in some engines and NaN in others; either way it is not the same day again.
  return Number.isFinite(start) && new Date(start).toISOString().startsWith(text) ? start : null;
}
