import type { Text } from '../../../src/base/text.ts';
import type { VersionScheme } from '../../../src/model/version-scheme.ts';
import { compareLine } from '../../../src/versions/compare-lines.ts';
import { nix } from '../../../src/versions/nix.ts';
import { php } from '../../../src/versions/php.ts';

/** What is not put before a tool, and why: the documents print it. */
export interface SetApart {
  readonly why: Text;
  has(pair: readonly [string, string]): boolean;
}

/** Set apart where it is true of either version. */
function either(why: Text, is: (version: string) => boolean): SetApart {
  return { why, has: ([a, b]) => is(a) || is(b) };
}

export const options = either(
  {
    en: 'what begins with a hyphen, which dpkg takes for an option',
    'zh-CN': '以连字符开头的文本（dpkg 会当作选项）',
  },
  (version) => version.startsWith('-'),
);

export const beyondDouble = either(
  {
    en: 'numbers of more than 15 digits: node-semver refuses them, or takes two of a pre-release for the same; here they are compared by value',
    'zh-CN': '超过 15 位的数字：node-semver 拒绝它们，或将两个不同的预发布号视为相同；此处按数值比较',
  },
  (version) => /\d{16}/.test(version),
);

export const beyondDoubleOrWithV = either(
  {
    en: `a \`v\` in front, which node-semver takes; ${beyondDouble.why.en}`,
    'zh-CN': `以 \`v\` 开头的版本（node-semver 接受）；${beyondDouble.why['zh-CN']}`,
  },
  (version) => /^v/.test(version) || /\d{16}/.test(version),
);

export const beyondWord = either(
  {
    en: 'numbers of more than nine digits, which the tool takes for its largest one; here they are compared by value',
    'zh-CN': '超过 9 位的数字：该工具一律视为其最大值；此处按数值比较',
  },
  (version) => /\d{10}/.test(version.replaceAll('_', '')),
);

export const newerDates = either(
  {
    en: "dates, of which later releases of the library know more kinds than Debian 12's (by hand beside 3.4.3: 0 of 90,000 pairs differ, dates among them); numbers of more than 15 digits, which PHP takes for its largest one",
    'zh-CN':
      '日期式版本（该库的新版本能识别的形式多于 Debian 12 所带版本；曾手工对照 3.4.3，90,000 对含日期者无一不同）；超过 15 位的数字（PHP 一律视为其最大值）',
  },
  (version) => /^v?\d{4}[.:-]?\d\d/i.test(version) || /\d{16}/.test(version),
);

const isInvalid = (scheme: VersionScheme, text: string) => compareLine(scheme, `${text} ${text}`) === 'invalid';

export const beyondStorePaths = either(
  {
    en: 'what the path of a store cannot hold: the tool orders any text',
    'zh-CN': '存储路径中不能出现的文本（该工具对任何文本都能排序）',
  },
  (version) => isInvalid(nix, version),
);

export const beyondPhp = either(
  {
    en: 'what has no digit or ends in a separator: the tool orders any text, and calls the latter lower than itself; numbers of more than 15 digits, which it takes for its largest one',
    'zh-CN':
      '不含数字或以分隔符结尾的文本（该工具对任何文本都能排序，并称后者低于其自身）；超过 15 位的数字（该工具一律视为其最大值）',
  },
  (version) => isInvalid(php, version) || /\d{16}/.test(version),
);

const withoutOrderWhy = {
  en: 'what vercmp gives no order to, as it goes in circles: versions that begin or end with a separator, and one with a release beside one without',
  'zh-CN': 'vercmp 的结果自相矛盾、无法成序的情形：以分隔符开头或结尾的版本，以及一个带发布号而另一个不带',
};
export const withoutOrder: SetApart = {
  why: withoutOrderWhy,
  has: (pair) => {
    const isBounded = (text: string) => /^[0-9A-Za-z](?:.*[0-9A-Za-z])?$/.test(text);
    const parts = pair.map((version) => /^(?:\d*:)?(.*?)(?:-([^-]*))?$/.exec(version)?.slice(1) ?? []);
    if (parts.some(([version = '', release]) => !isBounded(version) || (release !== undefined && !isBounded(release))))
      return true;
    return (parts[0]?.[1] === undefined) !== (parts[1]?.[1] === undefined);
  },
};

export const revisions: SetApart = {
  why: {
    en: 'a version with a revision beside one without, which LuaRocks calls the same; what begins with a separator; numbers of more than 15 digits, which it keeps as doubles',
    'zh-CN':
      '一个带修订号而另一个不带（LuaRocks 视为相同）；以分隔符开头的文本；超过 15 位的数字（LuaRocks 存为双精度浮点数）',
  },
  has: (pair) => {
    const [a, b] = pair.map((version) => /-\d+$/.test(version));
    return a !== b || pair.some((version) => /^[._-]/.test(version) || /\d{16}/.test(version));
  },
};

const conanWhy = {
  en: 'a number beside a word that begins with a digit, which Conan compares as texts and so in circles (9, 10, 1a); numbers with a sign; what no reference may hold',
  'zh-CN': '数字与以数字开头的词相比（Conan 按文本比较，9、10、1a 会成环）；带正负号的数字；引用中不允许出现的文本',
};
export const numberAndWord: SetApart = {
  why: conanWhy,
  has: (pair) => {
    if (pair.some((version) => !/^\w[\w+.-]{0,100}$/.test(version) || /[+.-][+-]\d/.test(version))) return true;
    const [one, other] = pair.map((version) => /^(.*?)(?:-(.*))?$/.exec(version.replace(/\+([^+]*)$/, ''))?.slice(1));
    const builds = pair.map((version) => /\+([^+]*)$/.exec(version)?.[1]);
    return [[one?.[0], other?.[0]], [one?.[1], other?.[1]], builds].some(([a = '', b = '']) => {
      const [left, right] = [a.split('.'), b.split('.')];
      return left.some(
        (item, at) => isNumberBesideWord(item, right[at] ?? '') || isNumberBesideWord(right[at] ?? '', item),
      );
    });
  },
};

function isNumberBesideWord(a: string, b: string): boolean {
  const isNumber = /^\d+(?:_\d+)*$/;
  return isNumber.test(a) && /^\d/.test(b) && !isNumber.test(b);
}

export const circles = either(
  {
    en: 'words with a dot on either side (but for one at the end: `1.0.RC1`) or in front of the first number, and hyphens between zeros, where the order of Maven itself goes in circles',
    'zh-CN':
      '与点号相邻（末尾的一个除外：`1.0.RC1`）或位于首个数字之前的词，以及零之间的连字符：Maven 自身的次序在此成环',
  },
  (version) => !/^\d+(?:\.\d+)*(?:\.[a-z]+\d*|(?:-?(?!ga|final|release)[a-z~+]+(?:-?[1-9]\d*)?)*)$/i.test(version),
);

export const longNames = either(
  {
    en: 'what is no short ASCII text: Cabal reads versions from the names of files',
    'zh-CN': '非 ASCII 或超过 40 个字符的文本（Cabal 从文件名读取版本）',
  },
  (version) => !/^[\x21-\x7e]{1,40}$/.test(version),
);
