import type { Placed } from '../../collect/ecosystem.ts';
import type { Gap } from '../../model/gap.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import type { Distribution } from '../../model/package.ts';
import { databaseDirectories, databaseFiles, databaseGap } from './database-place.ts';

type Form = keyof typeof databaseFiles;
type Packages = readonly Placed<HarvestedPackage>[];

/** Where rpm looks when it finds several forms and none is the configured one (rpm, `lib/backend/dbi.c`: `backends`). */
const anyForm: readonly Form[] = ['sqlite', 'ndb', 'bdb'];
/** A deployment of rpm-ostree keeps the database where nobody writes; where that is, the others lead to it. */
const directories: readonly string[] = [...databaseDirectories].reverse();

/** The packages of the database that counts, and a gap for each further one that tells of others. */
export interface Installed {
  readonly packages: Packages;
  readonly gaps: readonly Gap[];
}

/**
 * Which packages are installed where an image has more than one database. rpm opens one only: that of the form which its distribution was
 * built for, else the first that it finds. Another one that lists the same is left over from a conversion; one that does not is a gap,
 * since it is not certain which of them tells the truth.
 */
export function installedPackages(packages: Packages, distribution: Distribution | null): Installed {
  const databases = new Map<string, Placed<HarvestedPackage>[]>();
  for (const placed of packages) {
    const path = placed.path.replace(/-wal$/, '');
    const known = databases.get(path);
    if (known === undefined) databases.set(path, [placed]);
    else known.push(placed);
  }
  const rank = rankFor(distribution);
  const [first, ...others] = [...databases].sort(([a], [b]) => rank(a) - rank(b));
  if (first === undefined || others.length === 0) return { packages, gaps: [] };
  const listed = listOf(first[1]);
  const gaps = others
    .filter(([, other]) => listOf(other) !== listed)
    .map(([path, other]): Gap => {
      return { ...databaseGap('ambiguous'), path, layer: other[0]?.layer ?? null, incomplete: false };
    });
  return { packages: first[1], gaps };
}

function rankFor(distribution: Distribution | null): (path: string) => number {
  const configured = distribution === null ? null : configuredForm(distribution);
  const forms = configured === null ? anyForm : [configured, ...anyForm.filter((form) => form !== configured)];
  const order = forms.flatMap((form) => directories.map((directory) => `${directory}/${databaseFiles[form]}`));
  // What is no database of rpm comes last: it is what is left where there is none.
  return (path) => (order.includes(path) ? order.indexOf(path) : order.length);
}

/** The form that a release's rpm was built to write (`%_db_backend`), where it is not SQLite; null where that is not known. */
function configuredForm({ id, like, versionId }: Distribution): Form | null {
  const kin = [id, ...like];
  if (kin.some((name) => name === 'suse' || name === 'sles' || name.startsWith('opensuse'))) return 'ndb';
  const family = kin.find((name) => Object.hasOwn(firstWithSqlite, name));
  const release = Number(/^[0-9]+(?:\.[0-9]+)?/.exec(versionId)?.[0] ?? Number.NaN);
  if (family === undefined || Number.isNaN(release)) return null;
  return release < (firstWithSqlite[family] ?? 0) ? 'bdb' : 'sqlite';
}

/** The first release of each that came with SQLite; those before had Berkeley DB. */
const firstWithSqlite: Readonly<Record<string, number>> = {
  amzn: 2022,
  mariner: 2,
  azurelinux: 3,
  photon: 4,
  openEuler: 22,
  almalinux: 9,
  rocky: 9,
  ol: 9,
  centos: 9,
  rhel: 9,
  fedora: 33,
};

function listOf(packages: Packages): string {
  return packages
    .map(({ item }) => `${item.name}\0${item.version}\0${item.architecture}`)
    .sort()
    .join('\n');
}
