import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { failure, failureFrom, systemCode } from '../base/errors.ts';
import { productVersion } from '../base/product-version.ts';
import { remembered } from '../base/remembered.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Text } from '../base/text.ts';
import { yamlFault } from '../base/yaml-fault.ts';

/** A file of flags, its keys turned into flag names. Values are texts as they would stand on a command line. */
export interface ConfigFile {
  readonly file: string;
  /** Somebody named it. One that was merely found in the current directory may set less: see `Flag.trusted`. */
  readonly named: boolean;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The same text was read before, and every key of it was a flag's name. */
  readonly seen: boolean;
  /** To be called when every key has been found to be one. */
  passed(): void;
}

const configFileName = 'plimsoll.config.yaml';
const maximumBytes = 1 << 20;

/** Reads the named file, else the one in the current directory where there is one. Throws `config-unreadable`. */
export async function readConfigFile(named: string | null): Promise<ConfigFile | null> {
  const file = named ?? configFileName;
  const text = readWhole(file, named !== null);
  if (text === null) return null;
  const known = remembered(`configurations-${productVersion()}`);
  const before = known.recall(text);
  const entries = before === null ? [...(await readSettings(file, text))] : (before as SettingEntries);
  return {
    file,
    named: named !== null,
    values: new Map(entries),
    seen: before !== null,
    passed: () => known.keep(text, entries),
  };
}

type SettingEntries = readonly (readonly [string, readonly string[]])[];

async function readSettings(file: string, text: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { parseDocument } = await import('./config-yaml.ts');
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true });
  const trouble = document.errors[0];
  if (trouble !== undefined) throw unreadable(file, yamlFault(trouble));
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    // The one thing that a document without errors can hold and that is not taken.
    throw failureFrom(error, 'config-unreadable', { file: resolve(file), reason: texts.alias });
  }
  return content === null ? new Map() : readValues(file, content);
}

function readWhole(file: string, mustExist: boolean): string | null {
  let descriptor: number;
  try {
    // Without O_NONBLOCK a pipe planted under this name would hang the call.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (!mustExist && systemCode(error) === 'ENOENT') return null;
    throw failureFrom(error, 'config-unreadable', { file, reason: wordsOf(error) });
  }
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) throw unreadable(file, texts.noFile);
    if (facts.size > maximumBytes) throw unreadable(file, texts.tooLarge);
    if (!mustExist && isForeign(facts)) throw unreadable(file, texts.foreign);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Planted by somebody else, as anybody can in /tmp. */
function isForeign(facts: Stats): boolean {
  const self = process.getuid?.();
  return (self !== undefined && facts.uid !== self && facts.uid !== 0 && self !== 0) || (facts.mode & 0o002) !== 0;
}

function readValues(file: string, content: unknown): Map<string, readonly string[]> {
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw unreadable(file, texts.noMapping);
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(content)) {
    // Both spellings of a flag are taken: max-image-size as on the command line, maxImageSize as in a policy.
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (values.has(name)) throw unreadable(file, { en: `"${key}" stands twice`, 'zh-CN': `“${key}”重复出现` });
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every(isScalar)) {
      throw unreadable(file, {
        en: `"${key}" is neither a value nor a list of values`,
        'zh-CN': `“${key}”既不是值也不是值的列表`,
      });
    }
    values.set(name, list.map(String));
  }
  return values;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function unreadable(file: string, reason: Text): Error {
  return failure('config-unreadable', { file: resolve(file), reason });
}

const texts = {
  noFile: { en: 'it is not a regular file', 'zh-CN': '不是普通文件' },
  alias: { en: 'aliases are not allowed', 'zh-CN': '不允许使用别名（*名称）' },
  tooLarge: { en: 'it is larger than 1 MiB', 'zh-CN': '超过 1 MiB' },
  foreign: {
    en: 'it belongs to another user or may be written by others',
    'zh-CN': '该文件属于其他用户，或其他用户可写',
  },
  noMapping: { en: 'it is not a mapping of flags to values', 'zh-CN': '内容不是“选项: 值”的映射' },
} as const satisfies Record<string, Text>;
