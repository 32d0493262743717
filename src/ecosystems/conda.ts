import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { jsonObject } from '../formats/json-object.ts';
import { pep440 } from '../versions/pep440.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'conda package record';

/** A file a package in the `conda-meta` of each environment. They list every file of the package, which makes some large. */
const recordCollector: Collector = {
  name: 'conda-meta',
  revision: 1,
  wants: { parents: [{ named: 'conda-meta', ending: '.json' }], maxSize: 128 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  const record = jsonObject(content);
  const { name, version, build, channel, license } = record ?? {};
  if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') {
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  }
  const attributes = {
    ...(typeof build === 'string' ? { build } : {}),
    // Where it was taken from may be an address with a password in it; its last part is the channel's name.
    ...(typeof channel === 'string'
      ? { channel: channel.slice(-1000).replace(/\/$/, '').split('/').slice(-2).join('/').slice(0, 200) }
      : {}),
  };
  const licenses = typeof license === 'string' && license !== '' ? [normalizedLicense(license)] : [];
  return { items: [languagePackage('conda', name, version, { licenses, attributes })] };
}

/** Conda packages. No feed speaks of them; the Python packages among them bring Python's own metadata along, and are known by that, too. */
export const conda: Ecosystem = {
  id: 'conda',
  title: { en: 'Conda packages', 'zh-CN': 'Conda 软件包' },
  kind: 'language',
  versions: pep440,
  collectors: [recordCollector],
  assemble: (assembly) => languagePackages(assembly, 'conda', (name, version) => purlOf('conda', null, name, version)),
  advisoryNames: () => [],
};
