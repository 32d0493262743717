import { shortDigest } from '../base/digest.ts';
import { fill, type Text } from '../base/text.ts';
import type { Io } from './io.ts';
import type { DecidingRequest, OpenGate } from './services.ts';

/**
 * Has a gate read its policy, configuration and key anew whenever it is asked to (SIGHUP). To be called before the gate is opened: what is asked
 * for until then is done when it stands. What cannot be used is complained about, and changes nothing.
 *
 * @param read what to decide by, as the files say now
 * @returns to be told of the gate
 */
export function reloading(
  io: Pick<Io, 'onReload' | 'announce' | 'complain'>,
  read: () => Promise<DecidingRequest>,
): (gate: OpenGate) => void {
  let open: OpenGate | null = null;
  let isAsked = false;
  const reload = () => {
    isAsked = open === null;
    open?.reload(read).then(
      ({ name, digest }) => io.announce(fill(texts.taken, { name, digest: shortDigest(digest) })),
      (error: unknown) => io.complain(error),
    );
  };
  io.onReload(reload);
  return (gate) => {
    open = gate;
    if (isAsked) reload();
  };
}

/** Says which flags have other values than those that a gate was begun with, although it cannot change them while it stands. */
export function saidAtStart(
  names: readonly string[],
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): Text | null {
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  return changed.length === 0 ? null : fill(texts.atStart, { flags: changed.map((name) => `--${name}`).join(', ') });
}

const texts = {
  // Scripts and people who follow the journal look for this line.
  taken: { en: 'policy in force: {name} ({digest})', 'zh-CN': '生效的策略：{name}（{digest}）' },
  atStart: {
    en: 'What has changed here counts from the next start on: {flags}',
    'zh-CN': '以下设置的变更在下次启动后生效：{flags}',
  },
} as const satisfies Record<string, Text>;
