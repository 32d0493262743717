import { jsonSprawl } from './json-sprawl.ts';

/** An object of a JSON file; null for anything else, and for what would take memory out of proportion. */
export function jsonObject(content: Buffer): Readonly<Record<string, unknown>> | null {
  if (content.length > 65_536 && jsonSprawl(content) !== null) return null;
  try {
    const value: unknown = JSON.parse(content.toString('utf8').replace(/^\ufeff/, ''));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
