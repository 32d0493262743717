import { shortDigest } from '../../../base/digest.ts';
import { minuteWords } from '../../../base/moments.ts';
import { sizeWords } from '../../../base/size.ts';
import { fleetPageWords } from '../../../messages/fleet-page.ts';
import { skipWords } from '../../../messages/fleet-words.ts';
import { severityWords } from '../../../messages/report-advice.ts';
import { severities } from '../../../model/finding.ts';
import { byUrgency, type FleetSummary, openEntries, placeOf, totalsOf } from '../../fleet-summary.ts';
import { type ImageRow, sumFindings } from '../../image-row.ts';
import type { FleetView } from '../fleet-reporter.ts';
import { answerText, effortText, factTexts, tallyText } from '../wording.ts';

const openShown = 200;
const skippedShown = 200;

/** What the page's script gets, in both languages. Images are rows, because there may be very many: `script.ts` reads them. */
export function pageData(summary: FleetSummary, view: FleetView): object {
  const { ask, policy, database, effort, tool, skips, rows } = summary;
  const { denied, notCompleted } = totalsOf(summary);
  const counts = sumFindings(rows);
  const open = openEntries(summary);
  return {
    language: view.language,
    words: fleetPageWords,
    names: { severity: severityWords, skip: skipWords },
    place: placeOf(ask),
    state: denied > 0 ? 'denied' : notCompleted > 0 ? 'undecided' : 'allowed',
    answer: answerText(summary),
    tally: tallyText(summary),
    facts: factTexts(summary),
    counts: severities.map((severity) => counts[severity]),
    images: byUrgency(rows).map(imageRow),
    open: open.slice(0, openShown),
    moreOpen: Math.max(0, notCompleted - openShown),
    skipped: [...skips.counts].sort(([, a], [, b]) => b - a),
    skippedNames: skips.kept.slice(0, skippedShown),
    isStarter: database.starter,
    effort: effortText(summary),
    origin: {
      registry: placeOf(ask),
      policy: `${policy.name} ${policy.digest}`,
      database: `${minuteWords(database.builtAt)} ${database.digest}`,
      scannedAt: `${minuteWords(effort.startedAt)} – ${minuteWords(effort.endedAt)} UTC`,
      tool: `${tool.name} ${tool.version}`,
    },
  };
}

function imageRow(row: ImageRow): readonly unknown[] {
  return [
    row.names,
    row.digest,
    shortDigest(row.digest),
    row.platform,
    row.verdict,
    row.isIncomplete ? 1 : 0,
    severities.map((severity) => row.findings[severity]),
    row.fixable,
    row.exploited,
    row.gaps,
    sizeWords(row.size),
    row.created === null ? '' : minuteWords(row.created),
    row.distribution ?? '',
    row.base,
    row.user,
    row.packages,
    row.failed,
    row.undecided,
    row.reports['html']?.file ?? Object.values(row.reports)[0]?.file ?? '',
    row.size,
  ];
}
