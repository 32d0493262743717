import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { indentedLines, keyAndValue } from '../formats/indented-lines.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'snap';
/** What a snap says of itself, wherever it was unpacked (snapcraft.io/docs, "The snap format"). */
const METADATA = '/meta/snap.yaml';
/** Where snapd mounts it, and where images have it that unpack what the store gave them: `snap/core22/1122`, `snap/core22/current`. */
const home = /^(?:.*\/)?snap\/[^/]+\/[^/]+$/;

const metadataCollector: Collector = {
  name: 'snap-metadata',
  revision: 1,
  wants: { names: ['snap.yaml'], maxSize: 1 << 20, unless: ({ path }) => !`/${path}`.endsWith(METADATA) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

/** A snap as the store has it, packed: nothing of what is in it was looked at. */
const packedCollector: Collector = {
  name: 'snap-packed',
  revision: 1,
  wants: { extensions: ['.snap'], unless: ({ path }) => !/^var\/lib\/snapd\/(?:snaps|seed\/snaps)\/[^/]+$/.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: () => ({ items: [], gaps: [{ what: WHAT, reason: 'unsupported-format', blinds: ['packages'] }] }),
};

/** The lines of the outermost level, as snapcraft writes them. The first of several counts: a second one no reader of YAML takes. */
function take(content: Buffer): Taken {
  const fields = new Map<string, string>();
  for (const { indent, text } of indentedLines(content)) {
    const pair = indent === 0 ? keyAndValue(text) : null;
    if (pair !== null && !fields.has(pair.key)) fields.set(pair.key, pair.value);
  }
  const [name, version] = [fields.get('name') ?? '', fields.get('version') ?? ''];
  return name === '' || version === ''
    ? { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] }
    : { items: [languagePackage('snap', name, version)] };
}

/** Snaps. No feed speaks of them. Of versions their makers write what they like; PHP's order is that of numbers and words. */
export const snap: Ecosystem = {
  id: 'snap',
  title: { en: 'Snaps', 'zh-CN': 'Snap 软件包' },
  kind: 'binary',
  versions: php,
  collectors: [metadataCollector, packedCollector],
  assemble: (assembly) => languagePackages(assembly, 'snap', (name, version) => purlOf('snap', null, name, version)),
  brings: (_, packages) =>
    packages.map(({ path }) => path.slice(0, -METADATA.length)).filter((directory) => home.test(directory)),
  advisoryNames: () => [],
};
