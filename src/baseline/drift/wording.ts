import { fill, phrase, type Text, verbatim } from '../../base/text.ts';
import { driftWords as words } from '../../messages/baseline-drift.ts';
import { joined } from '../../reports/wording.ts';
import type { DriftAspect, DriftItem } from './drift-item.ts';

export function counted(count: number, one: Text, many: Text): Text {
  return count === 1 ? one : fill(many, { count });
}

const rights: readonly DriftAspect[] = ['setuid', 'setgid', 'capability', 'root-account'];

/** What is different about a path, the gravest first: `setuid set, mode 0755 → 4755`. */
export function itemText(item: DriftItem): Text {
  const { aspects } = item;
  const gained = aspects.filter((aspect) => rights.includes(aspect)).map((aspect) => aspectText(aspect, item));
  const details = (['type', 'mode', 'owner'] as const).filter((aspect) => aspects.includes(aspect));
  const what = whatText(item);
  return joined([...gained, ...(what === null ? [] : [what]), ...details.map((aspect) => aspectText(aspect, item))]);
}

/** `new program`, `changed program`, `removed`; null where neither came, went, nor has another content. */
function whatText({ aspects, executable, after }: DriftItem): Text | null {
  if (aspects.includes('added')) {
    if (!executable) return words.added;
    return after?.type === 'symlink' ? words.addedLink : words.addedProgram;
  }
  if (aspects.includes('removed')) return executable ? words.removedProgram : words.removed;
  if (!aspects.includes('content')) return null;
  return executable ? words.changedProgram : words.changed;
}

function aspectText(aspect: DriftAspect, { before, after, accounts }: DriftItem): Text {
  switch (aspect) {
    case 'root-account':
      return joined([words['root-account'], verbatim(accounts.join(', '))], ' ', ' ');
    case 'mode':
      return phrase(words.mode, { before: before?.mode ?? '', after: after?.mode ?? '' });
    case 'owner':
      return phrase(words.owner, { before: before?.owner ?? '', after: after?.owner ?? '' });
    case 'type':
      return phrase(words.type, { type: after?.type ?? '' });
    case 'setuid':
    case 'setgid':
    case 'capability':
      return words[aspect];
    case 'added':
    case 'removed':
    case 'content':
      return words.changed;
  }
}
