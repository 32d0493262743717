import { failure } from '../base/errors.ts';

/** A line of `modified_id.csv`: which record a feed has, and since when in this state. */
export interface ListedRecord {
  readonly id: string;
  readonly modified: string;
}

const longestLine = 1024;
const mostLines = 5_000_000;
const linePattern =
  /^(\d{1,4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)),([^\s,/\\"\x00-\x1f\x7f]{1,200})$/;

/** What a list was like as a whole. */
export interface ListEnd {
  readonly count: number;
  /** The last record, where no line end follows it: if nobody knows that id, the list was cut off in it. */
  readonly unterminated: string | null;
}

/**
 * Reads a list as it comes; `take` gets each record once. Throws `feed-damaged` with the line that is not one.
 * @param file how to name the list to people.
 */
export async function readModifiedList(
  body: AsyncIterable<Uint8Array>,
  file: string,
  take: (record: ListedRecord) => void,
): Promise<ListEnd> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  let line = 0;
  let count = 0;
  let last: string | null = null;
  const takeLine = (text: string) => {
    line++;
    if (line > mostLines)
      throw failure('feed-damaged', {
        file,
        reason: { en: `it has more than ${mostLines} lines`, 'zh-CN': `超过 ${mostLines} 行` },
      });
    const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (bare === '' || (line === 1 && bare === 'modified,id')) return;
    const match = linePattern.exec(bare);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw failure('feed-damaged', {
        file,
        reason: { en: `line ${line} is not "modified,id"`, 'zh-CN': `第 ${line} 行不是“修改时间,ID”` },
      });
    }
    take({ modified: match[1], id: match[2] });
    last = match[2];
    count++;
  };
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine)
      throw failure('feed-damaged', {
        file,
        reason: {
          en: `line ${line + lines.length + 1} has no end`,
          'zh-CN': `第 ${line + lines.length + 1} 行没有结尾`,
        },
      });
    for (const text of lines) takeLine(text);
  }
  rest += decoder.decode();
  if (rest === '') return { count, unterminated: null };
  takeLine(rest);
  return { count, unterminated: last };
}

/** Some publishers date records to the year 1 (`0001-…`, `1-…`): then the list cannot tell whether anything changed. */
export function isTelling(modified: string): boolean {
  return /^\d{4}-/.test(modified) && modified >= '1980';
}

/** Whether a record is at least as new as the list says; a difference below a second is how it was written. */
export function isAsListed(recordModified: string, listed: string): boolean {
  if (recordModified === listed || !isTelling(listed)) return true;
  return Math.floor(Date.parse(recordModified) / 1000) >= Math.floor(Date.parse(listed) / 1000);
}
