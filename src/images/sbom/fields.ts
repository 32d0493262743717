/** A JSON object of a document that nobody vouches for: whatever is not of the kind that is asked for is as if it were not there. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text; empty where there is none. */
export function text(fields: Fields, name: string): string {
  const value = own(fields, name);
  return typeof value === 'string' ? value : '';
}

export function object(fields: Fields, name: string): Fields {
  const value = own(fields, name);
  return isFields(value) ? value : {};
}

/** The objects of a list. */
export function objects(fields: Fields, name: string): readonly Fields[] {
  const value = own(fields, name);
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The texts of a list. */
export function texts(fields: Fields, name: string): readonly string[] {
  const value = own(fields, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** How many items a list has, of whatever kind. */
export function count(fields: Fields, name: string): number {
  const value = own(fields, name);
  return Array.isArray(value) ? value.length : 0;
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
