import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, failureFrom, PlimsollError, reasonOf, systemCode } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import type { Collection } from './collection.ts';
import { collectionShape } from './collection-shape.ts';

const pattern = /^collected-\d{8}T\d{9}Z\.json$/;
/** So many of them are kept. */
const kept = 10;
const maxBytes = 512 << 20;

/** Keeps a collection in the state directory, whole or not at all, and drops the oldest ones beyond the last few. */
export function keepCollection(home: string, collection: Collection): string {
  const folder = join(home, 'baselines');
  const file = join(folder, `collected-${collection.collectedAt.replace(/[-:.]/g, '')}.json`);
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, collectionText(collection), { flag: 'wx', mode: 0o600, flush: true });
    renameSync(draft, file);
    for (const old of namesIn(folder).slice(0, -kept)) rmSync(join(folder, old), { force: true });
  } catch (error) {
    rmSync(draft, { force: true });
    throw failureFrom(error, 'cannot-write', { file, reason: reasonOf(error) });
  }
  return file;
}

export function collectionText(collection: Collection): string {
  return `${JSON.stringify(collection, null, 2)}\n`;
}

/** The collection in a file; without one, the newest of the state directory. Throws `no-baseline` where there is none. */
export async function readCollection(home: string, file: string | null): Promise<Collection> {
  if (file !== null) return parsed(file);
  const newest = namesIn(join(home, 'baselines')).at(-1);
  if (newest === undefined) throw failure('no-baseline', { home });
  return parsed(join(home, 'baselines', newest));
}

/** Oldest first. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw failureFrom(error, 'file-unreadable', { file: folder, reason: reasonOf(error) });
  }
}

async function parsed(file: string): Promise<Collection> {
  const { z: zod } = await import('zod');
  const read = collectionShape(zod).safeParse(json(file));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw failure('baseline-invalid', {
    file,
    reason: { en: `at ${path}: ${issue?.message ?? ''}`, 'zh-CN': `位于 ${path}` },
  });
}

function json(file: string): unknown {
  let text: string;
  try {
    if (statSync(file).size > maxBytes) throw failure('baseline-invalid', { file, reason: texts.tooLarge });
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'file-unreadable', { file, reason: reasonOf(error) });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failureFrom(error, 'baseline-invalid', { file, reason: texts.notJson });
  }
}

const texts = {
  notJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  tooLarge: { en: 'it is too large', 'zh-CN': '文件过大' },
} as const satisfies Record<string, Text>;
