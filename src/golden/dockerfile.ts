import { printable } from '../base/printable.ts';
import { type Language, phrase, type Text, verbatim } from '../base/text.ts';
import { goldenWords as words } from '../messages/golden-plan.ts';
import { severityWords } from '../messages/report-advice.ts';
import type { Command, GoldenPlan, Instruction, PlanItem, Proposal, Step } from './plan.ts';
import { isSafeLabel, isSafeReference, isSafeUser, isSafeWord } from './safe-words.ts';

const shownFixes = 4;

/**
 * The plan as a Dockerfile with its reasons as comments. What a plan holds was let in by strict patterns; every word is held against them once
 * more here, and one that does not match is a defect: no text of an image ends, continues or begins an instruction.
 */
export function dockerfileOf(plan: GoldenPlan, outcome: Proposal, language: Language): string {
  const say = (text: Text) => text[language];
  const { image, policy, remarks } = plan;
  const about = phrase(words.about, {
    distribution: image.distribution === null ? words.noDistribution : image.distribution.name,
    id: image.configDigest,
    user: image.user === '' ? words.unset : image.user,
  });
  const { from } = outcome;
  if (!isSafeReference(from.text)) throw new Error('a reference that is none stands in a plan');
  const lines = [
    // What stands first must be no directive (`# syntax=…`): after a comment of ours none is looked for.
    '# plimsoll golden plan',
    comment(say(phrase(words.written, { ref: image.ref }))),
    comment(say(about)),
    comment(say(phrase(words.under, { policy: `${policy.name} ${policy.digest}` }))),
    comment(say(words.inherited)),
    '',
    comment(say(from.kind === 'digest' ? words.fromDigest : words.fromId)),
    `FROM ${from.text}`,
    ...outcome.steps.flatMap((step) => ['', ...stepLines(step, say)]),
    ...(remarks.length === 0
      ? []
      : ['', comment(`${say(words.remarksTitle)}:`), ...remarks.map(({ text }) => comment(`- ${say(text)}`))]),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines({ active, why, items, instruction }: Step, say: (text: Text) => string): readonly string[] {
  const written = instructionLines(instruction);
  return [
    comment(say(why)),
    ...items.map((item) => comment(`  ${itemWords(item).map(say).join('  ')}`)),
    ...(active ? written : written.map((line) => `#${line}`)),
  ];
}

/** `openssl 3.0.9-1`, `fixed in 3.0.11-1~deb12u2`, `CVE-2023-5363 (critical, exploited) and 3 more` */
export function itemWords({ name, installed, fixed, fixes, note }: PlanItem): readonly Text[] {
  const shown = fixes.slice(0, shownFixes).map(({ id, severity, knownExploited }): Text => {
    const mark = (language: Language) =>
      [severityWords[severity][language], ...(knownExploited ? [words.exploited[language]] : [])].join(', ');
    return { en: `${id} (${mark('en')})`, 'zh-CN': `${id}（${mark('zh-CN')}）` };
  });
  const rest = fixes.length - shown.length;
  const all = rest > 0 ? [...shown, phrase(words.more, { count: rest })] : shown;
  return [
    verbatim(`${name} ${installed}`),
    ...(fixed === null ? [] : [phrase(words.fixedIn, { version: fixed })]),
    ...(all.length === 0
      ? []
      : [{ en: all.map(({ en }) => en).join(', '), 'zh-CN': all.map((one) => one['zh-CN']).join('，') }]),
    ...(note === null ? [] : [note]),
  ];
}

/** A comment on a line of its own; behind its mark nothing is an instruction, a directive or goes on. */
function comment(text: string): string {
  return `# ${printable(text, 2000).replaceAll('\\', '/').trimEnd()}`;
}

function instructionLines(instruction: Instruction): readonly string[] {
  switch (instruction.verb) {
    case 'USER':
      return [`USER ${checked(instruction.user, isSafeUser)}`];
    case 'LABEL':
      return instruction.labels.map(([key, value]) => `LABEL ${key}="${checked(value, isSafeLabel)}"`);
    case 'RUN':
      return runLines(instruction.commands);
  }
}

/** One command a line, and where there are several words one word a line: a change of the plan is a change of a line. */
function runLines(commands: readonly Command[]): readonly string[] {
  const parts = commands.flatMap(({ fixed, words: given }, at) => {
    const own = given.map((word) => checked(word, isSafeWord)).map((word) => (word.includes('>') ? `'${word}'` : word));
    const head = `${at === 0 ? 'RUN ' : ' && '}${fixed}`;
    return own.length > 2 ? [head, ...own.map((word) => `      ${word}`)] : [[head, ...own].join(' ')];
  });
  return parts.map((part, at) => (at === parts.length - 1 ? part : `${part} \\`));
}

function checked(word: string, isSafe: (word: string) => boolean): string {
  if (!isSafe(word)) throw new Error('a word that no pattern lets in stands in a plan');
  return word;
}
