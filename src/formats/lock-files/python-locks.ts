import { isObject, jsonObject } from '../json-object.ts';
import { tomlTables } from '../toml-tables.ts';
import { hasLongLine, type LockedPackage, lockedPackage, utf8Of } from './locked-package.ts';

/** A line may hold the digests of all files of a release. */
const LONGEST = 65_536;

/** `Pipfile.lock` (github.com/pypa/pipfile): what stands under `default`; `develop` is for developing alone. */
export function readPipfileLock(content: Buffer): readonly LockedPackage[] | null {
  const lock = jsonObject(content);
  if (lock === null || !isObject(lock['_meta'])) return null;
  const packages = isObject(lock['default']) ? lock['default'] : {};
  return Object.entries(packages).flatMap(([name, entry]) => {
    const version = isObject(entry) ? entry['version'] : null;
    return typeof version === 'string' && version.startsWith('==') ? lockedPackage(name, version.slice(2).trim()) : [];
  });
}

/**
 * `requirements.txt` (pip.pypa.io, "Requirements File Format"): lines that pin one version, `name[extra]==1.0 ; marker`, beside other bounds or not. What is asked
 * for otherwise says no version, and so names no package that could be judged. In UTF-8, or what a mark in front says, as pip reads it.
 */
export function readRequirements(content: Buffer): readonly LockedPackage[] | null {
  const text = utf8Of(content);
  if (text === null || hasLongLine(text, LONGEST)) return null;
  const found: LockedPackage[] = [];
  for (const line of text.toString('utf8').split('\n')) {
    const [, name, bounds = ''] =
      /^\s{0,20}([A-Za-z0-9][\w.-]{0,200})\s{0,20}(?:\[[^\]]{0,300}\])?\s{0,20}([(=<>!~][^;#\\]{0,500})/.exec(line) ??
      [];
    const [written = ''] = bounds.split('--hash');
    const pins = written
      .replace(/^\((.*)\)\s*$/, '$1')
      .split(',')
      .map((bound) => bound.trim());
    const [pin] = pins.flatMap((bound) => /^={2,3}\s{0,20}([^\s*()]{1,100})$/.exec(bound)?.[1] ?? []);
    found.push(...lockedPackage(name, pin));
  }
  return found;
}

/**
 * `poetry.lock`, `uv.lock`, `pdm.lock` and `pylock.toml` (PEP 751): tables `[[package]]` or `[[packages]]`. What comes from a directory is the
 * project itself. Which packages are for developing alone poetry said in `category` and says again in `groups`, pdm in `groups`.
 */
export function readPythonTomlLock(content: Buffer): readonly LockedPackage[] | null {
  const found: LockedPackage[] = [];
  let isLock = false;
  for (const { header, isListed, values } of tomlTables(content, keys)) {
    isLock ||= marks.has(header) || [...marks].some((mark) => header === '' && values.has(mark));
    if (!isListed || (header !== 'package' && header !== 'packages')) continue;
    isLock = true;
    if (values.get('category') === 'dev' || isForDeveloping(values.get('groups'))) continue;
    if (/^\{ ?(?:virtual|editable|directory|path|git|url)\b/.test(values.get('source') ?? '')) continue;
    if (values.has('path') || values.has('git') || values.has('directory')) continue;
    found.push(...lockedPackage(values.get('name'), values.get('version')));
  }
  return isLock ? found : null;
}

/** Tables and keys that even a lock file without packages has. */
const marks: ReadonlySet<string> = new Set(['metadata', 'requires-python', 'lock-version']);
const keys: ReadonlySet<string> = new Set([
  ...marks,
  ...['name', 'version', 'category', 'groups', 'source', 'path', 'git', 'directory'],
]);

/** `["dev", "test"]`: neither poetry's `main` nor pdm's `default` among them, nor a group of any other name. */
function isForDeveloping(groups: string | undefined): boolean {
  const names = [...(groups ?? '').matchAll(/"([^"]{1,100})"/g)].map(([, name]) => name ?? '');
  return names.length > 0 && names.every((name) => /^(?:dev|test|tests|lint|docs?|typing)$/.test(name));
}
