/**
 * The first member of a valid JSON text that an object has twice, with an object, a list or null among its values; null where there is none.
 *
 * Go's decoder merges the second object into the first, puts the items of the second list over those of the first, and leaves a text as it
 * was where null follows. Other readers take the last one. What such a document says depends on who reads it.
 */
export function mergedMember(text: string): string | null {
  const open: (Map<string, boolean> | null)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
        open.push(new Map());
        isName = true;
        break;
      case '[':
        open.push(null);
        isName = false;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        isName = open.at(-1) !== null;
        break;
      case '"': {
        const end = endOfText(text, at);
        const members = open.at(-1);
        if (isName && members != null) {
          const name: string = JSON.parse(text.slice(at, end + 1));
          const merges = mergingValue.test(text.slice(end + 1, end + 1 + MAX_BLANKS));
          const before = members.get(name);
          if (before !== undefined && (before || merges)) return name;
          members.set(name, merges);
          isName = false;
        }
        at = end;
      }
    }
  }
  return null;
}

/** Blanks around the colon that are looked over for the beginning of the value; more of them stand for one that merges. */
const MAX_BLANKS = 1000;
const mergingValue = /^\s*(?:$|:\s*(?:$|[[{n]))/;

/** Where the text ends that begins here: at the next quotation mark with an even number of backslashes before it. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const letter = text[at];
    if (letter === '"' || letter === undefined) return at;
    if (letter === '\\') at += 1;
  }
}
