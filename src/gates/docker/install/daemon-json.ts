import { failure, reasonOf } from '../../../base/errors.ts';
import { fill, type Text } from '../../../base/text.ts';
import { isObject } from '../../../formats/go-json.ts';
import { repeatedMember, withoutMember, withValue } from './json-edit.ts';

/** The name under which the engine knows the second lock. */
export const pluginName = 'plimsoll';

/** A runtime that the engine's configuration names. */
export interface NamedRuntime {
  readonly name: string;
  /** Its program; null where it is a shim that calls no program that could be stood before. */
  readonly program: string | null;
}

/** An engine's configuration, as far as the gate has to do with it. */
export interface DaemonJson {
  /** Null where the file is not there. */
  readonly text: string | null;
  readonly hosts: readonly string[];
  readonly plugins: readonly string[];
  readonly runtimes: readonly NamedRuntime[];
  readonly liveRestore: boolean;
}

const bom = '\ufeff';

/**
 * Reads `daemon.json`. Throws `engine-config-unusable`, naming the line: a document that the engine does not take either, or one that two
 * readers could understand differently, is not changed.
 */
export function readDaemonJson(file: string, bytes: Uint8Array | null): DaemonJson {
  if (bytes === null) return { text: null, hosts: [], plugins: [], runtimes: [], liveRestore: false };
  const unusable = (reason: Text) => failure('engine-config-unusable', { file, reason });
  const text = decoded(bytes);
  if (text === null) throw unusable(words.encoding);
  if (text.replace(bom, '').trim() === '') return { text, hosts: [], plugins: [], runtimes: [], liveRestore: false };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(bom, ''));
  } catch (error) {
    throw unusable(fill(words.syntax, { line: lineOf(text, error), reason: reasonOf(error).slice(0, 120) }));
  }
  if (!isObject(value)) throw unusable(words.noObject);
  const twice = repeatedMember(text);
  if (twice !== null) throw unusable(fill(words.twice, { name: twice }));
  const runtimes = value['runtimes'] ?? {};
  if (!isObject(runtimes)) throw unusable(fill(words.shape, { name: 'runtimes' }));
  return {
    text,
    hosts: listOf(value, 'hosts', unusable),
    plugins: listOf(value, 'authorization-plugins', unusable),
    runtimes: Object.entries(runtimes).map(([name, runtime]) => ({ name, program: programOf(runtime) })),
    liveRestore: value['live-restore'] === true,
  };
}

/** With the second lock added and these programs in place of those that runtimes had. Doing it twice changes nothing. */
export function lockedDaemonJson(
  config: DaemonJson,
  { authz, programs }: { readonly authz: boolean; readonly programs: ReadonlyMap<string, string> },
): string | null {
  let text = config.text;
  if (authz && !config.plugins.includes(pluginName))
    text = withValue(orEmpty(text), ['authorization-plugins'], [...config.plugins, pluginName]);
  for (const { name, program } of config.runtimes) {
    const wrapper = programs.get(name);
    if (text !== null && wrapper !== undefined && wrapper !== program)
      text = withValue(text, programPath(text, name), wrapper);
  }
  return text;
}

/** Takes the locks out of a configuration that somebody changed after they came, and leaves what else it says. */
export function unlockedDaemonJson(config: DaemonJson, programs: ReadonlyMap<string, string>): string | null {
  let { text } = config;
  if (text === null) return null;
  const others = config.plugins.filter((name) => name !== pluginName);
  if (others.length < config.plugins.length)
    text =
      others.length === 0
        ? withoutMember(text, ['authorization-plugins'])
        : withValue(text, ['authorization-plugins'], others);
  for (const { name } of config.runtimes) {
    const program = programs.get(name);
    if (program !== undefined) text = withValue(text, programPath(text, name), program);
  }
  return text;
}

/** Where a runtime's program stands: as `path`, or among the options of the shim of runc (`docker` 23 and later). */
function programPath(text: string, name: string): readonly string[] {
  const value: unknown = JSON.parse(text.replace(bom, ''));
  const runtimes = isObject(value) && isObject(value['runtimes']) ? value['runtimes'] : {};
  const runtime = runtimes[name];
  return isObject(runtime) && typeof runtime['runtimeType'] === 'string'
    ? ['runtimes', name, 'options', 'BinaryName']
    : ['runtimes', name, 'path'];
}

function programOf(runtime: unknown): string | null {
  if (!isObject(runtime)) return null;
  const type = runtime['runtimeType'];
  if (typeof type !== 'string') return typeof runtime['path'] === 'string' ? runtime['path'] : null;
  if (type !== 'io.containerd.runc.v2') return null;
  const options = runtime['options'];
  return isObject(options) && typeof options['BinaryName'] === 'string' ? options['BinaryName'] : 'runc';
}

function listOf(
  value: Readonly<Record<string, unknown>>,
  name: string,
  unusable: (reason: Text) => Error,
): readonly string[] {
  const list = value[name] ?? [];
  if (!Array.isArray(list)) throw unusable(fill(words.shape, { name }));
  return list.map((item: unknown) => {
    if (typeof item !== 'string') throw unusable(fill(words.shape, { name }));
    return item;
  });
}

function orEmpty(text: string | null): string {
  return text === null || text.trim() === '' ? '{}\n' : text;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // What the decoder says of it is no more than that it is not UTF-8.
    return null;
  }
}

function lineOf(text: string, error: unknown): number {
  const position = Number(/position (\d+)/.exec(reasonOf(error))?.[1] ?? text.length);
  return text.slice(0, position).split('\n').length;
}

const words = {
  encoding: { en: 'it is not UTF-8', 'zh-CN': '不是 UTF-8 编码' },
  syntax: { en: 'line {line} is not JSON ({reason})', 'zh-CN': '第 {line} 行不是合法 JSON（{reason}）' },
  noObject: { en: 'it is not a JSON object', 'zh-CN': '不是 JSON 对象' },
  twice: { en: '"{name}" stands twice', 'zh-CN': '“{name}”出现了两次' },
  shape: { en: '"{name}" is not what the engine expects there', 'zh-CN': '“{name}”不是引擎所需的类型' },
} as const satisfies Record<string, Text>;
