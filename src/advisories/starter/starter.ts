import { cryptoAdvisories } from './crypto.ts';
import { downloadAdvisories } from './downloads.ts';
import { libraryAdvisories } from './libraries.ts';
import { npmAdvisories2022To2023 } from './npm-2022-2023.ts';
import { npmAdvisoriesSince2024 } from './npm-since-2024.ts';
import { npmAdvisoriesUntil2021 } from './npm-until-2021.ts';
import { opensslAdvisories } from './openssl.ts';
import { pypiAdvisories2022To2023 } from './pypi-2022-2023.ts';
import { pypiAdvisoriesSince2024 } from './pypi-since-2024.ts';
import { pypiAdvisoriesUntil2021 } from './pypi-until-2021.ts';
import { serverAdvisories } from './servers.ts';
import type { StarterAdvisory, StarterAffected } from './starter-advisory.ts';
import { toolAdvisories } from './tools.ts';
import { xmlAdvisories } from './xml.ts';

/** The day up to which the facts of the starter tables were gathered: moved on whenever they are gathered anew. */
const gathered = '2026-08-17T00:00:00Z';

/** The rows of the starter tables, a CVE once. */
export const starterAdvisories: readonly StarterAdvisory[] = [
  ...opensslAdvisories,
  ...cryptoAdvisories,
  ...libraryAdvisories,
  ...xmlAdvisories,
  ...toolAdvisories,
  ...downloadAdvisories,
  ...serverAdvisories,
  ...npmAdvisoriesUntil2021,
  ...npmAdvisories2022To2023,
  ...npmAdvisoriesSince2024,
  ...pypiAdvisoriesUntil2021,
  ...pypiAdvisories2022To2023,
  ...pypiAdvisoriesSince2024,
];

/** An OSV record as a feed would bring it: to be read like any other. */
export interface StarterRecord {
  readonly id: string;
  readonly modified: string;
  readonly published?: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly severity: readonly { readonly type: 'CVSS_V3'; readonly score: string }[];
  readonly affected: readonly StarterRecordPackage[];
  readonly references: readonly { readonly type: 'ADVISORY'; readonly url: string }[];
}

interface StarterRecordPackage {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly ranges: readonly {
    readonly type: 'SEMVER' | 'ECOSYSTEM';
    readonly events: readonly ({ readonly introduced: string } | { readonly fixed: string })[];
  }[];
}

/** The starter set as OSV records, named `PLIMSOLL-` and the number of the CVE, which stands among the aliases. */
export const starterRecords: readonly StarterRecord[] = starterAdvisories.map(recordOf);

function recordOf(row: StarterAdvisory): StarterRecord {
  return {
    id: row.cve.replace('CVE-', 'PLIMSOLL-'),
    modified: gathered,
    ...(row.published === undefined ? {} : { published: `${row.published}T00:00:00Z` }),
    aliases: row.advisory === undefined ? [row.cve] : [row.cve, row.advisory],
    summary: row.summary,
    severity: row.cvss === undefined ? [] : [{ type: 'CVSS_V3', score: row.cvss }],
    affected: row.affected.map(packageOf),
    references: sourcesOf(row).map((url) => ({ type: 'ADVISORY', url })),
  };
}

/** Where the facts of a row can be read: the page that a distribution keeps for the CVE, the page of the advisory. */
function sourcesOf({ cve, advisory, affected }: StarterAdvisory): string[] {
  const names = (distribution: string) => affected.some(([ecosystem]) => ecosystem.startsWith(distribution));
  const sources: string[] = [];
  if (names('Debian:')) sources.push(`https://security-tracker.debian.org/tracker/${cve}`);
  if (names('Alpine:')) sources.push(`https://security.alpinelinux.org/vuln/${cve}`);
  if (advisory !== undefined) sources.push(`https://github.com/advisories/${advisory}`);
  return sources;
}

function packageOf([ecosystem, name, ...intervals]: StarterAffected): StarterRecordPackage {
  return {
    package: { ecosystem, name },
    ranges: intervals.map((interval) => {
      const [introduced, fixed] = typeof interval === 'string' ? ['0', interval] : interval;
      return { type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events: [{ introduced }, { fixed }] };
    }),
  };
}
