import { XmlFault, xmlEvents } from './xml/xml-events.ts';

/** What a package of NuGet or Chocolatey says of itself. Empty where it does not say. */
export interface Nuspec {
  readonly id: string;
  readonly version: string;
  /** An SPDX expression; that of a file or an address is none. */
  readonly license: string;
}

const LONGEST = 1000;

/** `package/metadata` of a `.nuspec` (learn.microsoft.com, ".nuspec reference"). Throws {@link XmlFault}. */
export function readNuspec(content: Buffer): Nuspec {
  const path: string[] = [];
  const texts = { id: '', version: '', license: '' };
  let isExpression = false;
  for (const event of xmlEvents(content)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 1 && event.name !== 'package') throw new XmlFault('no package');
      if (path.length === 3 && event.name === 'license')
        isExpression = /\btype\s*=\s*["']expression["']/.test(event.attributes);
    } else if (event.kind === 'close') path.pop();
    else if (path.length === 3 && path[1] === 'metadata') {
      const field = path[2];
      if (field !== 'id' && field !== 'version' && field !== 'license') continue;
      texts[field] += event.text;
      if (texts[field].length > LONGEST) throw new XmlFault('a text that is too long');
    }
  }
  return { id: texts.id.trim(), version: texts.version.trim(), license: isExpression ? texts.license.trim() : '' };
}
