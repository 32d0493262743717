import type { ByteStream } from '../../base/byte-stream.ts';
import { printable } from '../../base/printable.ts';
import { isObject } from '../../formats/go-json.ts';

/** One thing that an engine says while it builds. */
export type BuildEvent =
  /** `Step 2/6 : RUN apt-get update` */
  | { readonly kind: 'step'; readonly number: number; readonly of: number; readonly instruction: string }
  /** An image that a step made, by the beginning of its id. */
  | { readonly kind: 'layer'; readonly id: string }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'image'; readonly id: string };

/** What the engine says of its containers. */
const chatter = /^\s*-{2,3}> (?:Running in|\[Warning\]|Using cache)|^Removing intermediate container /;
/** Bytes of one message, which holds a line of output or a few. */
const longestMessage = 1 << 20;
const longestLine = 2000;

/**
 * Reads what an engine answers to `POST /build`: JSON documents one after the other (Docker Engine API, "Build an image"). What a build prints is the
 * image's own: every line is made printable, and none is kept here.
 */
export async function* buildEvents(stream: ByteStream): AsyncGenerator<BuildEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let printed = '';
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true });
    const messages = rest.split('\n');
    rest = messages.pop() ?? '';
    if (rest.length > longestMessage) rest = '';
    for (const message of messages) {
      for (const event of eventsOf(message)) {
        if (event.kind !== 'line') {
          yield event;
          continue;
        }
        // A line may come in pieces.
        const lines = (printed + event.text).split(/\r\n|[\r\n]/);
        printed = (lines.pop() ?? '').slice(0, longestLine);
        for (const line of lines) yield* lineEvents(line);
      }
    }
  }
  yield* eventsOf(rest);
  yield* lineEvents(printed);
}

function* eventsOf(message: string): Generator<BuildEvent> {
  const value = parsed(message);
  if (!isObject(value)) return;
  const { stream, error, aux, status } = value;
  if (typeof error === 'string') yield { kind: 'error', message: printable(error.trim(), longestLine) };
  const id = isObject(aux) ? aux['ID'] : undefined;
  if (typeof id === 'string' && /^sha256:[0-9a-f]{64}$/.test(id)) yield { kind: 'image', id };
  if (typeof stream === 'string') yield { kind: 'line', text: stream };
  if (typeof status === 'string') yield { kind: 'line', text: `${status}\n` };
}

function parsed(message: string): unknown {
  if (message.trim() === '') return null;
  try {
    return JSON.parse(message);
  } catch {
    // Not a message: an engine says nothing else, and what counts is whether an image comes out in the end.
    return null;
  }
}

function* lineEvents(raw: string): Generator<BuildEvent> {
  const text = printable(raw.replace(/\x1b\[[0-9;]*[A-Za-z]/g, ''), longestLine).trimEnd();
  if (text === '' || chatter.test(text)) return;
  const step = /^S(?:tep|TEP) (\d{1,4})\/(\d{1,4}) ?: (.*)$/.exec(text);
  const layer = /^\s*-{2,3}> ([0-9a-f]{10,64})$/.exec(text);
  if (step !== null)
    yield { kind: 'step', number: Number(step[1]), of: Number(step[2]), instruction: (step[3] ?? '').slice(0, 200) };
  else if (layer !== null) yield { kind: 'layer', id: layer[1] ?? '' };
  else yield { kind: 'line', text };
}
