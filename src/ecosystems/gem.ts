import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readGemfileLock, readGemSpecification } from '../formats/gem-specification.ts';
import { gem as gemVersions } from '../versions/gem.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicenses } from './license-names.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'gem specification';

/**
 * RubyGems' own directories, whatever they lie in, and what Bundler checks out of a repository, where it looks up to two directories deep (`{,*,*\/*}.gemspec`): Rails' gems lie
 * beside each other in one. A gem's source tree has one for its authors, too.
 */
const place =
  /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$|(?:^|\/)bundler\/gems\/[^/]+\/(?:(?!(?:tests?|specs?|fixtures?|examples?|vendor)\/)[^/]+\/){0,2}[^/]+\.gemspec$/;

const specificationCollector: Collector = {
  name: 'gem-specifications',
  revision: 2,
  wants: { extensions: ['.gemspec'], maxSize: 16 << 20, unless: ({ path }) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => takeSpecification(path, content),
};

function takeSpecification(path: string, content: Buffer): Taken {
  const { name, version, licenses } = readGemSpecification(content);
  const stem = path.slice(path.lastIndexOf('/') + 1, -'.gemspec'.length);
  const [, nameOfFile, versionOfFile] = (stem.length > 300 ? null : /^(.+?)-(\d[^-]*)(?:-.*)?$/.exec(stem)) ?? [];
  // In a repository the version is often worked out; the name then is the file's.
  const isCheckedOut = !path.includes('specifications/');
  const known = {
    name: name ?? nameOfFile ?? (isCheckedOut ? stem : null),
    version: version ?? versionOfFile ?? (isCheckedOut ? '(unknown)' : null),
  };
  if (known.name === null || known.version === null) {
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  }
  const item = languagePackage('gem', known.name, known.version, { licenses: normalizedLicenses(licenses) });
  return { items: [item, ...digestFacts('gem', path, content)] };
}

const lockCollector = lockFileCollector(
  'gem',
  'gem-lock',
  { names: ['Gemfile.lock', 'Gemfile.next.lock', 'gems.locked'] },
  readGemfileLock,
);

/** Ruby gems. */
export const gem: Ecosystem = {
  id: 'gem',
  title: { en: 'Ruby gems', 'zh-CN': 'Ruby gem 软件包' },
  kind: 'language',
  versions: gemVersions,
  collectors: [specificationCollector, lockCollector],
  addsUp: true,
  assemble: (assembly) => languagePackages(assembly, 'gem', (name, version) => purlOf('gem', null, name, version)),
  // A gem's files lie beside the directory of specifications, under its full name.
  brings: (_, packages) =>
    packages.map(({ path }) => path.replace(/specifications\/(?:default\/)?([^/]+)\.gemspec$/, 'gems/$1')),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'RubyGems', name, version }],
};
