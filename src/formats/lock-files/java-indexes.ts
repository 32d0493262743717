import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 4096;
/** The last part of a path, in quotation marks or none. */
const jar = /^([^"']{1,250})-(\d[^"'-][^"']{0,100}|\d)\.jar["']?$/;

/** Spring Boot's `classpath.idx` ("The Executable Jar Format"): a list of YAML, `- "BOOT-INF/lib/NAME-VERSION.jar"`. Where a name has no version there is none. */
export function readClasspathIndex(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const lines = content.toString('utf8').split(/\r?\n/);
  if (!lines.some((line) => line.startsWith('- '))) return lines.every((line) => line === '') ? [] : null;
  return lines.flatMap((line) => {
    const last = line.slice(Math.max(line.lastIndexOf('/') + 1, 2)).replace(/^["']/, '');
    const [, name, version] = (line.startsWith('- ') && jar.exec(last)) || [];
    return lockedPackage(name, version);
  });
}

/** Quarkus' `quarkus-app-dependencies.txt`: `group:artifact:classifier:type:version`, of which classifier and type may be missing. */
export function readQuarkusDependencies(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const lines = content.toString('utf8').split(/\r?\n/).filter(Boolean);
  const found = lines.flatMap((line) => {
    const parts = line.split(':');
    const [group, artifact] = parts;
    return parts.length < 3 || parts.length > 5 || !group || !artifact || /\s/.test(line)
      ? []
      : lockedPackage(`${group}:${artifact}`, parts.at(-1));
  });
  return found.length === 0 && lines.length > 0 ? null : found;
}
