import { parsePurl } from '../../src/formats/purl.ts';
import type { Found } from './tools/tool.ts';

const distributions = new Set(['deb', 'rpm', 'apk', 'alpm', 'opkg']);

/** What a tool says of a package beside its purl. */
export type Told = Partial<Pick<Found, 'source' | 'licenses'>>;

/** A purl as the tools' lists are compared: what differs between them by habit alone is made the same. */
export function fromPurl(text: string, path: string, { source = null, licenses = [] }: Told = {}): Found {
  const rest = { path: path.replace(/^\//, ''), purl: text, source, licenses };
  const purl = parsePurl(text);
  if (purl === null) return { type: 'no purl', name: text, version: '', ...rest };
  const { type, namespace, name, version, subpath, qualifiers } = purl;
  const whole = distributions.has(type) || namespace === null ? name : `${namespace}/${name}`;
  const epoch = ['rpm', 'deb'].includes(type) && (qualifiers['epoch'] ?? '0') !== '0' ? `${qualifiers['epoch']}:` : '';
  return {
    type,
    name: comparedName(type, `${whole}${type === 'golang' && subpath !== null ? `/${subpath}` : ''}`),
    version: comparedVersion(type, `${epoch}${version ?? ''}`),
    ...rest,
  };
}

/** Names that an ecosystem takes for one: of Python as PEP 503 has it, of others whatever their case. */
export function comparedName(type: string, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (type === 'maven') return name.replace(':', '/');
  return ['golang', 'nuget', 'composer'].includes(type) ? name.toLowerCase() : name;
}

/** Versions of Go have a `v` in front or not; where nothing says a version, each tool has a word of its own for that. */
export function comparedVersion(type: string, version: string): string {
  if (/^\(?(?:unknown|devel)\)?$/i.test(version)) return '';
  return type === 'golang' ? version.replace(/^v/, '') : version;
}
