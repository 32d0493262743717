import type { Digest } from '../base/digest.ts';
import { printable } from '../base/printable.ts';
import type { ImageConfig } from '../model/image.ts';
import type { Account, Distribution } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import { effectiveUser } from '../policy/effective-user.ts';
import { countSeverities } from '../reports/overview.ts';
import type { CollectedImage, RunsAs } from './collection.ts';

const labelsKept = 200;

/** What a collection keeps of the report about an image. Texts that anybody may have written are made printable. */
export function collectedImage(id: string, report: Report): CollectedImage {
  const { config, inventory, vulnerabilities, fingerprint } = report;
  return {
    id,
    fingerprint,
    created: instant(config.created),
    user: printable(config.user, 200),
    effective: runsAs(config.user, inventory.accounts),
    labels: labelsOf(config),
    size: report.size,
    distribution: inventory.distribution === null ? null : printableDistribution(inventory.distribution),
    packages: inventory.packages.length,
    findings: countSeverities(vulnerabilities),
    exploited: vulnerabilities.filter((finding) => finding.knownExploited).length,
    layers: layersOf(report),
    gaps: inventory.gaps.map(({ what, path, reason, incomplete }) => ({
      what,
      path: path === null ? null : printable(path, 300),
      reason,
      incomplete,
    })),
  };
}

/** Who the processes are, by a user as written and the image's own accounts (null where they are not known). */
export function runsAs(user: string, accounts: readonly Account[] | null): RunsAs {
  const found = effectiveUser(user, accounts);
  return { kind: found.kind, uid: found.kind === 'other' ? found.uid : found.kind === 'root' ? 0 : null };
}

function layersOf({ config, inventory, fingerprint, vulnerabilities }: Report): CollectedImage['layers'] {
  const history = config.history.filter((entry) => !entry.emptyLayer);
  // A history that does not fit says nothing about any layer.
  const steps = history.length === fingerprint.diffIds.length ? history : [];
  const sizes = new Map<Digest, number>(inventory.layers.map(({ diffId, size }) => [diffId, size]));
  const packages = Map.groupBy(inventory.packages, ({ layer }) => layer);
  const findings = Map.groupBy(vulnerabilities, ({ layer }) => layer);
  // A layer may occur twice; what it brought counts where it lies lowest.
  const counted = new Set<Digest>();
  return fingerprint.diffIds.map((diffId, at) => {
    const isFirst = !counted.has(diffId);
    counted.add(diffId);
    const command = steps[at]?.createdBy ?? '';
    return {
      diffId,
      size: sizes.get(diffId) ?? 0,
      command: command === '' ? null : printable(command, 500),
      created: instant(steps[at]?.created ?? null),
      packages: isFirst ? (packages.get(diffId)?.length ?? 0) : 0,
      findings: countSeverities(isFirst ? (findings.get(diffId) ?? []) : []),
    };
  });
}

function labelsOf({ labels }: ImageConfig): Record<string, string> {
  const kept = Object.entries(labels).slice(0, labelsKept);
  return Object.fromEntries(kept.map(([key, value]) => [printable(key, 200), printable(value, 500)]));
}

function printableDistribution({ id, versionId, name, like, codename }: Distribution): Distribution {
  return {
    id: printable(id, 100),
    versionId: printable(versionId, 100),
    name: printable(name, 200),
    like: like.slice(0, 20).map((one) => printable(one, 100)),
    codename: codename === null ? null : printable(codename, 100),
  };
}

/** A time as a config writes it, in UTC; null for none. */
function instant(text: string | null): string | null {
  const time = Date.parse(text ?? '');
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}
