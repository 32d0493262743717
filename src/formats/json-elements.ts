import type { ByteStream } from '../base/byte-stream.ts';
import { fill, type Text } from '../base/text.ts';
import { JsonError } from './go-json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const longestKey = 64;

/**
 * The objects in a list that is a member of a JSON document, each as its own bytes, without the rest of the document in memory: catalogues
 * of gigabytes are lists of small objects. Every element is whole JSON only if the caller's parser says so; brackets and strings are
 * followed to the end of the document. Throws {@link JsonError} for one that is cut off, that lacks the list, or has an element beyond `most` bytes.
 */
export async function* jsonElements(stream: ByteStream, list: string, most: number): AsyncGenerator<Buffer> {
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  let key: number[] = [];
  let lastKey = '';
  /** `before` the list, `in` it, `after` it. */
  let place: 'before' | 'in' | 'after' = 'before';
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isOver = false;
  for await (const piece of stream) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let from = heldBytes > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          inText = false;
          if (depth === 1) lastKey = Buffer.from(key).toString('latin1');
        } else if (depth === 1 && key.length < longestKey) key.push(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          if (place === 'in' && depth === 2) throw new JsonError(fill(texts.notObjects, { list }));
          inText = true;
          key = [];
          break;
        case 0x7b:
        case 0x5b:
          if (isOver || (depth === 0 && byte === 0x5b)) throw new JsonError(texts.notObject);
          if (place === 'in' && depth === 2) {
            if (byte === 0x5b) throw new JsonError(fill(texts.notObjects, { list }));
            from = at;
          }
          if (depth === 1 && byte === 0x5b && lastKey === list) {
            if (place !== 'before') throw new JsonError(fill(texts.twice, { list }));
            place = 'in';
          }
          depth += 1;
          break;
        case 0x7d:
        case 0x5d:
          depth -= 1;
          if (depth < 0) throw new JsonError(texts.notObject);
          if (depth === 0) isOver = true;
          if (place === 'in' && depth === 1) place = 'after';
          if (place === 'in' && depth === 2) {
            yield Buffer.concat([...held, chunk.subarray(from, at + 1)]);
            held = [];
            heldBytes = 0;
            from = -1;
          }
          break;
        default:
          if ((depth === 0 || (place === 'in' && depth === 2)) && !isBetween(byte, depth))
            throw new JsonError(depth === 0 ? texts.notObject : fill(texts.notObjects, { list }));
      }
    }
    if (from >= 0) {
      // The chunk may be overwritten by whoever brings the next one.
      held.push(Buffer.from(chunk.subarray(from)));
      heldBytes += chunk.length - from;
      if (heldBytes > most) throw new JsonError(fill(texts.tooLarge, { list, most }));
    }
  }
  if (!isOver) throw new JsonError(texts.cutOff);
  if (place !== 'after') throw new JsonError(fill(texts.lacks, { list }));
}

/** Blanks anywhere, commas between elements. */
function isBetween(byte: number, depth: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || (byte === 0x2c && depth > 0);
}

const texts = {
  notObject: { en: 'it is not a JSON object', 'zh-CN': '不是 JSON 对象' },
  notObjects: { en: '"{list}" holds something that is no object', 'zh-CN': '“{list}”中有非对象内容' },
  twice: { en: 'it has "{list}" twice', 'zh-CN': '“{list}”出现了两次' },
  tooLarge: {
    en: 'an element of "{list}" has more than {most} bytes',
    'zh-CN': '“{list}”中有元素超过 {most} 字节',
  },
  cutOff: { en: 'it ends in the middle', 'zh-CN': '内容不完整，中途结束' },
  lacks: { en: 'it has no list "{list}"', 'zh-CN': '没有列表“{list}”' },
} as const satisfies Record<string, Text>;
