import { attributeOf, XmlFault, xmlEvents } from '../xml/xml-events.ts';
import { type LockedPackage, lockedPackage } from './locked-package.ts';

/**
 * `Directory.Packages.props` (learn.microsoft.com, "Central Package Management"): `<PackageVersion Include="…" Version="…"/>` for all projects of a solution; older tools have
 * `PackageReference` with `Update`. NuGet takes the lowest version that will do, which is the one that stands there. Ranges, and what only the build would put in, say none.
 */
export function readPackagesProps(content: Buffer): readonly LockedPackage[] | null {
  try {
    return packagesOf(content);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return null;
  }
}

function packagesOf(content: Buffer): readonly LockedPackage[] {
  const found: LockedPackage[] = [];
  const path: string[] = [];
  let waiting: string | null = null;
  let text = '';
  for (const event of xmlEvents(content)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 1 && event.name !== 'Project') throw new XmlFault('no project');
      text = '';
      if (path.length !== 3 || path[1] !== 'ItemGroup' || !/^Package(?:Version|Reference)$/.test(event.name)) continue;
      const name = attributeOf(event.attributes, 'Include') ?? attributeOf(event.attributes, 'Update');
      const version = attributeOf(event.attributes, 'Version');
      waiting = version === null ? name : null;
      found.push(...exact(name, version));
    } else if (event.kind === 'text') {
      if (waiting !== null && text.length < 1000) text += event.text;
    } else {
      if (path.length === 4 && path[3] === 'Version' && waiting !== null) {
        found.push(...exact(waiting, text));
        waiting = null;
      }
      path.pop();
    }
  }
  return found;
}

/** `1.2.3` and `[1.2.3]`. */
function exact(name: string | null, version: string | null): readonly LockedPackage[] {
  const [, plain] = /^\[?(\d[0-9A-Za-z.+-]*)\]?$/.exec(version?.trim() ?? '') ?? [];
  return name === null || name.includes('$(') ? [] : lockedPackage(name.trim(), plain);
}
