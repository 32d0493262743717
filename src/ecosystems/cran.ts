import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { deb822Paragraphs } from '../formats/deb822.ts';
import { readRenvLock } from '../formats/lock-files/beam-and-r-locks.ts';
import { cran as cranVersions } from '../versions/cran.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'R package description';
const wanted: ReadonlySet<string> = new Set(['package', 'version', 'license', 'built', 'repository']);

/** What packages test themselves with. */
const ofTests = /(?:^|\/)(?:tests?|testthat|testdata|fixtures?|examples?)\//;

/**
 * In whatever library of R: its own, the site's, one of a project (renv's and its cache, packrat's), one that `R_LIBS` names. Sources of a package have such a file,
 * too, which does not say that anybody built them.
 */
const descriptionCollector: Collector = {
  name: 'cran-descriptions',
  revision: 3,
  wants: { names: ['DESCRIPTION'], maxSize: 1 << 20, unless: ({ path }) => ofTests.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const [paragraph] = deb822Paragraphs(content.toString('utf8'), wanted);
  const field = (name: string) => paragraph?.fields.get(name)?.trim() || null;
  const [name, version, license] = [field('package'), field('version'), field('license')?.slice(0, 300) ?? null];
  // Only installing a package writes this; the translations of R itself have nothing to be built.
  if (field('built') === null && license?.startsWith('Part of R ') !== true) return { items: [] };
  if (name === null || version === null)
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const repository = field('repository');
  const item = languagePackage('cran', name, version, {
    licenses: license === null ? [] : [normalizedLicense(alternatives(license))],
    attributes: repository === null ? {} : { repository: repository.slice(0, 100) },
  });
  return { items: [item, ...digestFacts('cran', path, content)] };
}

const lockCollector = lockFileCollector('cran', 'cran-renv-lock', { names: ['renv.lock'] }, readRenvLock);

/** R packages, of CRAN and Bioconductor. */
export const cran: Ecosystem = {
  id: 'cran',
  title: { en: 'R packages', 'zh-CN': 'R 软件包' },
  kind: 'language',
  versions: cranVersions,
  collectors: [descriptionCollector, lockCollector],
  assemble: (assembly) => languagePackages(assembly, 'cran', (name, version) => purlOf('cran', null, name, version)),
  advisoryNames: ({ name, version }) => ['CRAN', 'Bioconductor'].map((ecosystem) => ({ ecosystem, name, version })),
};

/** `GPL-2 | MIT + file LICENSE`, as an expression of SPDX has it. */
function alternatives(license: string): string {
  const either = license
    .split('|')
    .map((one) => one.trim())
    .join(' OR ');
  return /\+ file LICEN[CS]E$/.test(either) ? either.slice(0, either.lastIndexOf('+')).trimEnd() : either;
}
