import { knownPrograms } from './known-programs.ts';
import { knownTexts } from './texts.ts';

const names: ReadonlyMap<string, string> = new Map(
  [...knownPrograms, ...knownTexts].flatMap(({ name, bitnami }) =>
    bitnami === null ? [] : [[name, bitnami] as const],
  ),
);

/** What Bitnami's advisories call a program, by the name of its purl, whoever wrote that; null where they do not know it. */
export function bitnamiName(name: string): string | null {
  return names.get(name) ?? null;
}
