import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 4096;

/** Stack's `stack.yaml.lock` (docs.haskellstack.org, "Lock files"): `hackage: name-1.2.3@sha256:…`. What comes with the snapshot is not listed there. */
export function readStackLock(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!/^(?:packages|snapshots):/m.test(text) || hasLongLine(content, LONGEST)) return null;
  const found = new Map<string, LockedPackage>();
  for (const line of text.split('\n')) {
    const [, name, version] = /^[\s-]{0,20}hackage: ([A-Za-z0-9-]{1,200})-(\d[\d.]{0,100})@/.exec(line) ?? [];
    for (const pkg of lockedPackage(name, version)) found.set(`${pkg.name}\0${pkg.version}`, pkg);
  }
  return [...found.values()];
}

/** `cabal.project.freeze` (cabal.readthedocs.io, "cabal freeze"): constraints `any.name ==1.2.3`. */
export function readCabalFreeze(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!/^(?:constraints|active-repositories|index-state):/m.test(text) || hasLongLine(content, LONGEST)) return null;
  return text.split('\n').flatMap((line) => {
    const [, name, version] =
      /^(?:constraints:|\s)\s{0,100}any\.([A-Za-z0-9-]{1,200}) ?==(\d[\d.]{0,100})\s?,?\s?$/.exec(line) ?? [];
    return lockedPackage(name, version);
  });
}
