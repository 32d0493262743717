import { deb822Paragraphs } from './deb822.ts';

/** Licences that one file may name; the rest of a longer list is left out. */
const MAX_LICENSES = 200;
const MAX_LENGTH = 300;

/** The licences that a copyright file declares, as it writes them, in its order, each once. */
export interface DeclaredLicenses {
  readonly names: readonly string[];
  /** Named one by one, not only referred to: a text that refers to `GPL-2` mostly grants later versions too. */
  readonly exact: boolean;
}

/**
 * Reads a Debian copyright file.
 *
 * A machine-readable file (Debian copyright format 1.0, "License" field) names them in the first line of the `License` fields of its
 * header and of its Files paragraphs; standalone License paragraphs only hold texts. In any other file what can be relied on are its
 * references to the texts under `/usr/share/common-licenses/`.
 */
export function declaredLicenses(text: string): DeclaredLicenses {
  const exact = isMachineReadable(text);
  return { names: exact ? machineReadable(text) : referenced(text), exact };
}

function isMachineReadable(text: string): boolean {
  return /^(?:format|format-specification):[^\n]{0,200}(?:copyright-format|dep5|dep-5)/im.test(text.slice(0, 2000));
}

const copyrightFields: ReadonlySet<string> = new Set(['format', 'files', 'license']);

function machineReadable(text: string): readonly string[] {
  const named = new Set<string>();
  const standalone = new Set<string>();
  for (const { fields } of deb822Paragraphs(text, copyrightFields)) {
    const license = fields.get('license');
    if (license === undefined) continue;
    const synopsis = (license.split('\n', 1)[0] ?? '').trim().replace(/\s+/g, ' ');
    if (synopsis === '' || synopsis.length > MAX_LENGTH) continue;
    const into = fields.has('files') || fields.has('format') ? named : standalone;
    if (into.size < MAX_LICENSES) into.add(synopsis);
  }
  return [...(named.size > 0 ? named : standalone)];
}

function referenced(text: string): readonly string[] {
  const named = new Set<string>();
  for (const [, name = ''] of text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z0-9][A-Za-z0-9.+-]{0,60})/g)) {
    // The full stop may be the sentence's.
    const trimmed = name.replace(/[.-]+$/, '');
    if (trimmed !== '' && named.size < MAX_LICENSES) named.add(trimmed);
  }
  return [...named];
}
