import { type Difference, reasonOf } from './differences.ts';
import type { Holding } from './holdings.ts';
import type { Found } from './tools/tool.ts';

interface Row {
  ours: number;
  union: number;
  missing: number;
  missingExplained: number;
  extra: number;
  extraExplained: number;
  /** Of packages that a peer has, too: how many of them say another source or other licences than any peer that says some. */
  sources: number;
  licenses: number;
}

/** Counts over several places, a row a type. */
export class Tally {
  readonly #rows = new Map<string, Row>();

  add(holdings: readonly Holding[], ours: readonly Found[]): void {
    for (const one of holdings) {
      const row = this.#rows.get(one.type) ?? {
        ours: 0,
        union: 0,
        missing: 0,
        missingExplained: 0,
        extra: 0,
        extraExplained: 0,
        sources: 0,
        licenses: 0,
      };
      this.#rows.set(one.type, row);
      const own = one.holders.get('plimsoll')?.[0];
      const peers = [...one.holders].filter(([tool]) => tool !== 'plimsoll').map(([, found]) => found[0]);
      if (own !== undefined) row.ours += 1;
      if (peers.length > 0) row.union += 1;
      const isExplained = (side: Difference['side']) => (reasonOf(side, one, ours) === null ? 0 : 1);
      if (own === undefined) {
        row.missing += 1;
        row.missingExplained += isExplained('missing');
      } else if (peers.length === 0) {
        row.extra += 1;
        row.extraExplained += isExplained('extra');
      }
      const differs = (told: (found: Found) => string) => {
        const theirs = peers.flatMap((found) => (found === undefined || told(found) === '' ? [] : [told(found)]));
        return own !== undefined && told(own) !== '' && theirs.length > 0 && !theirs.includes(told(own)) ? 1 : 0;
      };
      row.sources += differs(({ source }) => source ?? '');
      row.licenses += differs(({ licenses }) => [...licenses].sort().join(' AND '));
    }
  }

  /** In Markdown. */
  table(): string {
    const head = [
      'type',
      'Plimsoll',
      'union of the peers',
      'missing',
      'explained',
      'extra',
      'explained',
      'other source',
      'other license',
    ];
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const cells = rows.map(([type, row]) => [
      type,
      row.ours,
      row.union,
      row.missing,
      row.missingExplained,
      row.extra,
      row.extraExplained,
      row.sources,
      row.licenses,
    ]);
    return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
  }
}
