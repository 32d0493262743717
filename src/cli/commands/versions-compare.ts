import { exitCodes, failure } from '../../base/errors.ts';
import type { VersionScheme } from '../../model/version-scheme.ts';
import { compareLines } from '../../versions/compare-lines.ts';
import { command } from '../command.ts';
import { choiceWords } from '../flag.ts';

export const versionsCompare = command({
  name: 'versions compare',
  summary: { en: 'compare versions as their ecosystem does', 'zh-CN': '按各生态的规则比较版本' },
  description: [
    {
      en: 'Reads lines of two versions, `A B`, from standard input and answers each with <, =, > or invalid, in the same order.',
      'zh-CN': '从标准输入逐行读取两个版本 `A B`，按原顺序逐行输出 <、=、> 或 invalid。',
    },
  ],
  arguments: {
    SCHEME: {
      required: true,
      offered: [
        'deb',
        'rpm',
        'apk',
        'alpm',
        'semver',
        'npm',
        'pep440',
        'go',
        'crates',
        'maven',
        'gem',
        'composer',
        'nuget',
        'cran',
        'hex',
        'pub',
        'julia',
        'hackage',
        'opam',
        'conan',
        'cpan',
        'luarocks',
        'php',
        'nix',
      ],
      summary: { en: 'deb, rpm, apk, semver, npm, pep440, …', 'zh-CN': 'deb、rpm、apk、semver、npm、pep440 等' },
    },
  },
  flags: {},
  examples: [
    {
      line: "echo '1.0~rc1-1 1.0-1' | plimsoll versions compare deb",
      does: {
        en: 'See that a release candidate sorts before its release in Debian.',
        'zh-CN': '在 Debian 中，候选版本排在正式版本之前。',
      },
    },
  ],
  seeAlso: ['scan'],
  async run({ arguments: { SCHEME } }, open, io) {
    const services = await open();
    const scheme = pickScheme(SCHEME, await services.schemes());
    for await (const answers of compareLines(io.input(), scheme)) {
      await io.out.write(answers);
      io.signal.throwIfAborted();
    }
    return exitCodes.done;
  },
});

function pickScheme(given: string, schemes: readonly VersionScheme[]): VersionScheme {
  const names = schemes.map((scheme) => scheme.name);
  const scheme = schemes.find((candidate) => candidate.name === given);
  if (scheme !== undefined) return scheme;
  throw failure('bad-flag-value', { flag: 'SCHEME', given: given.slice(0, 80), expected: choiceWords(names, given) });
}
