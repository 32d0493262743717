import { XmlFault, xmlEvents } from '../xml/xml-events.ts';

/** A license as a project names it; empty where it does not say. */
export interface PomLicense {
  readonly name: string;
  readonly url: string;
}

/** No project has more. */
const MAX_LICENSES = 50;
/** Characters of a name or an address. */
const LONGEST = 1000;
const LIST = 'project/licenses/license';

/**
 * The licenses of a project (Maven, "POM Reference": `licenses`), in its order. None where it leaves them to its parent. Throws {@link XmlFault}, also for
 * more of them or longer ones than any project has.
 */
export function readPomLicenses(content: Buffer): readonly PomLicense[] {
  const licenses: { name: string; url: string }[] = [];
  const path: string[] = [];
  for (const event of xmlEvents(content)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 3 && path.join('/') === LIST) licenses.push({ name: '', url: '' });
      if (licenses.length > MAX_LICENSES) throw new XmlFault('too many licenses');
    } else if (event.kind === 'close') path.pop();
    else if (path.length === 4) {
      const license = licenses.at(-1);
      const field = path[3];
      if (license === undefined || (field !== 'name' && field !== 'url') || !path.join('/').startsWith(LIST)) continue;
      license[field] += event.text;
      if (license[field].length > LONGEST) throw new XmlFault('a license that is too long');
    }
  }
  return licenses.map(({ name, url }) => ({ name: tidy(name), url: tidy(url) }));
}

/** In one line; nothing where the build would have put in something that only it knows. */
function tidy(text: string): string {
  return text.includes('${') ? '' : text.trim().replace(/\s+/g, ' ');
}
