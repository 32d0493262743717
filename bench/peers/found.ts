import { PackageURL } from 'packageurl-js';
import type { Found } from './tools/tool.ts';

const distributions = new Set(['deb', 'rpm', 'apk', 'alpm']);

/** A purl as the tools' lists are compared: what differs between them by habit alone is made the same. */
export function fromPurl(purl: string, path: string): Found {
  const { type, namespace, name, version, subpath, qualifiers } = PackageURL.fromString(purl);
  const whole = distributions.has(type) || !namespace ? name : `${namespace}/${name}`;
  const epoch =
    type === 'rpm' && qualifiers?.['epoch'] !== undefined && qualifiers['epoch'] !== '0'
      ? `${qualifiers['epoch']}:`
      : '';
  return {
    type,
    name: `${decodeURIComponent(whole)}${type === 'golang' && subpath ? `/${subpath}` : ''}`,
    version: `${epoch}${version ?? ''}`,
    path: path.replace(/^\//, ''),
  };
}
