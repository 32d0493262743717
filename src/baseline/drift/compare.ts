import { readPasswd } from '../../formats/passwd.ts';
import { type DriftAspect, type DriftItem, type DriftSide, driftAspects } from './drift-item.ts';
import { accountFile, type FileFacts, isExecutable } from './file-facts.ts';

/** A path as the image has it: `unknown` where the image could not be read, null where it is not in it. */
export type Before = FileFacts | null | 'unknown';

const grave: readonly DriftAspect[] = ['setuid', 'setgid', 'capability', 'root-account'];

/** What is different about a path; null where nothing is. */
export function compared(path: string, before: Before, after: FileFacts | null): DriftItem | null {
  const known = before === 'unknown' ? null : before;
  const accounts = path === accountFile ? newRoots(known, after) : [];
  const found = new Set<DriftAspect>([
    ...(before === 'unknown' ? (['content'] as const) : differences(known, after)),
    ...(accounts.length > 0 ? (['root-account'] as const) : []),
    ...gained(known, after),
  ]);
  if (found.size === 0) return null;
  const aspects = driftAspects.filter((aspect) => found.has(aspect));
  const runs = after !== null && isExecutable(path, after);
  return {
    path,
    aspects,
    executable: runs || (known !== null && isExecutable(path, known)),
    grave: runs || aspects.some((aspect) => grave.includes(aspect)),
    accounts,
    before: known === null ? null : sideOf(known),
    after: after === null ? null : sideOf(after),
  };
}

function differences(before: FileFacts | null, after: FileFacts | null): readonly DriftAspect[] {
  if (after === null) return before === null ? [] : ['removed'];
  if (before === null) return ['added'];
  const isContent =
    before.link !== after.link ||
    (after.type === 'file' && (before.size !== after.size || before.digest !== after.digest));
  const aspects: [DriftAspect, boolean][] = [
    ['type', before.type !== after.type],
    ['content', isContent],
    // The permissions of a link mean nothing.
    ['mode', before.mode !== after.mode && after.type !== 'symlink'],
    ['owner', before.uid !== after.uid || before.gid !== after.gid],
    ['capability', before.capability !== after.capability],
  ];
  return aspects.filter(([, differs]) => differs).map(([aspect]) => aspect);
}

/** Rights that a file in the container gives and the one in the image does not. */
function gained(before: FileFacts | null, after: FileFacts | null): readonly DriftAspect[] {
  if (after === null || after.type !== 'file') return [];
  const bits = (mask: number) => (after.mode & mask) !== 0 && ((before?.mode ?? 0) & mask) === 0;
  const aspects: [DriftAspect, boolean][] = [
    ['setuid', bits(0o4000)],
    ['setgid', bits(0o2000)],
    ['capability', after.capability !== null && after.capability !== before?.capability],
  ];
  return aspects.filter(([, gains]) => gains).map(([aspect]) => aspect);
}

/** Accounts with uid 0 that the image does not have. */
function newRoots(before: FileFacts | null, after: FileFacts | null): readonly string[] {
  const roots = (facts: FileFacts | null) =>
    readPasswd(facts?.content ?? Buffer.alloc(0))
      .entries.filter(({ uid }) => uid === 0)
      .map(({ name }) => name);
  const known = new Set(roots(before));
  return roots(after).filter((name) => !known.has(name));
}

function sideOf({ type, mode, uid, gid, size, digest, link, capability }: FileFacts): DriftSide {
  return {
    type,
    mode: mode.toString(8).padStart(4, '0'),
    owner: `${uid}:${gid}`,
    size,
    digest,
    link: link === '' ? null : link,
    capability,
  };
}
