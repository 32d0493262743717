import { XmlFault, xmlEvents } from '../xml/xml-events.ts';
import { isBinaryPlist, PlistFault, textsOfBinaryPlist } from './binary-plist.ts';

const MAX_TEXTS = 10_000;
const LONGEST_TEXT = 1000;

/**
 * The texts right in a property list's dictionary, by their keys, in either of its forms (Apple, "Information Property List"). Throws {@link PlistFault} or
 * {@link XmlFault}.
 */
export function plistTexts(content: Buffer): ReadonlyMap<string, string> {
  return isBinaryPlist(content) ? textsOfBinaryPlist(content) : textsOfXml(content);
}

/** Apple's own document type, which stands in every one of them. It declares nothing itself. */
const doctype = /<!DOCTYPE\s{1,10}plist\s[^[\]<>]{0,300}>/;

function textsOfXml(content: Buffer): ReadonlyMap<string, string> {
  const head = content.toString('latin1', 0, 2000);
  const declared = doctype.exec(head);
  const bytes =
    declared === null ? content : Buffer.from(content).fill(' ', declared.index, declared.index + declared[0].length);
  const texts = new Map<string, string>();
  const path: string[] = [];
  let key = '';
  let text = '';
  for (const event of xmlEvents(bytes)) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path[0] !== 'plist') throw new PlistFault('no property list');
      if (path.length === 3) text = '';
    } else if (event.kind === 'text') {
      if (path.length === 3 && text.length <= LONGEST_TEXT) text += event.text;
    } else {
      const name = path.length === 3 && path[1] === 'dict' ? path[2] : undefined;
      path.pop();
      if (name === 'key') key = text;
      else if (name === 'string' && text.length <= LONGEST_TEXT) texts.set(key, text);
      if (texts.size > MAX_TEXTS) throw new XmlFault('too many texts');
    }
  }
  return texts;
}
