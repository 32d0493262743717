import type { ByteStream } from '../../base/byte-stream.ts';
import type { TarEntry } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';

/** An entry of a tar stream. Its content is to be read before the next entry is asked for; what is left is passed over. */
export interface StreamedEntry {
  readonly entry: TarEntry;
  readonly content: ByteStream;
}

/** What tools write behind the end marker: zeros up to a whole record, which may be some hundred kilobytes. */
const MAX_PADDING = 8 << 20;

type Event = { readonly entry: TarEntry } | { readonly data: Uint8Array } | 'end';

/**
 * Reads a tar archive from a stream, entry by entry, holding one chunk at a time. Throws what the parser and the stream throw.
 * Past the archive's end marker the stream is read on for its padding, and where that does not end, not to its end.
 */
export async function* readTar(stream: ByteStream): AsyncGenerator<StreamedEntry, void, undefined> {
  let events: Event[] = [];
  let next = 0;
  const parser = new TarParser({
    entry: (entry) => events.push({ entry }) > 0,
    data: (data) => void events.push({ data }),
    end: () => void events.push('end'),
  });
  const chunks = stream[Symbol.asyncIterator]();
  let behind = 0;
  const pull = async (): Promise<Event | null> => {
    for (;;) {
      const event = events[next];
      next += 1;
      if (event !== undefined) return event;
      events = [];
      next = 0;
      const chunk = await chunks.next();
      if (chunk.done) {
        parser.finish();
        return null;
      }
      if (parser.ended) behind += chunk.value.length;
      if (behind > MAX_PADDING) return null;
      parser.push(chunk.value);
    }
  };
  try {
    for (let event = await pull(); event !== null; event = await pull()) {
      if (event === 'end' || !('entry' in event)) continue;
      const content = contentOf(pull);
      yield { entry: event.entry, content };
      // Whatever was not read goes by.
      for await (const _ of content);
    }
  } finally {
    await chunks.return?.();
  }
}

/** The data up to the end of one entry, in as many readings as the caller likes. */
function contentOf(pull: () => Promise<Event | null>): ByteStream {
  let over = false;
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        if (over) return { done: true, value: undefined };
        const event = await pull();
        if (event !== null && event !== 'end' && 'data' in event) return { done: false, value: event.data };
        over = true;
        return { done: true, value: undefined };
      },
    }),
  };
}
