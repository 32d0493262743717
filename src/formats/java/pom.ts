import { XmlFault, xmlEvents } from '../xml/xml-events.ts';

/** A license as a project names it; empty where it does not say. */
export interface PomLicense {
  readonly name: string;
  readonly url: string;
}

/** What a project says of itself. Coordinates are `GROUP:ARTIFACT:VERSION`; null where they are not whole, or only the build knows them. */
export interface PomProject {
  /** Empty where it leaves them to its parent. */
  readonly licenses: readonly PomLicense[];
  readonly coordinates: string | null;
  readonly parent: string | null;
}

/** No project has more. */
const MAX_LICENSES = 50;
/** Characters of a name or an address. */
const LONGEST = 1000;
const LIST = ['project', 'licenses', 'license'] as const;
const fields = ['groupId', 'artifactId', 'version'] as const;

/**
 * The licenses of a project, in its order, its coordinates and its parent's (Maven, "POM Reference": `licenses`, `parent`; what it does not say of its group and version is its parent's). Throws
 * {@link XmlFault}, also for more of them or longer ones than any project has.
 */
export function readPom(content: Buffer): PomProject {
  const licenses: { name: string; url: string }[] = [];
  const own = { groupId: '', artifactId: '', version: '' };
  const parent = { groupId: '', artifactId: '', version: '' };
  const path: string[] = [];
  for (const event of xmlEvents(content)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 3 && isInList(path)) licenses.push({ name: '', url: '' });
      if (licenses.length > MAX_LICENSES) throw new XmlFault('too many licenses');
    } else if (event.kind === 'close') path.pop();
    else if (path[0] === 'project') {
      const field = fields.find((name) => name === path.at(-1));
      if (field !== undefined && path.length === 2) add(own, field, event.text);
      else if (field !== undefined && path.length === 3 && path[1] === 'parent') add(parent, field, event.text);
      if (path.length !== 4 || !isInList(path)) continue;
      const license = licenses.at(-1);
      const part = path[3];
      if (license !== undefined && (part === 'name' || part === 'url')) add(license, part, event.text);
    }
  }
  const inherited = {
    ...own,
    groupId: own.groupId.trim() || parent.groupId,
    version: own.version.trim() || parent.version,
  };
  return {
    licenses: licenses.map(({ name, url }) => ({ name: tidy(name), url: tidy(url) })),
    coordinates: coordinatesOf(inherited),
    parent: coordinatesOf(parent),
  };
}

function isInList(path: readonly string[]): boolean {
  return LIST.every((name, at) => path[at] === name);
}

function add<K extends string>(into: Record<K, string>, field: K, text: string): void {
  into[field] += text;
  if (into[field].length > LONGEST) throw new XmlFault('a text that is too long');
}

function coordinatesOf(told: Readonly<Record<(typeof fields)[number], string>>): string | null {
  const words = fields.map((field) => told[field].trim());
  return words.every((word) => /^[\w.-]{1,300}$/.test(word)) ? words.join(':') : null;
}

/** In one line; nothing where the build would have put in something that only it knows. */
function tidy(text: string): string {
  return text.includes('${') ? '' : text.trim().replace(/\s+/g, ' ');
}
