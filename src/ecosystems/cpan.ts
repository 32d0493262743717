import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { jsonObject } from '../formats/json-object.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { cpan as cpanVersions } from '../versions/cpan.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const RECORD = 'install.json';

/** What cpanm leaves of each distribution that it installs: `.meta/NAME-VERSION/install.json`. */
const recordCollector: Collector = {
  name: 'cpan-install-json',
  revision: 1,
  wants: {
    names: [RECORD],
    maxSize: 16 << 20,
    unless: ({ path }) => !/(?:^|\/)\.meta\/[^/]+\/install\.json$/.test(path),
  },
  what: RECORD,
  blinds: ['packages'],
  take: ({ path }, content) => takeRecord(path, content),
};

function takeRecord(path: string, content: Buffer): Taken {
  const { name, version, dist } = jsonObject(content) ?? {};
  const [, directory = ''] = /(?:^|\/)([^/]+)\/install\.json$/.exec(path) ?? [];
  // The distribution's version; what cpanm calls `version` is that of the module it was asked for.
  const [, distribution, release] =
    /^(.+?)-(v?\d[^-]*)(?:-TRIAL)?$/.exec(typeof dist === 'string' ? dist : directory) ?? [];
  const known = release ?? (typeof version === 'string' && version !== '' ? version : null);
  if (typeof name !== 'string' || name === '' || known === null)
    return { items: [], gaps: [{ what: RECORD, reason: 'unparsable', blinds: ['packages'] }] };
  const item = languagePackage('cpan', distribution ?? asDistribution(name), known, { attributes: { module: name } });
  return { items: [item, ...digestFacts('cpan', path, content)] };
}

/** The diary of `make install`, an entry an installation, the last one of a module in force (perldoc ExtUtils::Command::MM, "perllocal_install"). */
const diaryCollector: Collector = {
  name: 'cpan-perllocal',
  revision: 1,
  wants: { names: ['perllocal.pod'], maxSize: 16 << 20 },
  what: 'perllocal.pod',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const versions = new Map<string, string>();
    let module = '';
    for (const line of content.toString('utf8').split('\n')) {
      const [, named] = /^=head2 .{0,100}: C<Module> L<([\w:]{1,200})\|/.exec(line) ?? [];
      if (named !== undefined) module = named;
      const [, version] = /^C<VERSION: ([^>\s]{1,100})>/.exec(line) ?? [];
      if (version !== undefined && module !== '') versions.set(module, version);
    }
    const items = [...versions].map(([name, version]) =>
      languagePackage('cpan', asDistribution(name), version, { attributes: { module: name } }),
    );
    return { items: items.length === 0 ? [] : [...items, ...digestFacts('cpan', path, content)] };
  },
};

/** The list of files of whatever was installed. It says no version (perldoc ExtUtils::Packlist). */
const listCollector: Collector = {
  name: 'cpan-packlist',
  revision: 1,
  wants: { names: ['.packlist'], maxSize: 64 << 20, unless: ({ path }) => !listPlace.test(path) },
  what: '.packlist',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const [, directory = ''] = listPlace.exec(path) ?? [];
    const module = directory.replaceAll('/', '::');
    if (module === '') return { items: [] };
    const attributes = { module, fileList: 'true' };
    return {
      items: [
        languagePackage('cpan', asDistribution(module), '(unknown)', { attributes }),
        ...digestFacts('cpan', path, content),
      ],
    };
  },
};

const listPlace = /(?:^|\/)auto\/((?:[A-Za-z0-9_]+\/)*[A-Za-z0-9_]+)\/\.packlist$/;

/** Distributions are mostly called as their main module. */
function asDistribution(module: string): string {
  return module.replaceAll('::', '-');
}

/** Perl distributions that were installed from CPAN. No feed speaks of them. */
export const cpan: Ecosystem = {
  id: 'cpan',
  title: { en: 'Perl distributions', 'zh-CN': 'Perl 发行包' },
  kind: 'language',
  versions: cpanVersions,
  collectors: [recordCollector, diaryCollector, listCollector],
  assemble,
  advisoryNames: () => [],
};

/** One installation leaves up to three traces: cpanm's record says most, then the diary; a list of files counts where there is nothing else. */
function assemble(assembly: Assembly): readonly Package[] {
  const modules = new Map<string, number>();
  for (const { item } of assembly.packages) {
    const module = item.attributes['module'] ?? '';
    modules.set(module, Math.min(modules.get(module) ?? 3, rankOf(item)));
  }
  const packages = assembly.packages.filter(
    ({ item }) => modules.get(item.attributes['module'] ?? '') === rankOf(item),
  );
  return languagePackages({ ...assembly, packages }, 'cpan', (name, version) =>
    purlOf('cpan', null, name, version),
  ).map(({ attributes: { fileList: _, ...attributes }, ...pkg }) => ({ ...pkg, attributes }));
}

function rankOf({ name, attributes }: HarvestedPackage): number {
  if (attributes['fileList'] !== undefined) return 2;
  return attributes['module'] === undefined || asDistribution(attributes['module']) === name ? 1 : 0;
}
