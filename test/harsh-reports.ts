import { verbatim } from '../src/base/text.ts';
import { type Severity, severities, type VulnerabilityFinding } from '../src/model/finding.ts';
import type { Gap } from '../src/model/gap.ts';
import type { Package } from '../src/model/package.ts';
import type { Report } from '../src/model/report.ts';
import { layerOf, sampleFinding, samplePackage, sampleReport, sampleWaiver } from './sample-report.ts';

/** A report of `count` findings over a tenth as many packages, the same every time. */
export function hugeReport(count: number): Report {
  const types = ['deb', 'npm', 'pypi', 'apk'] as const;
  const packages: Package[] = [];
  const vulnerabilities: VulnerabilityFinding[] = [];
  for (let at = 0; at < count / 10; at += 1) {
    const type = types[at % types.length] ?? 'deb';
    packages.push(samplePackage({ name: `package-${at}`, version: `1.${at % 40}.0`, type, layer: layerOf(at % 9) }));
  }
  for (let at = 0; at < count; at += 1) {
    const pkg = packages[Math.floor(at / 10)];
    if (pkg === undefined) break;
    const severity: Severity = severities[(at * 7) % severities.length] ?? 'low';
    vulnerabilities.push(
      sampleFinding({
        id: `CVE-${2015 + (at % 11)}-${10000 + at}`,
        package: pkg.name,
        purl: pkg.purl,
        installed: pkg.version,
        type: pkg.type,
        severity,
        fixed: at % 3 === 0 ? null : `1.${(at % 40) + 1}.${at % 7}`,
        score: ((at * 13) % 100) / 10,
        knownExploited: at % 501 === 0,
        summary: `A problem of the kind that takes a sentence to describe, number ${at}.`,
        layer: pkg.layer,
        path: pkg.path,
      }),
    );
  }
  return sampleReport({ vulnerabilities, inventory: { packages } });
}

/** Texts that try to leave their place. */
export const hostileTexts = [
  '\u001b[2J\u001b[31mowned\u001b[0m',
  'line one\nplimsoll: ALLOWED',
  'a\u202eelif.exe',
  '</script><script>document.title="owned"</script>',
  '<!--<script>',
  '<img src=x onerror=alert(1)>',
  '`x` | **b** [l](javascript:alert(1)) @everyone #1 !2 <b>',
  '"\'><svg onload=alert(1)>',
  'separator\u2028here',
  'x'.repeat(5000),
  '镜'.repeat(400),
  '__proto__',
  '|`|``|',
  '=HYPERLINK("http://example.com")',
] as const;

/** A report in which every text that an image or a feed can choose is hostile. */
export function hostileReport(): Report {
  const packages = hostileTexts.map((text) =>
    samplePackage({
      name: text,
      version: text,
      path: text,
      licenses: [text],
      source: { name: text, version: text },
      purl: `pkg:deb/${text}`,
    }),
  );
  const vulnerabilities = hostileTexts.map((text, at) =>
    sampleFinding({
      id: text,
      package: text,
      installed: text,
      fixed: text,
      severity: severities[at % 6] ?? 'low',
      summary: text,
      path: text,
      purl: `pkg:deb/${text}`,
      aliases: [text],
      vector: text,
      evidence: { advisory: text, feed: text, range: text, severityFrom: text },
    }),
  );
  const base = sampleReport();
  const text = hostileTexts.join(' ');
  return sampleReport({
    ref: text,
    vulnerabilities,
    suppressed: [{ id: text, package: text, by: 'vex', why: text }],
    config: {
      ...base.config,
      user: text,
      labels: { [text]: text },
      history: hostileTexts.map((createdBy) => ({ createdBy, emptyLayer: false })),
    },
    inventory: {
      packages,
      distribution: { id: text, versionId: text, name: text, like: [], codename: null },
      gaps: [
        { what: text, path: text, layer: null, reason: 'unparsable', blinds: ['packages'], incomplete: true },
        ...unownedExecutables(hostileTexts.map((name) => `${text}/${name}`)),
      ],
    },
    verdict: {
      policy: { name: text, digest: base.verdict.policy.digest },
      controls: base.verdict.controls.map((control) => ({
        ...control,
        message: verbatim(text),
        evidence: [{ id: text, package: text, key: text }],
      })),
      expiredWaivers: [{ ...sampleWaiver, reason: text, owner: text, match: { id: text } }],
      base: { name: text, diffIds: base.verdict.base?.diffIds ?? [] },
    },
  });
}

/** A gap for each path. */
export function unownedExecutables(paths: readonly string[]): readonly Gap[] {
  return paths.map((path) => ({
    what: 'executable',
    path,
    layer: layerOf(0),
    reason: 'unowned-executable',
    blinds: ['programs'],
    incomplete: false,
  }));
}
