import { shortDigest } from '../../base/digest.ts';
import { fill, phrase, type Text, verbatim } from '../../base/text.ts';
import { baselineWords as words } from '../../messages/baseline-report.ts';
import { occurring, type SeverityCounts } from '../../reports/overview.ts';
import { findingsCount, joined, severityCount } from '../../reports/wording.ts';
import { type BaseName, type BaseNode, type Outdated, type PlacedImage, titleOf } from '../base-node.ts';
import { sum } from '../base-tree.ts';

export function counted(count: number, one: Text, many: Text): Text {
  return count === 1 ? one : fill(many, { count });
}

/** A node by its name; by its layers where it has none. */
export function nodeTitle(node: BaseNode): Text {
  const title = titleOf(node);
  if (node.names.length > 0 && title !== null) return verbatim(title);
  const id = shortDigest(node.key);
  return title === null ? phrase(words.nameless, { id }) : phrase(words.namelessOf, { distribution: title, id });
}

/** `3 containers, 2 running`; only how many where all of them run. */
export function containersText(containers: number, running: number): Text {
  const all = counted(containers, words.oneContainer, words.containers);
  if (containers === 0) return all;
  if (running === 0) return joined([all, words.noneRunning]);
  return running === containers
    ? joined([all, words.allRunning])
    : joined([all, phrase(words.running, { count: running })]);
}

/** `2 layers`; on another one `+2 layers`. */
export function layersText(layers: number, below: number): Text {
  if (layers === 0) return words.noLayers;
  const own = counted(layers - below, words.oneLayer, words.layers);
  return below === 0 ? own : phrase(words.plus, { layers: own });
}

/** `2 critical, 5 high, 12 more findings` */
export function findingsText(counts: SeverityCounts): Text {
  const total = sum(counts);
  if (total === 0) return findingsCount(0);
  const worst = occurring(counts).slice(0, 2);
  const rest = total - worst.reduce((shown, [, count]) => shown + count, 0);
  const parts = worst.map(([severity, count]) => severityCount(severity, count));
  return joined(rest === 0 ? parts : [...parts, phrase(words.more, { count: rest })]);
}

/** `approved`, `says a label`: where a name comes from, where that is not the engine itself. */
export function sourceText({ from }: BaseName): Text | null {
  switch (from) {
    case 'approved':
      return words.approved;
    case 'asked':
      return words.asked;
    case 'label':
      return words.label;
    case 'local':
      return null;
  }
}

export function nameText(name: BaseName): Text {
  const source = sourceText(name);
  return source === null ? verbatim(name.name) : phrase(words.named, { name: name.name, source });
}

/** `debian:12 of 2025-11-01 is out of date: one of 2026-02-01 is here` */
export function outdatedText({ name, created, newerCreated, claimed }: Outdated): Text {
  const text = phrase(words.older, { name, date: dayOf(created, newerCreated), newer: dayOf(newerCreated, created) });
  return claimed ? joined([text, words.label], ' ', '') : text;
}

/** The day; down to the second where the other moment is on the same day. */
function dayOf(time: string, other: string): string {
  return time.slice(0, 10) === other.slice(0, 10) ? time.slice(0, 19).replace('T', ' ') : time.slice(0, 10);
}

/** What an image's label says of its base and what is to be made of it; null where nothing has to be said. */
export function claimText({ claim }: PlacedImage): Text | null {
  if (claim === null || claim.standing === 'content') return null;
  const said = claim.name ?? claim.digest ?? '';
  return phrase(claim.standing === 'contradicted' ? words.contradicted : words.unproven, { base: said });
}

/** `root ×3, uid 1000 ×1` */
export function usersText(users: BaseNode['total']['users']): Text {
  const parts = users.map(([user, count]) => {
    const who = user === 'root' ? words.root : user === '?' ? words.unsure : phrase(words.uid, { uid: user });
    return users.length === 1 ? who : phrase(words.times, { who, count });
  });
  return joined(parts);
}
