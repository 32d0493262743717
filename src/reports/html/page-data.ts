import { secondsWords } from '../../base/moments.ts';
import { sizeWords } from '../../base/size.ts';
import { fill, phrase, type Text, verbatim } from '../../base/text.ts';
import { blindWords } from '../../messages/gap-reasons.ts';
import { severityWords } from '../../messages/report-advice.ts';
import { pageWords } from '../../messages/report-page.ts';
import {
  certaintyText,
  outcomeWords,
  reportWords,
  statusWords,
  suppressionWords,
} from '../../messages/report-words.ts';
import { severities, type VulnerabilityFinding } from '../../model/finding.ts';
import { platformName } from '../../model/image.ts';
import { certaintyOf, type Package } from '../../model/package.ts';
import type { Report } from '../../model/report.ts';
import { adviceOf } from '../advice.ts';
import { denyingTest, waivedTest } from '../denying.ts';
import { evidenceText, newEvidence } from '../evidence-text.ts';
import { gapLines } from '../gap-lines.ts';
import { baseTest, byOutcome, countSeverities, filterOptions, type Overview, overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { whyText } from '../suppressed.ts';
import { endsSoon, waivedGroups } from '../waived-groups.ts';
import {
  adviceCounts,
  adviceReason,
  baseFacts,
  controlsTally,
  databaseFacts,
  gapsCount,
  hiddenText,
  imageFacts,
  isUnjudged,
  joined,
  neededNumbers,
  userFacts,
  verdictOf,
  verdictText,
  waivedText,
} from '../wording.ts';

/**
 * What the page's script gets, in both languages. Findings and packages are rows, not objects, because there are many of them: their
 * columns are read in `script/model.ts`.
 */
export function pageData(report: Report, view: ReportView): object {
  const overview = overviewOf(report, view);
  const advices = adviceOf(report, overview.findings, view.schemeOf, filterOptions(view));
  const numbers = new Map(overview.findings.map((finding, at) => [finding, at]));
  const layers = new Map<string, number>(report.fingerprint.diffIds.map((diffId, at) => [diffId, at]));
  const layerOf = (digest: string | null) => (digest === null ? -1 : (layers.get(digest) ?? -1));
  const policyOf = policyMark(report);
  return {
    language: view.language,
    words: pageWords,
    names: { severity: severityWords, status: statusWords, outcome: outcomeWords, by: suppressionWords },
    ref: report.ref,
    verdict: {
      state: verdictOf(report, overview),
      text: verdictText(report, overview),
      tally: controlsTally(report, overview),
      judged: !isUnjudged(report),
    },
    facts: { image: joined(imageFacts(report), ' · ', ' · '), user: userFacts(report), base: baseFacts(report) },
    baseName: report.verdict.base?.name ?? null,
    counts: severities.map((severity) => overview.counts[severity]),
    notices: notices(report, overview, view),
    needed: neededNumbers(advices),
    advices: advices.map((advice) => ({
      kind: advice.kind,
      text: advice.text,
      reason: adviceReason(advice),
      needed: advice.needed,
      counts: adviceCounts(advice),
      exploited: advice.exploited,
      worst: advice.findings[0]?.severity ?? null,
      findings: advice.findings.map((finding) => numbers.get(finding) ?? -1),
    })),
    controls: byOutcome(report.verdict.controls).map((control) => ({
      id: control.id,
      outcome: control.outcome,
      message: control.message,
      evidence: newEvidence(control),
    })),
    waived: waivedGroups(report).map((group) => ({
      ...group.waiver,
      text: waivedText(group),
      soon: endsSoon(group),
      evidence: group.evidence.map(evidenceText),
    })),
    expired: report.verdict.expiredWaivers.map((waiver) => ({ ...waiver, what: evidenceText(waiver.match) })),
    findings: overview.findings.map((finding) => findingRow(finding, layerOf(finding.layer), policyOf(finding))),
    packages: report.inventory.packages.map((pkg) => [
      pkg.name,
      pkg.version,
      pkg.type,
      pkg.purl,
      pkg.source?.name ?? null,
      pkg.licenses,
      layerOf(pkg.layer),
      pkg.path,
      pkg.ownedBy,
      certaintyWordsOf(pkg),
    ]),
    layers: layerFacts(report, overview),
    gapsCount: report.inventory.gaps.length,
    gaps: gapLines(report.inventory.gaps).map(({ text, blinds, incomplete, layer, paths }) => ({
      text,
      blinds:
        blinds.length === 0
          ? verbatim('')
          : phrase(reportWords.blinds, { what: joined(blinds.map((blind) => blindWords[blind])) }),
      incomplete,
      layer: layerOf(layer),
      paths,
    })),
    suppressed: report.suppressed.map((entry) => ({
      id: entry.id,
      package: entry.package,
      by: entry.by,
      why: whyText(entry),
    })),
    origin: originFacts(report),
    effort: joined(
      [phrase(reportWords.seconds, { seconds: secondsWords(report.timings.total) }), databaseFacts(report)],
      ' · ',
      ' · ',
    ),
  };
}

function certaintyWordsOf(pkg: Package): Text | null {
  const certainty = certaintyOf(pkg);
  return certainty === null ? null : certaintyText(certainty);
}

/** What the policy makes of a finding: 1 where it denies, 2 where it is waived, else 0. */
function policyMark(report: Report): (finding: VulnerabilityFinding) => number {
  const denies = denyingTest(report);
  const isWaived = waivedTest(report);
  return (finding) => (denies(finding) ? 1 : isWaived(finding) ? 2 : 0);
}

function findingRow(finding: VulnerabilityFinding, layer: number, policy: number): readonly unknown[] {
  const { advisory, feed, range, severityFrom, scoreFrom } = finding.evidence;
  const rated = scoreFrom === undefined ? severityFrom : `${severityFrom}, ${scoreFrom}`;
  return [
    finding.id,
    finding.aliases,
    finding.package,
    finding.purl,
    finding.type,
    finding.installed,
    finding.fixed,
    severities.indexOf(finding.severity),
    finding.score,
    finding.vector,
    finding.epss,
    finding.knownExploited ? 1 : 0,
    finding.published,
    finding.status,
    finding.summary,
    [advisory, feed, range, rated],
    layer,
    finding.path,
    policy,
    finding.certainty === null ? null : certaintyText(finding.certainty),
  ];
}

/** What must not be missed, whatever else the page shows, and where on the page more of it stands. */
function notices(report: Report, overview: Overview, view: ReportView): readonly { text: Text; at: string }[] {
  const { gaps } = report.inventory;
  const hidden = hiddenText(overview, view);
  const expired = report.verdict.expiredWaivers.length;
  const lapsing = waivedGroups(report).filter(endsSoon).length;
  const sights = [
    ...(gaps.some((gap) => gap.incomplete) ? [reportWords.incomplete] : []),
    ...(gaps.length > 0 ? [gapsCount(gaps.length)] : []),
    ...(expired > 0 ? [counted(expired, reportWords.expiredOne, reportWords.expiredCount)] : []),
    ...(lapsing > 0 ? [counted(lapsing, reportWords.lapsingOne, reportWords.lapsingCount)] : []),
  ];
  const isBare = report.database.starter || report.database.feeds.length === 0;
  return [
    ...sights.map((text) => ({ text, at: 'sights' })),
    ...(hidden === null ? [] : [{ text: hidden, at: 'findings' }]),
    ...(isBare ? [{ text: databaseFacts(report), at: 'origin' }] : []),
  ];
}

function counted(count: number, one: Text, many: Text): Text {
  return count === 1 ? one : fill(many, { count });
}

function layerFacts(report: Report, overview: Overview): readonly object[] {
  const isBase = baseTest(report);
  const commands = report.config.history.filter((entry) => !entry.emptyLayer);
  const byLayer = Map.groupBy(overview.findings, (finding) => finding.layer);
  return report.inventory.layers.map(({ diffId, size }, at) => {
    const counts = countSeverities(byLayer.get(diffId) ?? []);
    return {
      diffId,
      size,
      sizeText: sizeWords(size),
      command: commands[at]?.createdBy ?? '',
      base: isBase(diffId),
      counts: severities.map((severity) => counts[severity]),
    };
  });
}

function originFacts(report: Report): object {
  const { fingerprint, verdict, database, config } = report;
  return {
    ref: report.ref,
    source: report.source,
    tool: `${report.tool.name} ${report.tool.version}`,
    scannedAt: report.scannedAt,
    platform: platformName(config.platform),
    created: config.created,
    fingerprint,
    labels: Object.entries(config.labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    policy: verdict.policy,
    database,
    timings: report.timings,
  };
}
