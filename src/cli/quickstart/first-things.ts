import { fill, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import { adviceReasons } from '../../messages/report-advice.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import { type AdviceKind, adviceOf } from '../../reports/advice.ts';
import { countSeverities } from '../../reports/overview.ts';
import type { ReportView } from '../../reports/reporter.ts';
import { adviceCounts, joined } from '../../reports/wording.ts';
import type { SeenLook } from './look.ts';
import { overviewOfAll } from './summary.ts';

/** One thing to do, and what it brings over all images. */
export interface FirstThing {
  readonly text: Text;
  readonly brings: Text;
}

interface Gathered {
  readonly kind: AdviceKind;
  readonly text: Text;
  readonly findings: readonly VulnerabilityFinding[];
  readonly images: number;
}

/** Kinds of advice that change an image; what is about the advisories stands among the next steps. */
const aboutImages: readonly AdviceKind[] = ['upgrade', 'rebuild', 'whole'];

/** What helps most over all the images that were looked at, the same upgrade counted once for all of them. */
export function firstThings(looks: readonly SeenLook[], schemeOf: ReportView['schemeOf']): readonly FirstThing[] {
  const gathered = new Map<string, Gathered>();
  for (const { report } of looks) {
    const advices = adviceOf(report, overviewOfAll(report).findings, schemeOf);
    for (const { kind, text, findings } of advices.filter((advice) => aboutImages.includes(advice.kind))) {
      const before = gathered.get(text.en);
      gathered.set(text.en, {
        kind,
        text,
        findings: [...(before?.findings ?? []), ...findings],
        images: (before?.images ?? 0) + 1,
      });
    }
  }
  return [...gathered.values()].sort(byGain).map((one) => ({ text: one.text, brings: brings(one) }));
}

function brings({ kind, findings, images }: Gathered): Text {
  if (findings.length === 0) return images === 1 ? texts.inOneImage : fill(texts.inImages, { count: images });
  const exploited = findings.filter((finding) => finding.knownExploited).length;
  const counts = adviceCounts({ counts: countSeverities(findings), exploited, kind });
  const fixes = fill(adviceReasons.fixes, { count: findings.length });
  const aside = counts === null ? fixes : joined([fixes, fill(reportWords.aside, { text: counts })], '', '');
  return images === 1 ? aside : joined([aside, fill(texts.inImages, { count: images })], ' ', '，');
}

/** What is exploited first, then by how much of the worst is gone afterwards. */
function byGain(a: Gathered, b: Gathered): number {
  const gain = ({ findings }: Gathered) => {
    const { critical, high } = countSeverities(findings);
    const exploited = findings.filter((finding) => finding.knownExploited).length;
    return [exploited, critical, high, findings.length];
  };
  const [ours, theirs] = [gain(a), gain(b)];
  const at = ours.findIndex((value, index) => value !== theirs[index]);
  return at < 0 ? 0 : (theirs[at] ?? 0) - (ours[at] ?? 0);
}
