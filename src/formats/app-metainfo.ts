import { attributeOf, XmlFault, xmlEvents } from './xml/xml-events.ts';

/** What an application says of itself. Empty where it does not say. */
export interface AppMetainfo {
  readonly id: string;
  /** That of its newest release. */
  readonly version: string;
  readonly license: string;
}

/** Characters of a name, a version, a license. */
const LONGEST = 1000;
/** Releases that are told; of old programs there are some hundreds. */
const MAX_RELEASES = 10_000;

/**
 * What AppStream's metainfo says of an application (freedesktop.org, AppStream 1.0, "Upstream Metadata": `id`, `releases`, `project_license`). Releases stand in
 * the order of their dates, the newest first: the first one counts, also against what dates say. Throws {@link XmlFault}.
 */
export function readAppMetainfo(content: Buffer): AppMetainfo {
  const path: string[] = [];
  const texts = { id: '', project_license: '' };
  let version: string | null = null;
  let releases = 0;
  for (const event of xmlEvents(content)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 1 && event.name !== 'component' && event.name !== 'application')
        throw new XmlFault('no application');
      if (path.length !== 3 || event.name !== 'release' || path[1] !== 'releases') continue;
      version ??= attributeOf(event.attributes, 'version');
      releases += 1;
      if (releases > MAX_RELEASES) throw new XmlFault('too many releases');
    } else if (event.kind === 'close') path.pop();
    else if (path.length === 2 && (path[1] === 'id' || path[1] === 'project_license')) {
      texts[path[1]] += event.text;
      if (texts[path[1]].length > LONGEST) throw new XmlFault('a text that is too long');
    }
  }
  if ((version ?? '').length > LONGEST) throw new XmlFault('a version that is too long');
  return { id: texts.id.trim(), version: (version ?? '').trim(), license: texts.project_license.trim() };
}
