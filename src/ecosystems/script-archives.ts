import type { Collector, Taken } from '../collect/collector.ts';

/** The last record of a zip archive, which nothing but a comment of so many bytes follows. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const MOST_BEHIND = 22 + 0xffff;
const none: Taken = { items: [] };

/**
 * Programs of a language that are an archive which is started: a line that names what starts it, or a whole script, and the archive behind. Their names say nothing of it. Many
 * scripts go by: what is asked of each is only whether there is a zip archive, and whether some name in it is of the language.
 */
export function scriptCollector(
  name: string,
  what: string,
  ofLanguage: { readonly hasArchive?: (content: Buffer) => boolean; readonly names?: readonly string[] },
  isBegun: (beginning: string) => boolean,
  take: (path: string, content: Buffer) => Taken,
): Collector {
  const { hasArchive = endsAsZip, names = [''] } = ofLanguage;
  return {
    name,
    revision: 1,
    wants: { scripts: true },
    what,
    blinds: ['packages'],
    take: ({ path }, content) =>
      hasArchive(content) && names.some((one) => content.includes(one)) ? take(path, content) : none,
    takeBeginning: (_, beginning) =>
      isBegun(beginning.toString('latin1'))
        ? { items: [], gaps: [{ what, reason: 'too-large', blinds: ['packages'] }] }
        : none,
  };
}

function endsAsZip(content: Buffer): boolean {
  return content.subarray(-MOST_BEHIND).includes(ZIP_END);
}
