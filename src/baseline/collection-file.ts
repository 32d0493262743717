import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLimited } from '../base/bounded-file.ts';
import { failure, failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Text } from '../base/text.ts';
import { type JsonBounds, jsonSprawl } from '../formats/json-sprawl.ts';
import type { Collection } from './collection.ts';
import { collectionShape } from './collection-shape.ts';

const pattern = /^collected-\d{8}T\d{9}Z\.json$/;
const draftPattern = /^collected-\d{8}T\d{9}Z\.json\.[0-9a-f]{12}\.tmp$/;
/** Milliseconds after which nobody writes on a draft any more: it was left by a process that was killed. */
const abandoned = 3_600_000;
/** So many of them are kept. */
const kept = 10;
/** Some ten thousand images. */
const maxBytes = 256 << 20;
const bounds: JsonBounds = { depth: 64, containers: 4_000_000 };

/** Keeps a collection in the state directory, whole or not at all, and drops the oldest ones beyond the last few. */
export function keepCollection(home: string, collection: Collection): string {
  const folder = join(home, 'baselines');
  const file = join(folder, `collected-${collection.collectedAt.replace(/[-:.]/g, '')}.json`);
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, collectionText(collection), { flag: 'wx', mode: 0o600, flush: true });
    renameSync(draft, file);
    for (const old of [...namesIn(folder).slice(0, -kept), ...abandonedIn(folder)])
      rmSync(join(folder, old), { force: true });
  } catch (error) {
    rmSync(draft, { force: true });
    throw failureFrom(error, 'cannot-write', { file, reason: wordsOf(error) });
  }
  return file;
}

export function collectionText(collection: Collection): string {
  return `${JSON.stringify(collection, null, 2)}\n`;
}

/** The collection in a file; without one, the newest of the state directory. Throws `no-baseline` where there is none. */
export async function readCollection(home: string, file: string | null): Promise<Collection> {
  if (file !== null) return parsed(file, 'any');
  const newest = namesIn(join(home, 'baselines')).at(-1);
  if (newest === undefined) throw failure('no-baseline', { home });
  return parsed(join(home, 'baselines', newest), 'plain');
}

function abandonedIn(folder: string): readonly string[] {
  const isOld = (name: string) => {
    const facts = statSync(join(folder, name), { throwIfNoEntry: false });
    return facts !== undefined && Date.now() - facts.mtimeMs > abandoned;
  };
  return readdirSync(folder).filter((name) => draftPattern.test(name) && isOld(name));
}

/** Oldest first. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw failureFrom(error, 'file-unreadable', { file: folder, reason: wordsOf(error) });
  }
}

async function parsed(file: string, kind: 'plain' | 'any'): Promise<Collection> {
  const { z: zod } = await import('zod');
  const read = collectionShape(zod).safeParse(json(file, kind));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw failure('baseline-invalid', {
    file,
    reason: { en: `at ${path}: ${issue?.message ?? ''}`, 'zh-CN': `位于 ${path}` },
  });
}

function json(file: string, kind: 'plain' | 'any'): unknown {
  let bytes: Buffer;
  try {
    bytes = readLimited(file, maxBytes, kind);
  } catch (error) {
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  }
  if (jsonSprawl(bytes, bounds) !== null) throw failure('baseline-invalid', { file, reason: texts.sprawl });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw failureFrom(error, 'baseline-invalid', { file, reason: texts.notJson });
  }
}

const texts = {
  notJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  sprawl: { en: 'it is nested too deeply, or holds too many entries', 'zh-CN': '嵌套过深，或条目过多' },
} as const satisfies Record<string, Text>;
