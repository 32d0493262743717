import type { Collector } from '../../collect/collector.ts';
import { directoryOf, nameOf } from '../../collect/layer-path.ts';
import { versionIn, versionMark } from '../../formats/executable/version-mark.ts';
import { digestFacts } from '../file-digests.ts';
import { packageOf } from './programs.ts';

/** What is no program itself, and says its version in a file of its own. */
interface KnownText {
  readonly name: string;
  readonly cpe: string;
  readonly bitnami: string | null;
  /** Where it lies: the end of its path. */
  readonly path: string;
  readonly says: readonly string[];
  /** How many directories above the file's own all that came with it lies; null where there are no executables with it. */
  readonly home: number | null;
  /** Words by which another maker's is known, and its CPE then. */
  readonly others: readonly (readonly [words: string, cpe: string])[];
}

function known(
  name: string,
  cpe: string,
  path: string,
  says: string | readonly string[],
  { bitnami = null, home = null, others = [] }: Partial<Pick<KnownText, 'bitnami' | 'home' | 'others'>> = {},
): KnownText {
  return { name, cpe, path, says: [says].flat(), bitnami, home, others };
}

export const knownTexts: readonly KnownText[] = [
  known('openjdk', 'oracle:openjdk', 'release', 'JAVA_VERSION="{version+}"', {
    bitnami: 'java',
    home: 0,
    others: [
      ['\nIMPLEMENTOR="Azul', 'azul:zulu'],
      ['\nIMPLEMENTOR="IBM', 'ibm:java'],
    ],
  }),
  known('firefox', 'mozilla:firefox', 'application.ini', '\nName=Firefox\n{some}Version={version}\n', { home: 0 }),
  known('thunderbird', 'mozilla:thunderbird', 'application.ini', '\nName=Thunderbird\n{some}Version={version}\n', {
    home: 0,
  }),
  known('erlang', 'erlang:erlang\\/otp', 'OTP_VERSION', '{version-}\n', { home: 2 }),
  known('elixir', 'elixir-lang:elixir', 'elixir/ebin/elixir.app', '{vsn,"{version}"}'),
  known('rabbitmq', 'vmware:rabbitmq', 'ebin/rabbit.app', ['{vsn,"{version}"}', '{vsn, "{version}"}'], {
    bitnami: 'rabbitmq',
  }),
  known('drupal', 'drupal:drupal', 'core/lib/Drupal.php', "const VERSION = '{version}'", { bitnami: 'drupal' }),
];

/** Large enough for any of these; what is larger has its name by chance. */
const MAX_SIZE = 1 << 20;

export const textsCollector: Collector = {
  name: 'generic-texts',
  revision: 3,
  wants: {
    names: [...new Set(knownTexts.map(({ path }) => nameOf(path)))],
    maxSize: 64 << 20,
    unless: ({ path, size }) => size > MAX_SIZE || textsOf(path).length === 0,
  },
  what: 'version file',
  blinds: ['packages'],
  take: ({ path }, content) => {
    for (const text of textsOf(path)) {
      const marks = text.says.flatMap((template) => versionMark(template, null) ?? []);
      const version = marks.map((mark) => versionIn(content, mark)).find((found) => found !== null) ?? null;
      if (version === null) continue;
      const [, cpe = text.cpe] = text.others.find(([words]) => content.includes(words)) ?? [];
      return { items: [packageOf({ name: text.name, cpe }, version), ...digestFacts('generic', path, content)] };
    }
    // Other things have files of these names.
    return { items: [] };
  },
};

function textsOf(path: string): readonly KnownText[] {
  return knownTexts.filter((text) => path === text.path || path.endsWith(`/${text.path}`));
}

/** The directory in which all is of what a version file belongs to; null where there is none, and where it would be the whole image. */
export function homeOf(path: string): string | null {
  const up = textsOf(path)[0]?.home ?? null;
  if (up === null) return null;
  let home = directoryOf(path);
  for (let i = 0; i < up; i += 1) home = directoryOf(home);
  return home.includes('/') ? home : null;
}
