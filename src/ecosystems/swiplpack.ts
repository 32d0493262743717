import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'pack.pl';
/** More is in none. */
const HEAD = 65_536;

/** A pack says in facts of Prolog what it is (swi-prolog.org, "Creating and submitting packs"): `name(x).`, `version('1.2.3').` */
const packCollector: Collector = {
  name: 'swiplpack-packs',
  revision: 1,
  wants: { names: ['pack.pl'], maxSize: 4 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  const text = content.toString('utf8', 0, HEAD);
  const name = fieldOf(text, 'name');
  const version = fieldOf(text, 'version');
  // Other programs of Prolog have this name, too.
  if (name === null || version === null) return { items: [] };
  return { items: [languagePackage('swiplpack', name, version)] };
}

function fieldOf(text: string, field: string): string | null {
  const fact = new RegExp(
    String.raw`^[ \t]{0,20}${field}\([ \t]{0,20}(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([\w.]{1,200}))[ \t]{0,20}\)`,
    'm',
  );
  const [, single, double, plain] = fact.exec(text) ?? [];
  return single ?? double ?? plain ?? null;
}

/** Packs of SWI-Prolog. No feed speaks of them; PHP's order of versions is that of numbers and words. The type is Syft's. */
export const swiplpack: Ecosystem = {
  id: 'swiplpack',
  title: { en: 'Packs of SWI-Prolog', 'zh-CN': 'SWI-Prolog 软件包' },
  kind: 'language',
  versions: php,
  collectors: [packCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'swiplpack', (name, version) => purlOf('swiplpack', null, name, version)),
  advisoryNames: () => [],
};
