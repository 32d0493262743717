import { jsonPieces, LazyList } from '../base/json-pieces.ts';
import { printableJson } from '../base/printable.ts';
import { endOfSupport } from '../model/distributions/known-distribution.ts';
import type { FileItem } from '../model/file-item.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import { platformName } from '../model/image.ts';
import { certaintyOf, type Package } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import type { Waived, WaiverFacts } from '../model/verdict.ts';
import { shownFindings } from './overview.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { suppressedFacts } from './suppressed.ts';

/**
 * The report for machines: `docs/report.schema.json`. Keys stand in a fixed order and only ever join; the same report gives the same bytes,
 * `scannedAt` and `timings` aside. Messages are English whatever the language of the user.
 */
export const jsonReporter: Reporter = {
  format: 'json',
  title: { en: 'JSON, for machines', 'zh-CN': 'JSON，供程序读取' },
  mediaType: 'application/json',
  extension: 'json',
  load: async () => render,
};

function* render(report: Report, view: ReportView): Iterable<string> {
  for (const piece of jsonPieces(documentOf(report, view))) yield printableJson(piece);
  yield '\n';
}

function documentOf(report: Report, view: ReportView): Record<string, unknown> {
  const { fingerprint, config, inventory, database, timings } = report;
  return {
    schemaVersion: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    scannedAt: report.scannedAt,
    image: {
      ref: report.ref,
      source: report.source,
      platform: platformName(config.platform),
      fingerprint: {
        configDigest: fingerprint.configDigest,
        manifestDigest: fingerprint.manifestDigest,
        indexDigest: fingerprint.indexDigest,
        diffIds: fingerprint.diffIds,
        chainId: fingerprint.chainId,
      },
      size: report.size,
      created: config.created,
      user: config.user,
      labels: sortedByKey(config.labels),
      distribution: distributionOf(report),
      base:
        report.verdict.base === null ? null : { name: report.verdict.base.name, diffIds: report.verdict.base.diffIds },
      unprovenLayers: report.unprovenLayers,
    },
    verdict: verdictOf(report),
    packages: new LazyList(inventory.packages, packageOf),
    vulnerabilities: new LazyList(shownFindings(report, view), vulnerabilityOf),
    filter: filterOf(view),
    suppressed: report.suppressed.map(suppressedFacts),
    secrets: [],
    malware: [],
    licenses: [],
    files: new LazyList(inventory.files, fileOf),
    config: [],
    checks: [],
    compliance: [],
    gaps: inventory.gaps.map(({ what, path, layer, reason }) => ({ what, path, layer, reason })),
    database: {
      digest: database.digest,
      builtAt: database.builtAt,
      feeds: database.feeds.map(({ name, records, withdrawn, modified }) => ({ name, records, withdrawn, modified })),
      starter: database.starter,
    },
    timings: { total: timings.total, read: timings.read, match: timings.match },
  };
}

function distributionOf(report: Report): object | null {
  const { distribution } = report.inventory;
  return distribution === null
    ? null
    : {
        id: distribution.id,
        versionId: distribution.versionId,
        name: distribution.name,
        endOfLife: endOfSupport(distribution),
      };
}

function verdictOf({ verdict }: Report): object {
  return {
    decision: verdict.decision,
    policy: { name: verdict.policy.name, digest: verdict.policy.digest },
    controls: verdict.controls.map(({ id, outcome, message, evidence, examined }) => ({
      id,
      outcome,
      message: message.en,
      evidence,
      examined,
    })),
    waived: verdict.waived.map(({ control, evidence, waiver }: Waived) => ({
      control,
      evidence,
      waiver: waiverOf(waiver),
    })),
    expiredWaivers: verdict.expiredWaivers.map(waiverOf),
  };
}

function waiverOf({ control, match, reason, owner, approvedBy, expires }: WaiverFacts): object {
  return { control, match: sortedByKey(match), reason, owner, approvedBy, expires };
}

function packageOf(pkg: Package): object {
  const { name, version, type, purl, architecture, source, licenses, layer, path, ownedBy } = pkg;
  return {
    name,
    version,
    type,
    purl,
    architecture,
    source: source === null ? null : { name: source.name, version: source.version },
    licenses,
    layer,
    path,
    ownedBy,
    certainty: certaintyOf(pkg),
  };
}

function fileOf({ kind, path, mode, owner, user, layer, removed }: FileItem): object {
  return { kind, path, mode, owner, user, layer, removed };
}

function vulnerabilityOf(finding: VulnerabilityFinding): object {
  const { advisory, feed, range, severityFrom, scoreFrom } = finding.evidence;
  return {
    id: finding.id,
    aliases: finding.aliases,
    package: finding.package,
    purl: finding.purl,
    type: finding.type,
    installed: finding.installed,
    fixed: finding.fixed,
    severity: finding.severity,
    score: finding.score,
    vector: finding.vector,
    epss: finding.epss,
    knownExploited: finding.knownExploited,
    published: finding.published,
    status: finding.status,
    summary: finding.summary,
    certainty: finding.certainty,
    ...(finding.disputed === true ? { disputed: true } : {}),
    evidence: { advisory, feed, range, severityFrom, ...(scoreFrom === undefined ? {} : { scoreFrom }) },
    layer: finding.layer,
    path: finding.path,
  };
}

/** What was kept out of `vulnerabilities` on request, so that a reader never takes a part for the whole. Null: nothing. */
function filterOf({ ignoreUnfixed, severities }: ReportView): object | null {
  return ignoreUnfixed || severities !== null ? { ignoreUnfixed, severities } : null;
}

function sortedByKey(record: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // Object.fromEntries defines own properties, so that a label `__proto__` is one too.
  return Object.fromEntries(entries);
}
