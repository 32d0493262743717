import type { Report } from '../model/report.ts';
import type { BaseReference } from './plan.ts';
import { isSafeLabel, isSafeReference } from './safe-words.ts';

/** Sources of what was read but is no image that an engine could have. */
export const imageless: readonly string[] = ['rootfs', 'sbom'];

/** What FROM names: exactly the content that was read. Null where neither a registry nor an engine has it. */
export function baseReference(report: Report, engineDigests: readonly string[]): BaseReference | null {
  const { source, fingerprint, names } = report;
  if (imageless.includes(source)) return null;
  const [name] = names;
  const repository = name === undefined ? null : repositoryOf(name);
  const inRegistry =
    source === 'registry' && repository !== null && fingerprint.manifestDigest !== null
      ? [`${repository}@${fingerprint.manifestDigest}`]
      : [];
  // Of several digests under which an engine knows it, the one of the name that was asked for.
  const atEngine = engineDigests.toSorted((a, b) => Number(isOf(b, repository)) - Number(isOf(a, repository)));
  const digest = [...inRegistry, ...atEngine].find(isSafeReference);
  if (digest !== undefined) return { text: digest, kind: 'digest' };
  return isSafeReference(fingerprint.configDigest) ? { text: fingerprint.configDigest, kind: 'id' } : null;
}

function isOf(digest: string, repository: string | null): boolean {
  return (
    repository !== null && (digest.startsWith(`${repository}@`) || repository === `docker.io/${digest.split('@')[0]}`)
  );
}

/** `registry.local/shop/cart:2@sha256:…` → `registry.local/shop/cart` */
function repositoryOf(name: string): string {
  return name.replace(/@.*$/s, '').replace(/:[^:/]*$/, '');
}

/** Where the image comes from, by the OCI's own names and ours (OCI image-spec, "Annotations"). */
export function originLabels(report: Report, from: BaseReference): readonly (readonly [string, string])[] {
  const { verdict, names, fingerprint, tool } = report;
  const digest = from.kind === 'digest' ? (from.text.split('@')[1] ?? '') : '';
  const labels: readonly (readonly [string, string])[] = [
    ['org.opencontainers.image.base.name', names[0]?.replace(/@.*$/s, '') ?? ''],
    ['org.opencontainers.image.base.digest', digest],
    ['plimsoll.golden.base', fingerprint.configDigest],
    ['plimsoll.golden.policy', `${verdict.policy.name} ${verdict.policy.digest}`],
    ['plimsoll.golden.by', `${tool.name} ${tool.version}`],
  ];
  return labels.filter(([, value]) => isSafeLabel(value));
}
