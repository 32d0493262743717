import { type PomLicense, type PomProject, readPom } from '../../formats/java/pom.ts';
import { licenseTitled } from '../license-titles.ts';

/**
 * What a project says in its `pom.xml`. Of several licenses whoever uses it may choose one ("POM Reference": `licenses`); there are none where it leaves them to a
 * parent. Throws what {@link readPom} throws.
 */
export function projectOfPom(content: Buffer): Omit<PomProject, 'licenses'> & { readonly licenses: readonly string[] } {
  const project = readPom(content);
  return { ...project, licenses: chosen(project.licenses) };
}

function chosen(told: readonly PomLicense[]): readonly string[] {
  const licenses = distinct(told.map(({ name, url }) => licenseTitled(name, url)));
  if (licenses.length < 2) return licenses;
  return [licenses.map((license) => (/ (?:AND|OR) /.test(license) ? `(${license})` : license)).join(' OR ')];
}

/** As a gap names them: what hides no package. */
export const LICENSES = 'licenses of a Java archive';
/** Characters of a header that are looked at. */
const LONGEST_HEADER = 10_000;

/**
 * The licenses of a bundle (OSGi Core, 3.2.1.10, "Bundle-License"): titles or addresses, each with a link and a description. It does not say whether
 * one may choose among them, so that they count as all of them.
 */
export function licensesOfBundle(header: string): readonly string[] {
  // A comma before a version is one that somebody wrote without the quotation marks it needs: `Apache License, Version 2.0`.
  const clauses = header.slice(0, LONGEST_HEADER).match(/(?:"[^"]*"|,(?=\s*v(?:ersion|\d))|[^",])+/gi) ?? [];
  return distinct(clauses.map(licenseOfClause));
}

function licenseOfClause(clause: string): string {
  const [name = '', ...attributes] = (clause.match(/(?:"[^"]*"|[^";])+/g) ?? []).map(unquoted);
  if (name === '<<EXTERNAL>>') return '';
  const told = new Map(
    attributes
      .map((text) => text.replace(/\s+/g, ' ').split(/ ?:?= ?/, 2))
      .map(([key = '', value = '']) => [key, unquoted(value)]),
  );
  const isAddress = /^https?:/i.test(name);
  return licenseTitled(isAddress ? (told.get('description') ?? '') : name, isAddress ? name : (told.get('link') ?? ''));
}

function unquoted(text: string): string {
  return text.trim().replace(/^"|"$/g, '').trim();
}

function distinct(licenses: readonly string[]): readonly string[] {
  return [...new Set(licenses)].filter((license) => license !== '');
}
