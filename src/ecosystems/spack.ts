import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { isObject, jsonObject } from '../formats/json-object.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Spack specification';
const METADATA = '/.spack/spec.json';

/**
 * What Spack leaves in the prefix of each package that it installed (spack.readthedocs.io, "Spec and DAG files"): the package and all that it was built with, itself
 * first. The others have prefixes and specifications of their own.
 */
const specCollector: Collector = {
  name: 'spack-specs',
  revision: 1,
  wants: { names: ['spec.json'], maxSize: 16 << 20, unless: ({ path }) => !path.endsWith(METADATA) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

/** Specifications of version 2 and later have a list of nodes; before that it was one of single members, `{ "zlib": { … } }`. */
function take(content: Buffer): Taken {
  const spec = jsonObject(content)?.['spec'];
  const nodes = isObject(spec) ? spec['nodes'] : spec;
  const [first]: unknown[] = Array.isArray(nodes) ? nodes : [];
  if (isObject(first)) {
    const [only] = Object.entries(first);
    const isOld = first['name'] === undefined && only !== undefined && isObject(only[1]);
    const name = isOld ? only[0] : first['name'];
    const version = isOld && isObject(only[1]) ? only[1]['version'] : first['version'];
    if (typeof name === 'string' && typeof version === 'string' && name !== '' && version !== '')
      return { items: [languagePackage('spack', name, version)] };
  }
  return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
}

/** Packages of Spack. No feed speaks of them; PHP's order of versions is that of numbers and words. */
export const spack: Ecosystem = {
  id: 'spack',
  title: { en: 'Spack packages', 'zh-CN': 'Spack 软件包' },
  kind: 'binary',
  versions: php,
  collectors: [specCollector],
  assemble: (assembly) => languagePackages(assembly, 'spack', (name, version) => purlOf('spack', null, name, version)),
  brings: (_, packages) => packages.map(({ path }) => path.slice(0, -METADATA.length)).filter((one) => one !== ''),
  advisoryNames: () => [],
};
