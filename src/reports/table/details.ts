import type { Digest } from '../../base/digest.ts';
import { minuteWords } from '../../base/moments.ts';
import { sizeWords } from '../../base/size.ts';
import { phrase, type Text } from '../../base/text.ts';
import { blindWords } from '../../messages/gap-reasons.ts';
import { severityWords } from '../../messages/report-advice.ts';
import { certaintyText, statusWords, suppressionWords, reportWords as words } from '../../messages/report-words.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { denyingTest, waivedTest } from '../denying.ts';
import { gapLines as linesOf } from '../gap-lines.ts';
import { baseTest } from '../overview.ts';
import { whyText } from '../suppressed.ts';
import { joined } from '../wording.ts';
import { type Column, type Entry, grid, list } from './layout.ts';
import { indent, type Line, type Style, say } from './line.ts';
import type { ScreenContext } from './screen.ts';
import { severityStyles } from './severity-styles.ts';
import { shortened } from './shortened.ts';

const linesShown = 3;

/** Gaps: those that make the scan incomplete first. Unowned executables are told by directories, one by one where everything is asked for. */
export function gapLines(context: ScreenContext): Line[] {
  const { report, width, pick, view } = context;
  const { shown, rest } = shortened(linesOf(report.inventory.gaps, view.verbose), linesShown, context);
  const entries = shown.map(({ text, blinds, incomplete }): Entry => {
    const what = phrase(words.blinds, { what: joined(blinds.map((blind) => blindWords[blind])) });
    const aside: Line = blinds.length > 0 ? [say(pick(what), 'dim')] : [];
    return { lead: [say(incomplete ? '!' : '·', 'warn')], main: [say(pick(text))], aside };
  });
  return titled(pick(words.gapsTitle), [...list(entries, width - 2), ...rest]);
}

/** Waivers that no longer waive anything. */
export function waiverLines(context: ScreenContext): Line[] {
  const { report, width, pick } = context;
  const { shown, rest } = shortened(report.verdict.expiredWaivers, linesShown, context);
  const entries = shown.map(({ control, match, reason, expires, owner }): Entry => {
    const what = Object.entries(match)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ');
    const when = phrase(words.expiredWaiver, { date: expires, owner });
    return {
      lead: [say('!', 'warn')],
      main: [say(`${control}  ${what}  `), say(pick(when))],
      aside: [say(reason, 'dim')],
    };
  });
  return titled(pick(words.expiredTitle), [...list(entries, width - 2), ...rest]);
}

export function suppressedLines({ report, width, pick }: ScreenContext): Line[] {
  const entries = report.suppressed.map(
    (entry): Entry => ({
      lead: [say('·', 'dim')],
      main: [say(pick(phrase(words.inPackage, { id: entry.id, package: entry.package })))],
      aside: [say(`${pick(suppressionWords[entry.by])}: ${pick(whyText(entry))}`, 'dim')],
    }),
  );
  return titled(pick(words.suppressedTitle), list(entries, width - 2));
}

/** What `--verbose` adds: every finding, the layers, the feeds. */
export function everything(context: ScreenContext): Line[][] {
  return [findingLines(context), layerLines(context), feedLines(context)];
}

const findingColumns: readonly Column[] = [
  { least: 8 },
  { least: 13 },
  { least: 8 },
  { least: 6 },
  { least: 6 },
  { least: 3, right: true },
  { least: 0 },
];

function findingLines(context: ScreenContext): Line[] {
  const { overview, width, pick, report } = context;
  const flagsOf = flagsIn(report);
  const layers = new Map(report.fingerprint.diffIds.map((diffId, at) => [diffId as string, at + 1]));
  const head = [words.severity, words.id, words.package, words.installed, words.fixed, words.layer].map(
    (word): Line => [say(pick(word), 'dim')],
  );
  const rows = overview.findings.map((finding): Line[] => [
    [say(pick(severityWords[finding.severity]), severityStyles[finding.severity])],
    [say(finding.id)],
    [say(finding.package)],
    [say(finding.installed)],
    finding.fixed === null ? [say(pick(words.noFix), 'dim')] : [say(`→ ${finding.fixed}`, 'good')],
    [say(`${layers.get(finding.layer) ?? ''}`, 'dim')],
    flagsOf(finding).flatMap((flag, at) => [say(at === 0 ? '' : ', ', 'dim'), say(pick(flag.text), flag.style)]),
  ]);
  return titled(pick(words.findings), rows.length === 0 ? [] : grid([head, ...rows], findingColumns, width - 2));
}

interface Flag {
  readonly text: Text;
  readonly style: Style;
}

/** What is worth knowing of a finding beyond its columns. */
function flagsIn(report: Report): (finding: VulnerabilityFinding) => readonly Flag[] {
  const isBase = baseTest(report);
  const denies = denyingTest(report);
  const isWaived = waivedTest(report);
  return (finding) => [
    ...(denies(finding) ? [{ text: words.denies, style: 'bad' } as const] : []),
    ...(isWaived(finding) ? [{ text: words.waived, style: 'note' } as const] : []),
    ...(finding.knownExploited ? [{ text: words.exploitedMark, style: 'critical' } as const] : []),
    ...(finding.status === 'affected' ? [] : [{ text: statusWords[finding.status], style: 'warn' } as const]),
    ...(finding.certainty === null ? [] : [{ text: certaintyText(finding.certainty), style: 'note' } as const]),
    ...(isBase(finding.layer) ? [{ text: words.baseLayer, style: 'dim' } as const] : []),
  ];
}

function layerLines({ report, width, pick }: ScreenContext): Line[] {
  const isBase = baseTest(report);
  const commands = report.config.history.filter((entry) => !entry.emptyLayer);
  const marksOf = (diffId: Digest): readonly Text[] => [
    ...(isBase(diffId) ? [words.baseLayer] : []),
    ...(report.unprovenLayers.includes(diffId) ? [words.unprovenLayer] : []),
  ];
  const rows = report.inventory.layers.map((layer, at): Line[] => [
    [say(`${at + 1}`)],
    [say(sizeWords(layer.size))],
    [say(layer.diffId.slice(7, 19), 'dim')],
    [say(marksOf(layer.diffId).map(pick).join(', '), 'dim')],
    [say(commands[at]?.createdBy ?? '', 'dim')],
  ]);
  const columns: readonly Column[] = [
    { least: 1, right: true },
    { least: 6, right: true },
    { least: 12 },
    { least: 0 },
    { least: 0 },
  ];
  return titled(pick(words.layersTitle), grid(rows, columns, width - 2));
}

function feedLines({ report, width, pick }: ScreenContext): Line[] {
  const rows = report.database.feeds.map(({ name, records, modified }): Line[] => [
    [say(name)],
    [say(`${records}`)],
    [say(modified === null ? '' : minuteWords(modified), 'dim')],
  ]);
  const columns: readonly Column[] = [{ least: 4 }, { least: 3, right: true }, { least: 0 }];
  const digest: Line = [say(report.database.digest, 'dim')];
  return titled(pick(words.database), [digest, ...grid(rows, columns, width - 2)]);
}

function titled(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : indent([[say(title, 'bold')], ...lines], 2);
}
