import type { z } from 'zod';
import { nearest } from '../base/nearest.ts';
import { fill, type Text } from '../base/text.ts';
import type { Package } from '../model/package.ts';
import { bindVersionRange, InvalidRange, parseVersionRange } from '../model/version-range.ts';
import { compareVersions, InvalidVersion } from '../model/version-scheme.ts';
import type { ControlInput, Doubt, SettingsCheck, Zod } from './control.ts';
import { globMatches } from './glob.ts';
import { globShape, rangeShape, versionShape, wordsShape } from './setting-shapes.ts';

/** Which packages a rule is about. */
export interface PackageRule {
  /** A pattern for the whole name. */
  readonly name: string;
  readonly type?: string;
  readonly versions?: string;
  /** The lowest version, of a rule of `minimum`. */
  readonly version?: string;
}

export function packageRuleShape(zod: Zod, kind: 'range' | 'minimum'): z.ZodType<PackageRule> {
  const name = globShape(zod, 'The whole name; * stands for any characters, ? for one. Case does not count.');
  const type = zod.exactOptional(wordsShape(zod, 'The type of package: deb, rpm, apk, npm, pypi. Without one, any.'));
  if (kind === 'minimum')
    return zod.strictObject({ name, type, version: versionShape(zod, 'The lowest version that will do.') });
  const versions = zod.exactOptional(
    rangeShape(zod, 'A range in the package’s own version scheme: "<2.17.1". Without one, any.'),
  );
  return zod.strictObject({ name, type, versions });
}

/** What the shape of a rule cannot say: whether its type is known and its versions are some. */
export function checkPackageRule(rule: PackageRule, path: readonly (string | number)[], check: SettingsCheck): void {
  const { type, versions, version } = rule;
  const scheme = type === undefined ? undefined : check.schemeOf(type);
  if (type !== undefined && !check.packageTypes.includes(type)) {
    const word = nearest(type, check.packageTypes);
    const list = check.packageTypes.join(', ');
    check.problem(
      [...path, 'type'],
      fill(texts.unknownType, { type }),
      word === null ? fill(texts.knownTypes, { list }) : fill(texts.didYouMean, { word }),
    );
    return;
  }
  if (scheme === undefined) return;
  const notVersion = (key: string, wrong: string) =>
    check.problem([...path, key], fill(texts.notVersion, { version: wrong, scheme: scheme.name }), texts.asPackaged);
  const wrongRange =
    versions === undefined ? null : invalidPart(() => bindVersionRange(parseVersionRange(versions), scheme));
  if (wrongRange !== null) notVersion('versions', wrongRange);
  const wrongVersion = version === undefined ? null : invalidPart(() => scheme.parse(version));
  if (wrongVersion !== null) notVersion('version', wrongVersion);
}

/** What of a version or range cannot be read; null where all of it can. */
function invalidPart(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof InvalidVersion) return error.text;
    if (error instanceof InvalidRange) return error.part;
    throw error;
  }
}

/** A rule ready to be asked about packages. */
export interface PackageTest {
  /** Whether name and type are those of the rule. */
  isAbout(pkg: Package): boolean;
  /** Whether the version is one that the rule speaks of: in its range, at least its minimum. */
  hasVersion(pkg: Package): boolean | Doubt;
}

export function packageTest(rule: PackageRule, schemeOf: ControlInput['schemeOf']): PackageTest {
  const pattern = rule.name.toLowerCase();
  const bound = new Map<string, (version: string) => boolean>();
  const testOf = (type: string): ((version: string) => boolean) | null => {
    const known = bound.get(type);
    if (known !== undefined) return known;
    const scheme = schemeOf(type);
    if (scheme === undefined) return null;
    const { version, versions } = rule;
    const test =
      version === undefined
        ? bindVersionRange(parseVersionRange(versions ?? '*'), scheme)
        : (installed: string) => compareVersions(scheme, installed, version) >= 0;
    bound.set(type, test);
    return test;
  };
  return {
    isAbout: (pkg) =>
      (rule.type === undefined || rule.type === pkg.type) && namesOf(pkg).some((name) => globMatches(pattern, name)),
    hasVersion: (pkg) => {
      if (rule.version === undefined && rule.versions === undefined) return true;
      try {
        return testOf(pkg.type)?.(pkg.version) ?? incomparable(pkg, pkg.version);
      } catch (error) {
        if (error instanceof InvalidVersion) return incomparable(pkg, error.text);
        throw error;
      }
    },
  };
}

function incomparable({ name, version, type, path }: Package, wrong: string): Doubt {
  return {
    reason: fill(texts.incomparable, { name, version, type, wrong }),
    evidence: { package: name, version, type, path },
  };
}

/**
 * The name as it is installed, and as its ecosystem normalizes it for purls: `Flask_SQLAlchemy` and `flask-sqlalchemy`. Lower case. A
 * namespace that is part of the name (`@types/lodash`) stays: without it the name is another package's.
 */
function namesOf({ name, purl }: Package): readonly string[] {
  return name.includes('/') ? [name.toLowerCase()] : [name.toLowerCase(), purlName(purl)];
}

function purlName(purl: string): string {
  const path = purl.split(/[?#]/, 1)[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  const at = last.lastIndexOf('@');
  const name = at > 0 ? last.slice(0, at) : last;
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch (error) {
    if (error instanceof URIError) return name.toLowerCase();
    throw error;
  }
}

/** `netcat*`, `log4j-core <2.17.1`, `openssl ≥ 3.0.11-1`. */
export function packageRuleWords({ name, type, versions, version }: PackageRule): string {
  const subject = type === undefined ? name : `${name} (${type})`;
  if (version !== undefined) return `${subject} ≥ ${version}`;
  return versions === undefined ? subject : `${subject} ${versions}`;
}

const texts = {
  unknownType: { en: 'there is no package type "{type}"', 'zh-CN': '没有名为“{type}”的软件包类型' },
  knownTypes: { en: 'This version of Plimsoll knows {list}.', 'zh-CN': '此版本的 Plimsoll 支持：{list}。' },
  didYouMean: { en: 'Did you mean "{word}"?', 'zh-CN': '是否想写“{word}”？' },
  notVersion: { en: '"{version}" is not a {scheme} version', 'zh-CN': '“{version}”不是 {scheme} 版本号' },
  asPackaged: {
    en: 'Write it as the package manager prints it.',
    'zh-CN': '请按包管理器显示的形式书写。',
  },
  incomparable: {
    en: 'the version of {name} ({type} {version}) cannot be compared: "{wrong}" is no version of its kind',
    'zh-CN': '{name}（{type} {version}）的版本无法比较：“{wrong}”不是该类版本号',
  },
} as const satisfies Record<string, Text>;
