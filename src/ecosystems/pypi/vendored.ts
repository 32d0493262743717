import type { HarvestedPackage } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';

export const vendoredList = /(?:^|\/)(?:pip|setuptools|pkg_resources)\/_vendor\/vendor(?:ed)?\.txt$/;

/** The packages of a list as pip reads it, one `NAME==VERSION` a line. */
export function vendoredIn(path: string, content: Buffer): readonly HarvestedPackage[] {
  const above = path.slice(0, Math.max(0, path.indexOf('/_vendor/')));
  const by = above.slice(above.lastIndexOf('/') + 1);
  return content
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, version] = /^\s{0,20}([A-Za-z0-9][\w.-]{0,200})==([^\s#;]{1,100})/.exec(line) ?? [];
      if (name === undefined || version === undefined) return [];
      return [languagePackage('pypi', name, version, { attributes: { vendoredBy: by } })];
    });
}
