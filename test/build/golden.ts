import type { Digest } from '../../src/base/digest.ts';
import type { ImageFacts } from '../../src/golden/image-facts.ts';
import type { PackageRelations } from '../../src/golden/relations.ts';
import type { VulnerabilityFinding } from '../../src/model/finding.ts';
import type { Account, Package } from '../../src/model/package.ts';
import type { Report } from '../../src/model/report.ts';
import type { Evidence } from '../../src/model/verdict.ts';
import { type SampleChanges, sampleFinding, samplePackage, sampleReport } from '../sample-report.ts';

export interface GoldenSample {
  /** `NAME VERSION`, all of one type. */
  readonly packages?: readonly string[];
  readonly type?: 'deb' | 'rpm' | 'apk';
  readonly others?: readonly Package[];
  readonly findings?: readonly (Partial<VulnerabilityFinding> & { readonly package: string })[];
  /** `ID VERSION`; null for no distribution. */
  readonly distribution?: string | null;
  readonly accounts?: readonly Account[] | null;
  readonly config?: Partial<Report['config']>;
  /** Of the control `packages`. */
  readonly evidence?: readonly Evidence[];
  readonly changes?: SampleChanges;
}

export const root: Account = { name: 'root', uid: 0, gid: 0 };
/** What most images have. */
export const systems: Readonly<Record<'deb' | 'rpm' | 'apk', readonly string[]>> = {
  deb: ['apt 2.6.1', 'dash 0.5.12', 'findutils 4.9.0', 'passwd 1:4.13'],
  rpm: ['bash 5.1.8-6.el9', 'dnf 4.14.0-8.el9', 'findutils 1:4.8.0-6.el9', 'shadow-utils 2:4.9-8.el9'],
  apk: ['apk-tools 2.14.0-r2', 'busybox 1.36.1-r2'],
};

/** A report on an image of these packages, without gaps. */
export function goldenReport(sample: GoldenSample): Report {
  const { type = 'deb', packages = systems[type], others = [], findings = [], accounts = [root] } = sample;
  const { distribution = 'debian 12', config = {}, evidence = [], changes = {} } = sample;
  const [id = '', versionId = ''] = (distribution ?? '').split(' ');
  const usual = sampleReport();
  return sampleReport({
    source: 'docker',
    ref: 'docker:registry.local/shop/cart:2.4.1',
    fingerprint: { ...usual.fingerprint, manifestDigest: null },
    database: { ...usual.database, starter: false },
    ...changes,
    config: { ...usual.config, user: '', exposedPorts: [], hasHealthcheck: false, ...config },
    inventory: {
      distribution:
        distribution === null ? null : { id, versionId, name: `${id} ${versionId}`, like: [], codename: null },
      packages: [
        ...packages.map((text) => {
          const [name = '', version = ''] = text.split(' ');
          return samplePackage({ name, version, type });
        }),
        ...others,
      ],
      accounts,
      gaps: [],
      ...changes.inventory,
    },
    vulnerabilities: findings.map((one, at) =>
      sampleFinding({ id: `CVE-2026-${1000 + at}`, type, installed: '1.0', fixed: '2.0', severity: 'high', ...one }),
    ),
    verdict: {
      controls: [{ id: 'packages', outcome: 'fail', message: { en: 'x', 'zh-CN': 'x' }, evidence, examined: 1 }],
      ...changes.verdict,
    },
  });
}

/** A package that needs others; `!` before its name for one that its distribution does not work without. */
export function needing(name: string, ...needs: readonly string[]): PackageRelations {
  return {
    name: name.replace('!', ''),
    isKept: name.startsWith('!'),
    needs: needs.map((group) =>
      group.split('|').map((one) => ({ name: one.replace('=', ''), isVersioned: one.endsWith('=') })),
    ),
    provides: [],
  };
}

export function factsOf(...relations: readonly PackageRelations[]): ImageFacts {
  return { relations, groups: new Map([[0, 'root']]) };
}

export const imageId: Digest = `sha256:${'ab'.repeat(32)}`;

/**
 * The instructions of a Dockerfile, as a builder reads it (Dockerfile reference, "Format"): comment lines fall out, also inside an instruction; a
 * line that ends in a backslash goes on; everything else is one instruction a line.
 */
export function instructionsOf(text: string): readonly string[] {
  const found: string[] = [];
  let open = '';
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/)) {
    if (/^\s*#/.test(line)) continue;
    const isOpen = /\\[ \t]*$/.test(line);
    open += isOpen ? line.replace(/\\[ \t]*$/, '') : line;
    if (isOpen) continue;
    if (open.trim() !== '') found.push(open.trim());
    open = '';
  }
  return open.trim() === '' ? found : [...found, open.trim()];
}
