import { printable } from '../../base/printable.ts';

/** No backtick (would end the span), no pipe (would end the cell), no backslash (would escape what follows in some renderers). */
const safeInCode = /^[\p{L}\p{N}@._+:~/=, ()#%^，：、（）“”-]*$/u;

/**
 * Text from an image as code: names, versions, paths. Nothing inside code is a mention, a reference or a link. What could end a code
 * span or a table cell is written as an HTML `code` element in which every character beyond letters and digits is a character reference.
 */
export function code(text: string, limit = 200): string {
  const shown = printable(text, limit);
  if (shown.trim() === '') return '';
  if (safeInCode.test(shown) && shown.trim() === shown) return `\`${shown}\``;
  return `<code>${shown.replace(/[^\p{L}\p{N} ]/gu, reference)}</code>`;
}

/**
 * Text from an image or a feed as prose. What could be structure in Markdown or HTML becomes a character reference (CommonMark 0.31, 2.5: they
 * never mean structure). GitLab and GitHub look for mentions (`@all`), references (`#1`, `!2`) and bare addresses in the rendered text once
 * more, so that a zero width space keeps those apart.
 */
export function prose(text: string, limit = 240): string {
  return printable(text, limit).replace(
    /[\\`*_[\]<>#|~&@$%^!{}]|^[-+=]|^\d+(?=[.)])|(?<=[a-z]):(?=\/\/)|\bwww(?=\.)|\b(?:mailto|xmpp|javascript)(?=:)/gi,
    apart,
  );
}

function apart(found: string): string {
  const written = found.length === 1 ? reference(found) : found;
  return /^(?:[@#!:]|[a-z0-9]+)$/i.test(found) ? `${written}&#8203;` : written;
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}
