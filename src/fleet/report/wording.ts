import { secondsWords } from '../../base/moments.ts';
import { sizeWords } from '../../base/size.ts';
import { fill, phrase, type Text, verbatim } from '../../base/text.ts';
import { skipWords, fleetWords as words } from '../../messages/fleet-words.ts';
import { joined } from '../../reports/wording.ts';
import { type FleetSummary, totalsOf } from '../fleet-summary.ts';
import type { ImageRow } from '../image-row.ts';
import type { SkipReason } from '../target.ts';

function counted(count: number, one: Text, many: Text): Text {
  return count === 1 ? one : fill(many, { count });
}

/** The answer: how many are denied; that all are allowed; or that nobody judged. */
export function answerText(summary: FleetSummary): Text {
  const { images, allowed, denied } = totalsOf(summary);
  if (images === 0) return words.noImages;
  if (denied > 0) return phrase(words.denied, { denied, total: images });
  return isUnjudged(summary)
    ? counted(images, words.scannedOne, words.scanned)
    : counted(allowed, words.allowedOne, words.allowed);
}

export function tallyText(summary: FleetSummary): Text {
  const { notCompleted } = totalsOf(summary);
  const { name: policy } = summary.policy;
  const by = phrase(isUnjudged(summary) ? words.unjudged : words.byPolicy, { policy });
  return joined(
    [by, notCompleted > 0 ? phrase(words.notCompleted, { count: notCompleted }) : words.allCompleted],
    ' · ',
    ' · ',
  );
}

/** Whether the policy asks nothing of images. */
function isUnjudged({ rows, policy }: FleetSummary): boolean {
  return policy.name === 'observe' && rows.every(({ verdict }) => verdict === 'allowed');
}

/** `12 repositories`, `200 tags`, `3 skipped` */
export function factTexts({ repositories, empty, names, skips }: FleetSummary): readonly Text[] {
  const skipped = [...skips.counts.values()].reduce((sum, count) => sum + count, 0);
  return [
    counted(repositories, words.repositoryOne, words.repositories),
    counted(names, words.nameOne, words.names),
    ...(empty > 0 ? [phrase(words.empty, { count: empty })] : []),
    ...(skipped > 0 ? [phrase(words.skipped, { count: skipped })] : []),
  ];
}

export function effortText({ rows, effort }: FleetSummary): Text {
  const parts = [
    phrase(words.effort, {
      images: counted(rows.length, words.scannedOne, words.scanned),
      time: `${secondsWords(effort.milliseconds)} s`,
      requests: effort.requests,
      bytes: sizeWords(effort.bytes),
    }),
    ...(effort.takenOver > 0 ? [phrase(words.takenOver, { count: effort.takenOver })] : []),
    ...(effort.refusals > 0 ? [phrase(words.refusals, { count: effort.refusals })] : []),
  ];
  return joined(parts, ' · ', ' · ');
}

export function skipTexts({ skips }: FleetSummary): readonly Text[] {
  return [...skips.counts]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => joined([verbatim(String(count)), skipText(why)], ' ', ' '));
}

function skipText(why: SkipReason): Text {
  return skipWords[why];
}

export function verdictShort({ verdict }: Pick<ImageRow, 'verdict'>): Text {
  return verdict === 'denied' ? words.deniedShort : verdict === 'allowed' ? words.allowedShort : words.undecidedShort;
}
