import { type Purl, parsePurl } from '../../formats/purl.ts';
import type { Suppressed, VulnerabilityFinding } from '../../model/finding.ts';
import type { Listing } from '../../model/listing.ts';
import { MAIN_MODULE, type Package } from '../../model/package.ts';
import { compareVersions, InvalidVersion } from '../../model/version-scheme.ts';
import { deb } from '../../versions/deb.ts';
import { compareTexts } from '../../versions/numerals.ts';
import { isImage, isImageByDigest } from './image-product.ts';
import { type Installed, isDistribution, isPackage } from './package-product.ts';
import type { Product, Statement } from './statement.ts';

interface Found {
  readonly findings: readonly VulnerabilityFinding[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * Lets statements speak on findings. Of those that are about a finding the newest counts; of equally old ones the one that lets through
 * least. `not_affected`, where it says why, and `fixed` take the finding out, and who said so stands in `suppressed`;
 * `under_investigation` and `will_not_fix` are its status; `affected` changes nothing.
 */
export function applyStatements(found: Found, listing: Listing, statements: readonly Statement[]): Found {
  const installed = packagesByName(listing.inventory.packages);
  const wanted = new Set(found.findings.flatMap((finding) => [...namesOf(finding)]));
  const byProblem = new Map<string, { statement: Statement; isAbout: (candidate: Installed) => boolean }[]>();
  for (const statement of statements) {
    // Of a distribution's half a million, most are about what is not here.
    const problems = [...statement.problems].filter((problem) => wanted.has(problem));
    if (problems.length === 0) continue;
    const entry = { statement, isAbout: aboutness(statement, listing, installed) };
    for (const problem of problems) {
      const before = byProblem.get(problem);
      if (before === undefined) byProblem.set(problem, [entry]);
      else before.push(entry);
    }
  }
  const installedOf = installedFinder(listing.inventory.packages);
  const findings: VulnerabilityFinding[] = [];
  const suppressed = new Map(found.suppressed.map((entry) => [keyOf(entry), entry]));
  for (const finding of found.findings) {
    const said = [...namesOf(finding)].flatMap((name) => byProblem.get(name) ?? []);
    const candidate = said.length === 0 ? null : installedOf(finding);
    const decisive = said
      .filter(({ statement, isAbout }) => counts(statement, finding) && candidate !== null && isAbout(candidate))
      .map(({ statement }) => statement)
      .sort((a, b) => b.at - a.at || rank(a) - rank(b))[0];
    if (decisive === undefined || decisive.status === 'affected') {
      findings.push(finding);
    } else if (decisive.status === 'under_investigation' || decisive.status === 'will_not_fix') {
      const status = decisive.status === 'will_not_fix' ? 'wont-fix' : 'under-investigation';
      findings.push(finding.status === 'undecidable' ? finding : { ...finding, status });
    } else {
      const signed = decisive.signed === undefined ? {} : { signed: decisive.signed };
      const entry = { id: finding.id, package: finding.package, by: 'vex', why: whyOf(decisive), ...signed } as const;
      suppressed.set(keyOf(entry), entry);
    }
  }
  return {
    findings,
    suppressed: [...suppressed].sort(([a], [b]) => compareTexts(a, b)).map(([, entry]) => entry),
  };
}

function keyOf({ id, package: name, by, why }: Suppressed): string {
  return `${id}\0${name}\0${by}\0${why}`;
}

/** What lets through least comes first. */
function rank({ status }: Statement): number {
  return ['affected', 'will_not_fix', 'under_investigation', 'fixed', 'not_affected'].indexOf(status);
}

function namesOf({ id, aliases }: VulnerabilityFinding): ReadonlySet<string> {
  return new Set([id, ...aliases].map((name) => name.toUpperCase()));
}

/** Whether a statement names this problem, and may be believed. A CVE is itself alone: who speaks of another one does not speak of it. */
function counts({ problems, status, because }: Statement, { id }: VulnerabilityFinding): boolean {
  if (status === 'not_affected' && because === null) return false;
  const name = id.toUpperCase();
  return problems.has(name) || !name.startsWith('CVE-') || ![...problems].some((problem) => problem.startsWith('CVE-'));
}

type Aboutness = (candidate: Installed) => boolean;

/** Which packages a statement is about. */
function aboutness(
  { product, from }: Statement,
  listing: Listing,
  installed: (purl: Purl) => readonly Installed[],
): Aboutness {
  const isAbout = productAboutness(product, listing, installed);
  return from === undefined ? isAbout : (candidate) => isAbout(candidate) && isFrom(from, candidate);
}

/** Only Debian's statements begin with a version, which is that of a source package. */
function isFrom(from: string, { pkg }: Installed): boolean {
  try {
    return compareVersions(deb, pkg.source?.version ?? pkg.version, from) >= 0;
  } catch (error) {
    if (error instanceof InvalidVersion) return false;
    throw error;
  }
}

function productAboutness(
  { item, parts }: Product,
  listing: Listing,
  installed: (purl: Purl) => readonly Installed[],
): Aboutness {
  const { distribution } = listing.inventory;
  const isPart = (candidate: Installed) => parts.some((part) => isPackage(part, candidate, distribution));
  if (isImage(item, listing)) return parts.length === 0 ? () => true : isPart;
  if (parts.length === 0) return (candidate) => isPackage(item, candidate, distribution);
  if (isDistribution(item, distribution)) return isPart;
  // An image of a vendor's product, such as Red Hat has them: by its digest, as the image does not prove of which product it is.
  if (item.purls.length === 0 && parts.some((part) => isImageByDigest(part, listing))) return () => true;
  // A part of a package: that package is here, and the part lies in it.
  const wholes = item.purls.flatMap(installed).filter((candidate) => isPackage(item, candidate, distribution));
  const purls = new Set(wholes.map(({ pkg }) => pkg.purl));
  const paths = new Set(wholes.map(({ pkg }) => pkg.path));
  // A Go program is its main module, and what it was built from has the same path.
  const programs = new Set(
    wholes.filter(({ pkg }) => pkg.attributes[MAIN_MODULE] !== undefined).map(({ pkg }) => pkg.path),
  );
  return (candidate) =>
    isPart(candidate) &&
    (liesIn(candidate.pkg, purls, paths) || (candidate.purl.type === 'golang' && programs.has(candidate.pkg.path)));
}

/** Whether a package belongs to one of these purls, or lies in something at one of these paths. */
function liesIn({ ownedBy, path }: Package, purls: ReadonlySet<string>, paths: ReadonlySet<string>): boolean {
  if (ownedBy !== null && purls.has(ownedBy)) return true;
  for (let at = 1; at < path.length; at += 1)
    if ((path[at] === '/' || path[at] === '!') && paths.has(path.slice(0, at))) return true;
  return false;
}

/** All installed packages by the names that purls have for them, read when the first is asked for. */
function packagesByName(packages: readonly Package[]): (purl: Purl) => readonly Installed[] {
  const nameOf = ({ type, name }: Purl) => `${type}/${name}`;
  let index: Map<string, Installed[]> | null = null;
  return (wanted) => {
    index ??= Map.groupBy(
      packages.flatMap((pkg) => {
        const purl = parsePurl(pkg.purl);
        return purl === null ? [] : [{ pkg, purl }];
      }),
      ({ purl }) => nameOf(purl),
    );
    return index.get(nameOf(wanted)) ?? [];
  };
}

/** The package of a finding: findings of one purl at several places are of several packages. */
function installedFinder(packages: readonly Package[]): (finding: VulnerabilityFinding) => Installed | null {
  const place = ({ purl, layer, path }: Pick<Package, 'purl' | 'layer' | 'path'>) => `${purl}\0${layer}\0${path}`;
  const byPlace = new Map(packages.map((pkg) => [place(pkg), pkg]));
  return (finding) => {
    const pkg = byPlace.get(place(finding));
    const purl = pkg === undefined ? null : parsePurl(pkg.purl);
    return pkg === undefined || purl === null ? null : { pkg, purl };
  };
}

function whyOf({ status, because, author, when, file }: Statement): string {
  const reason = because === null ? '' : ` (${because})`;
  return `${status}${reason}, says ${author} on ${when} in ${file}`;
}
