import { parsePurl } from '../../src/formats/purl.ts';
import type { Found } from './tools/tool.ts';

const distributions = new Set(['deb', 'rpm', 'apk', 'alpm']);

/** A purl as the tools' lists are compared: what differs between them by habit alone is made the same. */
export function fromPurl(text: string, path: string): Found {
  const purl = parsePurl(text);
  if (purl === null) return { type: 'no purl', name: text, version: '', path };
  const { type, namespace, name, version, subpath, qualifiers } = purl;
  const whole = distributions.has(type) || namespace === null ? name : `${namespace}/${name}`;
  const epoch = type === 'rpm' && (qualifiers['epoch'] ?? '0') !== '0' ? `${qualifiers['epoch']}:` : '';
  return {
    type,
    name: `${whole}${type === 'golang' && subpath !== null ? `/${subpath}` : ''}`,
    version: `${epoch}${version ?? ''}`,
    path: path.replace(/^\//, ''),
  };
}
