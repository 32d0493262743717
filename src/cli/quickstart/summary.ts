import { clip, displayWidth } from '../../base/display-width.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import type { Io } from '../io.ts';
import { countFindings, type Look } from './look.ts';

const marks = { allow: '✔', deny: '✘', failed: '?' } as const;
const colors = { allow: 32, deny: 31, failed: 33 } as const;

type Fate = keyof typeof marks;

export function fateOf(look: Look): Fate {
  return look.kind === 'failed' ? 'failed' : look.report.verdict.decision;
}

export const fateWords: Readonly<Record<Fate, Text>> = {
  allow: texts.allowed,
  deny: texts.denied,
  failed: texts.failed,
};

/** One line for each image: verdict, name, what was found. Columns align whatever the language. */
export function summaryTable(looks: readonly Look[], io: Io): string {
  const verdicts = looks.map((look) => io.say(fateWords[fateOf(look)]));
  const verdictWidth = Math.max(...verdicts.map(displayWidth));
  const nameRoom = Math.max(20, Math.floor(io.out.columns * 0.4));
  const names = looks.map((look) => clip(printable(look.ref), nameRoom));
  const nameWidth = Math.max(...names.map(displayWidth));
  const lines = looks.map((look, index) => {
    const fate = fateOf(look);
    const verdict = pad(`${marks[fate]} ${verdicts[index] ?? ''}`, verdictWidth + 2);
    const painted = io.out.color ? `\x1b[${colors[fate]}m${verdict}\x1b[39m` : verdict;
    return `  ${painted}  ${pad(names[index] ?? '', nameWidth)}  ${io.say(foundWords(look))}`;
  });
  return `${lines.join('\n')}\n`;
}

/** What stands behind a verdict in a few words: `critical 1, high 3; 9 of 31 fixable`. */
export function foundWords(look: Look): Text {
  if (look.kind === 'failed')
    return fill(texts.failedBecause, {
      what: { en: printable(look.error.what.en), 'zh-CN': printable(look.error.what['zh-CN']) },
    });
  const counts = countFindings(look.report);
  const packages = look.report.inventory.packages.length;
  if (counts.all === 0) return fill(texts.nothingFound, { packages });
  const values = {
    critical: counts.bySeverity.get('critical') ?? 0,
    high: counts.bySeverity.get('high') ?? 0,
    all: counts.all,
    fixable: counts.fixable,
    packages,
    exploited: counts.exploited,
  };
  return fill(counts.exploited > 0 ? texts.foundExploited : texts.found, values);
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
