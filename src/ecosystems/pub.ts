import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { indentedLines, keyAndValue } from '../formats/indented-lines.ts';
import { readPackageConfig, readPubspecLock } from '../formats/lock-files/dart-locks.ts';
import { pub as pubVersions } from '../versions/pub.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'pubspec.yaml';

/** What pub downloaded lies in its cache by server, name and version: `hosted/pub.dev/http-1.2.0/pubspec.yaml`. */
const cacheCollector: Collector = {
  name: 'pub-cache',
  revision: 1,
  wants: {
    names: ['pubspec.yaml'],
    maxSize: 1 << 20,
    unless: ({ path }) => !isCached(path.split('/')),
  },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function isCached(parts: readonly string[]): boolean {
  const [hosted, , named = ''] = parts.slice(-4);
  return hosted === 'hosted' && /.-./.test(named);
}

function take(content: Buffer): Taken {
  const fields = new Map<string, string>();
  for (const { indent, text } of indentedLines(content)) {
    const pair = indent === 0 ? keyAndValue(text) : null;
    if (pair !== null && !fields.has(pair.key)) fields.set(pair.key, pair.value);
  }
  const [name, version] = [fields.get('name'), fields.get('version')];
  if (!name || !version) return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  return { items: [languagePackage('pub', name, version)] };
}

const lockCollectors: readonly Collector[] = [
  lockFileCollector('pub', 'pub-lock', { names: ['pubspec.lock'] }, readPubspecLock),
  lockFileCollector(
    'pub',
    'pub-package-config',
    { parents: [{ named: '.dart_tool', ending: 'package_config.json' }] },
    readPackageConfig,
  ),
];

/** Dart and Flutter packages. */
export const pub: Ecosystem = {
  id: 'pub',
  title: { en: 'Dart packages', 'zh-CN': 'Dart 软件包' },
  kind: 'language',
  versions: pubVersions,
  collectors: [cacheCollector, ...lockCollectors],
  assemble: (assembly) => languagePackages(assembly, 'pub', (name, version) => purlOf('pub', null, name, version)),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Pub', name, version }],
};
