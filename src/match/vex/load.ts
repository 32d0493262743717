import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { fileStream } from '../../base/file-stream.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';
import { JsonError, parseObject } from '../../formats/go-json.ts';
import type { JsonBounds } from '../../formats/json-sprawl.ts';
import { readDocument } from './documents.ts';
import type { Statement } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/** What VEX files may come to altogether. */
export interface VexBounds {
  readonly bytes: number;
  readonly files: number;
  readonly statements: number;
}

const usual: VexBounds = { bytes: 512 << 20, files: 20_000, statements: 2_000_000 };
/** Debian's tracker is the largest document there is: 70 MB, half a million statements. What does not say its size is no such thing. */
const MOST_BYTES = 256 << 20;
const MOST_STREAMED = 64 << 20;
const json: JsonBounds = { depth: 512, containers: 4_000_000 };
/** Directories below the one that is given. */
const DEPTH = 8;

/**
 * Reads VEX files, and of directories all files named `*.json`, in the order of their names. One that cannot be read, or is wrong anywhere, throws
 * `vex-unreadable` or `vex-invalid`, and all of them together `vex-too-many` where they come to more than anybody needs: none is left out.
 */
export async function loadStatements(
  paths: readonly string[],
  signal: AbortSignal,
  bounds: VexBounds = usual,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  let left = bounds.bytes;
  for (const file of await documentFiles(paths, bounds.files, signal)) {
    const bytes = await contentOf(file, signal);
    left -= bytes.length;
    if (left < 0) throw failure('vex-too-many', { file, reason: texts.bytes });
    for (const statement of read(bytes, file)) statements.push(statement);
    if (statements.length > bounds.statements)
      throw failure('vex-too-many', { file, reason: fill(texts.statements, { count: bounds.statements }) });
  }
  return statements;
}

/** The files that are meant: directories stand for the documents in them, and one without any for a mistake. */
export async function documentFiles(
  paths: readonly string[],
  most = usual.files,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (path: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
    for (const name of names) {
      const below = join(path, name);
      const isFolder = (await stat(below)).isDirectory();
      if (isFolder && depth < DEPTH) await walk(below, depth + 1);
      else if (isFolder) throw failure('vex-too-many', { file: below, reason: texts.deep });
      else if (name.toLowerCase().endsWith('.json')) found.push(below);
      if (found.length > most)
        throw failure('vex-too-many', { file: path, reason: fill(texts.files, { count: most }) });
    }
  };
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) {
        found.push(path);
        continue;
      }
      const before = found.length;
      await walk(path, 0);
      if (found.length === before) throw failure('vex-unreadable', { file: path, reason: texts.empty });
    } catch (error) {
      if (error instanceof PlimsollError || signal?.aborted) throw error;
      throw failureFrom(error, 'vex-unreadable', { file: path, reason: wordsOf(error) });
    }
  }
  return found;
}

async function contentOf(file: string, signal: AbortSignal): Promise<Buffer> {
  let stream: Readable | null = null;
  try {
    const facts = await stat(file);
    const most = facts.isFile() ? MOST_BYTES : MOST_STREAMED;
    if (facts.size > most) throw new TooLong(most);
    stream = fileStream(file, facts);
    return await readWhole(addAbortSignal(signal, stream), most);
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = error instanceof TooLong ? fill(texts.large, { count: error.limit >> 20 }) : wordsOf(error);
    throw failureFrom(error, 'vex-unreadable', { file, reason });
  } finally {
    stream?.destroy();
  }
}

/** What the bytes of one file say. Throws `vex-invalid`. */
export function read(bytes: Uint8Array, file: string): readonly Statement[] {
  try {
    return readDocument(parseObject(bytes, json), file);
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof VexFault)) throw error;
    throw failureFrom(error, 'vex-invalid', { file, reason: error.reason });
  }
}

const texts = {
  large: { en: 'it is larger than {count} MB', 'zh-CN': '大小超过 {count} MB' },
  bytes: { en: 'with it, VEX files come to more than 512 MB', 'zh-CN': '加上它，VEX 文件总计超过 512 MB' },
  files: { en: 'more than {count} documents', 'zh-CN': '文档超过 {count} 个' },
  statements: { en: 'more than {count} statements', 'zh-CN': '声明超过 {count} 条' },
  deep: { en: 'its directories are nested too deeply', 'zh-CN': '目录嵌套过深' },
  empty: { en: 'it is a directory without any *.json', 'zh-CN': '目录中没有 *.json 文件' },
} as const satisfies Record<string, Text>;
