import type { ByteStream } from '../../base/byte-stream.ts';
import type { TarEntry } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';

/** An entry of a tar stream. Its content is to be read before the next entry is asked for; what is left is passed over. */
export interface StreamedEntry {
  readonly entry: TarEntry;
  readonly content: ByteStream;
}

type Event = { readonly entry: TarEntry } | { readonly data: Uint8Array } | 'end';

/**
 * Reads a tar archive from a stream, entry by entry, holding one chunk at a time. Throws what the parser and the stream throw.
 * The stream is read to its end, past the archive's end marker.
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
