import { printable } from '../../base/printable.ts';

/**
 * A value as JSON that stands inside a `script` element. No `<` or `&` is left in it, so that nothing ends the element, opens a comment or
 * is read as markup; every text is made printable first, so that nothing of an image turns the direction of what the page shows.
 */
export function embedded(value: unknown): string {
  const json = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? printable(inner, 2000) : inner,
  );
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Text between tags or in a quoted attribute. */
export function escaped(text: string): string {
  return printable(text, 2000).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
