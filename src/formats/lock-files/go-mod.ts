import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 4096;

/**
 * `go.mod` (go.dev/ref/mod, "go.mod files"): the modules that it requires, each with what replaces it. Since Go 1.17 these are all that a
 * build of the module needs; what `go.sum` lists beyond was only looked at.
 */
export function readGoMod(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const required = new Map<string, string>();
  const replaced = new Map<string, LockedPackage | null>();
  let block = '';
  let isModule = false;
  for (const line of content.toString('utf8').split('\n')) {
    const [text = ''] = line.split('//', 1).map((said) => said.trim());
    if (text === ')') block = '';
    const opened = /^([a-z]{1,20}) ?\($/.exec(text)?.[1];
    if (opened !== undefined) block = opened;
    if (text === ')' || opened !== undefined) continue;
    const words = text.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ''));
    const verb = block === '' ? words.shift() : block;
    isModule ||= verb === 'module';
    if (verb === 'require' && words.length === 2) required.set(words[0] ?? '', words[1] ?? '');
    if (verb !== 'replace') continue;
    const arrow = words.indexOf('=>');
    const [path, version] = words.slice(arrow + 1);
    if (arrow < 1) continue;
    const [by = null] = lockedPackage(path, version);
    replaced.set(words.slice(0, arrow).join('@'), by);
  }
  if (!isModule) return null;
  return [...required].flatMap(([path, version]) => {
    const replacement = replaced.get(`${path}@${version}`) ?? replaced.get(path);
    if (replacement === undefined) {
      const isLocal = replaced.has(path) || replaced.has(`${path}@${version}`);
      return isLocal ? [] : lockedPackage(path, version);
    }
    return replacement === null ? [] : [replacement];
  });
}
