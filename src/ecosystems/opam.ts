import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { opam as opamVersions } from '../versions/opam.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

/** A switch keeps the definitions of what is installed by name and version; names have no dots: `.opam-switch/packages/lwt.5.7.0/opam`. */
const place = /(?:^|\/)\.opam-switch\/packages\/([A-Za-z0-9_+-]+)\.([^/]+)\/opam$/;

const switchCollector: Collector = {
  name: 'opam-switch',
  revision: 1,
  wants: { names: ['opam'], maxSize: 4 << 20, unless: ({ path }) => !place.test(path) },
  what: 'opam file',
  blinds: ['packages'],
  take: ({ path }) => {
    const [, name, version] = place.exec(path) ?? [];
    return name === undefined || version === undefined
      ? { items: [] }
      : { items: [languagePackage('opam', name, version)] };
  },
};

/** OCaml packages. */
export const opam: Ecosystem = {
  id: 'opam',
  title: { en: 'OCaml packages', 'zh-CN': 'OCaml 软件包' },
  kind: 'language',
  versions: opamVersions,
  collectors: [switchCollector],
  assemble: (assembly) => languagePackages(assembly, 'opam', (name, version) => purlOf('opam', null, name, version)),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'opam', name, version }],
};
