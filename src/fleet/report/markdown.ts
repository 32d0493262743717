import { shortDigest } from '../../base/digest.ts';
import { sizeWords } from '../../base/size.ts';
import { phrase, type Text } from '../../base/text.ts';
import { fleetWords as words } from '../../messages/fleet-words.ts';
import { severityWords } from '../../messages/report-advice.ts';
import { bounded, head, row } from '../../reports/markdown/blocks.ts';
import { code, prose } from '../../reports/markdown/escape.ts';
import { byUrgency, openEntries, placeOf } from '../fleet-summary.ts';
import { type ImageRow, isOpen } from '../image-row.ts';
import type { FleetReporter } from './fleet-reporter.ts';
import { answerText, effortText, factTexts, skipTexts, tallyText, verdictShort } from './wording.ts';

const rowsShown = { most: 200, share: 50_000 };
const openShown = { most: 50, share: 12_000 };

/** The summary for a merge request, an issue or a chat. */
export const fleetMarkdown: FleetReporter = {
  format: 'markdown',
  title: { en: 'for merge requests, issues and chats', 'zh-CN': '用于合并请求、工单和聊天' },
  *render(summary, view) {
    const say = (text: Text) => prose(text[view.language], 600);
    const open = openEntries(summary);
    const titles = [
      words.verdict,
      words.image,
      severityWords.critical,
      severityWords.high,
      words.fixable,
      words.gaps,
      words.size,
      words.base,
    ];
    yield `## ${say(answerText(summary))}\n\n`;
    yield `${code(placeOf(summary.ask))} · ${say(tallyText(summary))} · ${factTexts(summary).map(say).join(' · ')}\n`;
    if (summary.rows.length > 0) {
      yield `\n${head([...titles, words.digest], say)}\n`;
      yield `${bounded(byUrgency(summary.rows), (one) => imageLine(one, say), rowsShown, say)}\n`;
    }
    if (open.length > 0) {
      yield `\n### ${say(words.notCompletedTitle)}\n\n`;
      yield `${bounded(open, ({ name, code: kind, what }) => `- ${code(name)}: ${say(what)} (${code(kind)})`, openShown, say)}\n`;
    }
    const skipped = skipTexts(summary);
    if (skipped.length > 0) yield `\n${say(words.skippedTitle)}: ${skipped.map(say).join(', ')}\n`;
    yield `\n${say(effortText(summary))}\n`;
  },
};

function imageLine(one: ImageRow, say: (text: Text) => string): string {
  const [first = one.digest, ...others] = one.names;
  const more = others.length === 0 ? '' : ` ${say(phrase(words.moreNames, { count: others.length }))}`;
  const verdict = say(verdictShort(one));
  return row([
    one.verdict === 'denied'
      ? `**${verdict}**`
      : isOpen(one) && one.isIncomplete
        ? `${verdict}, ${say(words.incompleteShort)}`
        : verdict,
    `${code(first)}${more}`,
    String(one.findings.critical),
    String(one.findings.high),
    String(one.fixable),
    String(one.gaps),
    sizeWords(one.size),
    one.base === null ? '' : code(one.base),
    code(shortDigest(one.digest)),
  ]);
}
