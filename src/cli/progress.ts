import { clip } from '../base/display-width.ts';
import { printable } from '../base/printable.ts';
import { sizeWords } from '../base/size.ts';
import type { Language, Text } from '../base/text.ts';
import type { ProgressSink } from '../images/image-source.ts';
import type { StandardStream } from './standard-stream.ts';

type Step = Parameters<ProgressSink['step']>[0];

export interface Progress extends ProgressSink {
  /** Takes the line away, so that something else can be written. A later step draws it again. */
  clear(): void;
}

const firstAfter = 300;
const redrawAfter = 100;

/**
 * Progress as one line of a terminal that is drawn over: what is done, how far, how fast. Nothing is shown for work that is over
 * in a blink, and nothing at all where standard error is no terminal.
 */
export function terminalProgress(
  stream: StandardStream,
  language: Language,
  now: () => number = () => performance.now(),
): Progress {
  const began = now();
  const latest = new Map<Step['unit'], { step: Step; since: number; from: number }>();
  let drawnAt = -1;
  let shown = '';

  function draw(line: string): void {
    if (line === shown) return;
    stream.write(`\r${line}\x1b[K`);
    shown = line;
  }

  return {
    step(step) {
      const time = now();
      const before = latest.get(step.unit);
      const same = before !== undefined && before.step.what.en === step.what.en && before.step.done <= step.done;
      latest.set(step.unit, same ? { ...before, step } : { step, since: time, from: step.done });
      if (time - began < firstAfter || (drawnAt >= 0 && time - drawnAt < redrawAfter)) return;
      drawnAt = time;
      draw(
        clip(
          lineOf([...latest.values()], language, step.what[language], time),
          Math.max(10, (stream.columns || 80) - 1),
        ),
      );
    },
    clear() {
      if (shown !== '') stream.write('\r\x1b[K');
      shown = '';
      drawnAt = -1;
      latest.clear();
    },
  };
}

function lineOf(
  entries: readonly { step: Step; since: number; from: number }[],
  language: Language,
  what: string,
  time: number,
): string {
  const parts = [printable(what, 200)];
  for (const { step, since, from } of entries) {
    const amount = (value: number) => (step.unit === 'bytes' ? sizeWords(value) : String(value));
    const far = step.total === null ? amount(step.done) : `${amount(step.done)} / ${amount(step.total)}`;
    parts.push(step.unit === 'bytes' ? far : `${far} ${units[step.unit][language]}`);
    if (step.unit === 'bytes' && step.total !== null && step.total > 0)
      parts.push(`${Math.min(100, Math.floor((step.done / step.total) * 100))} %`);
    const seconds = (time - since) / 1000;
    if (step.unit === 'bytes' && seconds > 0.5) parts.push(`${sizeWords(Math.round((step.done - from) / seconds))}/s`);
  }
  return parts.join('  ');
}

const units = {
  layers: { en: 'layers', 'zh-CN': '层' },
  files: { en: 'files', 'zh-CN': '个文件' },
  records: { en: 'records', 'zh-CN': '条记录' },
  images: { en: 'images', 'zh-CN': '个镜像' },
} as const satisfies Record<string, Text>;

/** For everything that is no terminal. */
export const noProgress: Progress = { step() {}, clear() {} };
