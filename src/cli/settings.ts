import { failure } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import type { ConfigFile } from './config-file.ts';
import { absentValue, type Flag, type Flags, type FlagValue, readValue, variableOf } from './flag.ts';
import { nearest } from './suggest.ts';

/** Where the value of a flag may come from, strongest first. */
export interface SettingSources {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly config: ConfigFile | null;
}

/** Only ever asked for on the command line. */
const commandLineOnly = ['help', 'version'];

/** The values of flags: command line beats environment beats configuration file beats default. */
export function settle<F extends Flags>(flags: F, sources: SettingSources): { readonly [K in keyof F]: FlagValue } {
  const values: Record<string, FlagValue> = {};
  for (const [name, flag] of Object.entries(flags)) values[name] = settleOne(name, flag, sources);
  return values as { [K in keyof F]: FlagValue };
}

function settleOne(name: string, flag: Flag, sources: SettingSources): FlagValue {
  const given = sources.given.get(name);
  if (given !== undefined) return readOrThrow(flag, `--${name}`, given);
  if (commandLineOnly.includes(name)) return absentValue(flag);
  const variable = variableOf(name);
  const fromEnvironment = sources.environment[variable];
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    refuseLater(flag, variable);
    const texts = flag.type === 'list' ? fromEnvironment.split(',').map((word) => word.trim()) : [fromEnvironment];
    return readOrThrow(flag, variable, texts);
  }
  const fromFile = sources.config?.values.get(name);
  if (sources.config !== null && fromFile !== undefined) {
    refuseLater(flag, name);
    refuseUntrusted(name, flag, fromFile, sources.config);
    return readOrThrow(flag, `${sources.config.file}: ${name}`, fromFile);
  }
  return absentValue(flag);
}

function readOrThrow(flag: Flag, shown: string, given: readonly string[]): FlagValue {
  const read = readValue(flag, given);
  if ('value' in read) return read.value;
  // A secret is never shown, not even a wrong one.
  const wrong = flag.secret === true ? '…' : given.join(',').slice(0, 80);
  throw failure('bad-flag-value', { flag: shown, given: wrong, expected: read.expected });
}

function refuseLater(flag: Flag, shown: string): void {
  if (flag.later === true) throw failure('not-in-this-version', { given: shown });
}

function refuseUntrusted(key: string, flag: Flag, values: readonly string[], config: ConfigFile): void {
  if (config.named || flag.trusted === undefined) return;
  if (flag.trusted === true || values.some(flag.trusted))
    throw failure('config-not-trusted', { file: config.file, key });
}

/** Refuses keys that are no flag of any command: a misspelt one would silently judge by something else. */
export function checkConfigKeys(config: ConfigFile, known: ReadonlySet<string>): void {
  for (const key of config.values.keys()) {
    if (known.has(key) && !commandLineOnly.includes(key)) continue;
    const words = [...known].filter((name) => !commandLineOnly.includes(name));
    const near = nearest(key, words);
    const reason: Text =
      near === null
        ? { en: `there is no flag "${key}"`, 'zh-CN': `没有名为“${key}”的选项` }
        : {
            en: `there is no flag "${key}"; did you mean ${near}?`,
            'zh-CN': `没有名为“${key}”的选项，是否想写 ${near}？`,
          };
    throw failure('config-unreadable', { file: config.file, reason });
  }
}
