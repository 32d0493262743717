import { fill, type Text } from '../../base/text.ts';
import { isObject, type JsonObject } from '../../formats/go-json.ts';
import type { Purl } from '../../formats/purl.ts';
import { objectOf, requiredText, textOf } from './fields.ts';
import { type Product, type Statement, unknownItem } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/**
 * Whether a document is what Debian's security tracker gives away (https://security-tracker.debian.org/tracker/data/json): source packages,
 * in each its problems, in each the releases.
 */
export function isDebianTracker(document: JsonObject): boolean {
  const [problems] = Object.values(document);
  const [problem] = isObject(problems) ? Object.values(problems) : [];
  return isObject(problem) && isObject(problem['releases']);
}

/**
 * Reads what the tracker says. It carries no dates, so that whoever else says something with a date is believed first.
 *
 * | the tracker says | a statement |
 * |---|---|
 * | `resolved` in version `0` (its pages: not affected) | not affected |
 * | `resolved` in a version | fixed, from that version on |
 * | `undetermined` | under investigation |
 * | `open`, and `unimportant`, `end-of-life`, or no DSA because `ignored` | affected, and will not be fixed |
 * | `open` otherwise, with no DSA or without | affected |
 */
export function readDebianTracker(document: JsonObject, file: string): readonly Statement[] {
  const statements: Statement[] = [];
  const names = new Map<string, ReadonlySet<string>>();
  const shared = { at: 0, when: 'an unknown day', author: 'the Debian security tracker', file };
  for (const name of Object.keys(document)) {
    const products = new Map<string, Product>();
    const all = objectOf(document, name) ?? {};
    for (const problem of Object.keys(all)) {
      const problems = kept(names, problem, () => new Set([problem.toUpperCase()]));
      const releases = objectOf(objectOf(all, problem) ?? {}, 'releases') ?? {};
      for (const release of Object.keys(releases)) {
        const said = saidOf(objectOf(releases, release) ?? {}, release);
        if (said === null) continue;
        const product = kept(products, release, () => productOf(name, release));
        statements.push({ problems, product, ...said, ...shared });
      }
    }
  }
  return statements;
}

type Said = Pick<Statement, 'status' | 'because' | 'from'>;

/** Null for what says nothing that can be held against a version. */
function saidOf(entry: JsonObject, release: string): Said | null {
  const status = requiredText(entry, 'status');
  const urgency = textOf(entry, 'urgency');
  const noDsa = textOf(entry, 'nodsa');
  switch (status) {
    case 'resolved': {
      const from = textOf(entry, 'fixed_version');
      if (from === null) return null;
      return from === '0'
        ? { status: 'not_affected', because: `not affected in ${release}` }
        : { status: 'fixed', because: `in ${from}`, from };
    }
    case 'undetermined':
      return { status: 'under_investigation', because: null };
    case 'open': {
      const isLeft =
        urgency === 'unimportant' || urgency === 'end-of-life' || textOf(entry, 'nodsa_reason') === 'ignored';
      return { status: isLeft ? 'will_not_fix' : 'affected', because: noDsa ?? urgency };
    }
    default:
      throw new VexFault(fill(texts.status, { given: status.slice(0, 60) }));
  }
}

/** The source package in one release: all that was built from it there. */
function productOf(name: string, release: string): Product {
  const qualifiers = { arch: 'source', distro: release };
  const purl: Purl = { type: 'deb', namespace: 'debian', name, version: null, qualifiers, subpath: null };
  return { item: { ...unknownItem, purls: [purl] }, parts: [] };
}

function kept<V>(known: Map<string, V>, key: string, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

const texts = {
  status: { en: '"{given}" is not a status of Debian’s tracker', 'zh-CN': '“{given}”不是 Debian 安全跟踪器的状态' },
} as const satisfies Record<string, Text>;
