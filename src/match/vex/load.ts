import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { failure, failureFrom, type PlimsollError } from '../../base/errors.ts';
import { fileStream } from '../../base/file-stream.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import { JsonError, type JsonObject, parseObject } from '../../formats/go-json.ts';
import { isCsaf, readCsaf } from './csaf.ts';
import { readCyclonedxVex } from './cyclonedx.ts';
import { isOpenVex, readOpenVex } from './openvex.ts';
import type { Statement } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/** No vendor's document comes near this. */
const MOST_BYTES = 64 << 20;

/** Reads VEX files. One that cannot be read, or is wrong anywhere, throws `vex-unreadable` or `vex-invalid`: none is left out. */
export async function loadStatements(files: readonly string[], signal: AbortSignal): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  for (const file of files)
    for (const statement of read(await contentOf(file, signal), file)) statements.push(statement);
  return statements;
}

async function contentOf(file: string, signal: AbortSignal): Promise<Buffer> {
  let stream: Readable | null = null;
  try {
    stream = fileStream(file, await stat(file));
    return await readWhole(addAbortSignal(signal, stream), MOST_BYTES);
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = error instanceof TooLong ? texts.large : wordsOf(error);
    throw failureFrom(error, 'vex-unreadable', { file, reason });
  } finally {
    stream?.destroy();
  }
}

/** What the bytes of one file say. Throws `vex-invalid`. */
export function read(bytes: Uint8Array, file: string): readonly Statement[] {
  try {
    return statementsOf(parseObject(bytes), file);
  } catch (error) {
    if (error instanceof JsonError || error instanceof VexFault) throw invalid(file, error.reason, error);
    throw error;
  }
}

function statementsOf(document: JsonObject, file: string): readonly Statement[] {
  if (isOpenVex(document)) return readOpenVex(document, file);
  if (document['bomFormat'] === 'CycloneDX') return readCyclonedxVex(document, file);
  if (isCsaf(document)) return readCsaf(document, file);
  // Envelopes carry signatures, and who signed is what makes them worth something.
  if ('payloadType' in document || 'predicateType' in document) throw invalid(file, texts.envelope);
  throw invalid(file, texts.unknown);
}

function invalid(file: string, reason: Text, cause?: unknown): PlimsollError {
  return cause === undefined
    ? failure('vex-invalid', { file, reason })
    : failureFrom(cause, 'vex-invalid', { file, reason });
}

const texts = {
  large: { en: 'it is larger than 64 MB', 'zh-CN': '大小超过 64 MB' },
  envelope: {
    en: 'it is a signed envelope, and its signature cannot be verified here',
    'zh-CN': '它是签名信封，此处无法验证其签名',
  },
  unknown: {
    en: 'it is neither OpenVEX, CycloneDX nor CSAF',
    'zh-CN': '既不是 OpenVEX，也不是 CycloneDX 或 CSAF',
  },
} as const satisfies Record<string, Text>;
