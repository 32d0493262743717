/** What a scan is held against: inflating a layer with Plimsoll's own decompressor, and nothing else. */
import { closeSync, openSync, readSync } from 'node:fs';
import { inflateMemory, inflatePages } from '../src/formats/inflate/inflate-memory.ts';
import { inflateProgram } from '../src/formats/inflate/inflate-program.ts';
import type { Program } from '../src/formats/inflate/inflate-thread.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: inflate-own.ts FILE');
const { pieces, chunks } = inflateMemory;
const memory = new WebAssembly.Memory({ initial: inflatePages, maximum: inflatePages, shared: true });
const bytes = new Uint8Array(memory.buffer);
const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(inflateProgram, 'base64')), {
  env: { memory },
});
const inflater = instance.exports as unknown as Program;

const file = openSync(path, 'r');
const begin = pieces.start + pieces.before;
let at = begin;
let end = begin;
/** Whether there was more. */
const isFilled = () => {
  const left = end - at;
  bytes.copyWithin(begin - left, at, end);
  at = begin - left;
  end = begin + readSync(file, bytes, begin, pieces.size, null);
  inflater.setInput(at, end);
  return end > begin;
};
if (!isFilled()) throw new Error(`${path} is empty`);
// The header of what bench/images.ts makes: ten bytes, and no name.
if (bytes[begin + 3] !== 0) throw new Error(`${path} has more in its header than this reads`);
at += 10;
inflater.reset();
inflater.setInput(at, end);
let length = 0;
for (let start = 0, known = 0, isEnd = false; ; ) {
  if (start === 0) {
    start = chunks.start + chunks.before;
    inflater.setOutput(start, start + chunks.size, known);
  }
  const result = inflater.inflate(isEnd ? 1 : 0);
  at = inflater.inputAt();
  if (result === 0) {
    isEnd = !isFilled();
    continue;
  }
  const to = inflater.outputAt();
  length += to - start;
  if (result === 2) break;
  if (result !== 1) throw new Error(`damaged: ${result}`);
  known = Math.min(chunks.before, known + to - start);
  bytes.copyWithin(start - known, to - known, to);
  start = 0;
}
closeSync(file);
console.log(length);
