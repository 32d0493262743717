/** Characters that are looked at. */
const ENDING = 3;

/** Whether a path may end with one of some texts, told by its last characters alone: of what it says yes to, some do not. */
export function mayEndWith(texts: Iterable<string>): (path: string) => boolean {
  const isMarked = new Uint8Array(1 << 15);
  for (const text of texts) {
    if (text.length < ENDING) return () => true;
    isMarked[markOf(text)] = 1;
  }
  return (path) => path.length < ENDING || isMarked[markOf(path)] === 1;
}

function markOf(text: string): number {
  let mark = 0;
  for (let at = text.length - ENDING; at < text.length; at += 1) mark = mark * 31 + text.charCodeAt(at);
  return mark & 0x7fff;
}
