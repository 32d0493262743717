import { durationWords } from '../base/duration.ts';
import { fill, type Text } from '../base/text.ts';
import type { ProgressSink } from '../images/image-source.ts';

/** How far a run is, for people. */
export interface FleetProgress {
  listed(repositories: number, names: number): void;
  resolved(done: number, total: number): void;
  /** The images are known, and reading them begins. */
  begin(images: number): void;
  /** One image more is done without having been read. */
  known(): void;
  /** Shows an image while work on it goes on; afterwards it is done, unless it failed. */
  during<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** Images named at a time, beside each other on one line. */
const shown = 3;
/** Milliseconds for which nobody has to see anything new: with thousands of images the words alone would take seconds. */
const atOnce = 50;

export function fleetProgress(sink: ProgressSink, now: () => number = () => performance.now()): FleetProgress {
  const current = new Set<string>();
  let total = 0;
  let done = 0;
  let read = 0;
  let began = 0;
  let said = Number.NEGATIVE_INFINITY;
  const say = () => {
    const time = now();
    if (done < total && time - said < atOnce) return;
    said = time;
    const names = [...current].slice(0, shown).join(', ');
    const more = current.size > shown ? ` +${current.size - shown}` : '';
    const left = read < 3 ? null : ((time - began) / read) * (total - done);
    const what = fill(left === null ? texts.scanning : texts.remaining, {
      names: `${names}${more}`,
      time: durationWords(rounded(left ?? 0)),
    });
    sink.step({ what, done, total, unit: 'images' });
  };
  return {
    listed: (repositories, names) => {
      const what = fill(texts.listing, { repositories });
      sink.step({ what, done: names, total: null, unit: 'images' });
    },
    resolved: (finished, all) => sink.step({ what: texts.resolving, done: finished, total: all, unit: 'images' }),
    begin: (images) => {
      total = images;
      began = now();
    },
    known: () => {
      done += 1;
      say();
    },
    during: async (title, work) => {
      current.add(title);
      say();
      try {
        const result = await work();
        done += 1;
        read += 1;
        return result;
      } finally {
        current.delete(title);
        say();
      }
    },
  };
}

/** To whole minutes, or seconds where it is hardly one. */
function rounded(ms: number): number {
  const unit = ms > 90_000 ? 60_000 : 1000;
  return Math.max(1, Math.round(ms / unit)) * unit;
}

const texts = {
  listing: { en: 'Listing repositories ({repositories})', 'zh-CN': '正在列出仓库（{repositories}）' },
  resolving: { en: 'Looking up what tags lead to', 'zh-CN': '正在查询标签指向的镜像' },
  scanning: { en: 'Scanning {names}', 'zh-CN': '正在扫描 {names}' },
  remaining: { en: 'Scanning {names}, about {time} left', 'zh-CN': '正在扫描 {names}，约剩 {time}' },
} as const satisfies Record<string, Text>;
