import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { luarocks as luarocksVersions } from '../versions/luarocks.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicenses } from './license-names.ts';
import { purlOf } from './purl.ts';

/** In a tree of rocks each one has its specification in a directory of its name and version: `rocks-5.1/NAME/VERSION/NAME-VERSION.rockspec`. */
const place = /(?:^|\/)rocks(?:-[\d.]+)?\/([^/]+)\/([^/]+)\/\1-\2\.rockspec$/;

const rockCollector: Collector = {
  name: 'luarocks-tree',
  revision: 1,
  wants: { extensions: ['.rockspec'], maxSize: 4 << 20, unless: ({ path }) => !place.test(path) },
  what: 'rockspec',
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

/** A rockspec is a Lua program, which nobody runs here: LuaRocks itself finds an installed rock by its directory. */
function take(path: string, content: Buffer): Taken {
  const [, name = '', version = ''] = place.exec(path) ?? [];
  if (name === '' || version === '') return { items: [] };
  const head = content.toString('utf8', 0, 65_536);
  const license = /^[ \t]{0,20}license[ \t]{0,20}=[ \t]{0,20}["']([^"'\n]{1,100})["']/m.exec(head)?.[1];
  const licenses = license === undefined ? [] : normalizedLicenses([license]);
  return {
    items: [languagePackage('luarocks', name, version, { licenses }), ...digestFacts('luarocks', path, content)],
  };
}

/** Lua rocks. No feed speaks of them. */
export const luarocks: Ecosystem = {
  id: 'luarocks',
  title: { en: 'Lua rocks', 'zh-CN': 'Lua 软件包' },
  kind: 'language',
  versions: luarocksVersions,
  collectors: [rockCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'luarocks', (name, version) => purlOf('luarocks', null, name, version)),
  advisoryNames: () => [],
};
