import { cvesOf, isCve, isErratum } from '../advisories/cve-facts.ts';
import type { AdvisoryMatch } from '../model/advisory.ts';

type Head = AdvisoryMatch['advisory'];

/** `ALPINE-CVE-2020-1234`, `DEBIAN-CVE-…`, `ROOT-OS-DEBIAN-12-CVE-…`: a distribution's or supplier's record of one CVE. */
const wrappedPattern = /^[A-Za-z][A-Za-z\d.-]*-(CVE-\d{4}-\d{4,19})$/;

/** Names the problems of records about one package. */
export interface ProblemNames {
  /**
   * The names of the problems that a record is about, at least one: the CVEs that it states; else the nearest ones along aliases and `upstream` over all
   * the records; else the CVE inside its own id; else the first id among the `present` records that are aliases of each other.
   */
  of(head: Head): readonly string[];
}

/**
 * `all` are the records that name the package, whether it is affected or not, and asked for only where one states no CVE itself; `present` the ids of those
 * that make findings.
 */
export function problemNames(all: () => readonly Head[], present: ReadonlySet<string>): ProblemNames {
  let graph: Graph | undefined;
  return {
    of(head) {
      const stated = cvesOf(head);
      if (stated.length > 0) return stated;
      graph ??= graphOf(all());
      const reached = nearestCves(graph, head.id);
      if (reached.length > 0) return reached;
      const wrapped = wrappedPattern.exec(head.id)?.[1];
      if (wrapped !== undefined) return [wrapped];
      return [[...namesake(graph, head.id)].filter((id) => present.has(id)).sort()[0] ?? head.id];
    },
  };
}

interface Graph {
  /** Symmetric (OSV schema, "aliases field"). */
  readonly aliases: ReadonlyMap<string, ReadonlySet<string>>;
  /** From a record up (OSV schema, "upstream field": transitive, not symmetric); `related` of errata with it. */
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
}

function graphOf(all: readonly Head[]): Graph {
  const aliases = new Map<string, Set<string>>();
  const upstream = new Map<string, Set<string>>();
  const link = (links: Map<string, Set<string>>, from: string, to: string) => {
    const known = links.get(from);
    if (known === undefined) links.set(from, new Set([to]));
    else known.add(to);
  };
  for (const head of all) {
    for (const alias of head.aliases) {
      link(aliases, head.id, alias);
      link(aliases, alias, head.id);
    }
    for (const above of head.upstream) link(upstream, head.id, above);
    if (isErratum(head.id)) for (const fixed of head.related) link(upstream, head.id, fixed);
  }
  return { aliases, upstream };
}

/** A problem has some ten names. Who tells of more wants to be asked for long. */
const MOST_NAMES = 1000;

/** Breadth first: the CVEs that are the fewest steps away. */
function nearestCves(graph: Graph, start: string): readonly string[] {
  const seen = new Set([start]);
  let level = [start];
  while (level.length > 0 && seen.size <= MOST_NAMES) {
    const next: string[] = [];
    for (const name of level) {
      for (const links of [graph.aliases.get(name), graph.upstream.get(name)]) {
        for (const neighbour of links ?? []) {
          if (!seen.has(neighbour)) next.push(neighbour);
          seen.add(neighbour);
        }
      }
    }
    const cves = next.filter(isCve).sort();
    if (cves.length > 0) return cves;
    level = next;
  }
  return [];
}

/** All names that are aliases of this one, itself included. */
function namesake(graph: Graph, start: string): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const name of seen) {
    if (seen.size > MOST_NAMES) break;
    for (const alias of graph.aliases.get(name) ?? []) seen.add(alias);
  }
  return seen;
}
