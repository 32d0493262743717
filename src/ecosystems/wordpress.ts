import type { Collector, LayerFile, Taken, Wanted } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

/** Characters of a file in which its facts stand, as WordPress itself looks for them (`get_file_data`). */
const HEAD = 8192;

/** A file with the version of something, whose name is its directory's: `plugins/akismet`. */
function collector(
  name: string,
  what: string,
  wants: Wanted,
  place: RegExp,
  version: RegExp,
  isOne: RegExp | null = null,
): Collector {
  return {
    name,
    revision: 1,
    wants: { ...wants, maxSize: 8 << 20, unless: ({ path }) => !place.test(path) },
    what,
    blinds: ['packages'],
    take: (file, content) => {
      if (isOne !== null && !isOne.test(content.toString('utf8', 0, HEAD))) return { items: [] };
      return take(file, content, place, version);
    },
  };
}

function take({ path }: LayerFile, content: Buffer, place: RegExp, pattern: RegExp): Taken {
  const [, name] = place.exec(path) ?? [];
  const [, version] = pattern.exec(content.toString('utf8', 0, HEAD)) ?? [];
  // A readme may point to a branch (`trunk`), a theme may be the child of another without a version of its own.
  return { items: [languagePackage('wordpress', name ?? 'wordpress', version ?? '(unknown)')] };
}

/** A plugin is a directory, in which one of the programs says what it is (developer.wordpress.org, "Header Requirements"). */
const header = /(?:^|\/)wp-content\/(plugins\/[^/]+)\/[^/]+\.php$/;

const collectors: readonly Collector[] = [
  collector(
    'wordpress-core',
    'version.php of WordPress',
    { parents: [{ named: 'wp-includes', ending: 'version.php' }] },
    /(?:^|\/)wp-includes\/version\.php$/,
    /^\$wp_version\s{0,10}=\s{0,10}'([^'\s]{1,100})'/m,
  ),
  collector(
    'wordpress-plugins',
    'readme.txt of a WordPress plugin',
    { names: ['readme.txt', 'README.txt'] },
    /(?:^|\/)wp-content\/(plugins\/[^/]+)\/(?:readme|README)\.txt$/,
    /^\s{0,10}stable tag:\s{0,10}v?(\d[^\s]{0,100})/im,
  ),
  collector(
    'wordpress-plugin-headers',
    'header of a WordPress plugin',
    { extensions: ['.php'] },
    header,
    /^[\s*#@/]{0,20}version:\s{0,10}v?(\d[^\s]{0,100})/im,
    /^[\s*#@/]{0,20}plugin name:/im,
  ),
  collector(
    'wordpress-themes',
    'style.css of a WordPress theme',
    { names: ['style.css'] },
    /(?:^|\/)wp-content\/(themes\/[^/]+)\/style\.css$/,
    /^[\s*]{0,10}version:\s{0,10}(\d[^\s]{0,100})/im,
  ),
];

/** WordPress, its plugins and its themes. No feed speaks of them. */
export const wordpress: Ecosystem = {
  id: 'wordpress',
  title: { en: 'WordPress, plugins and themes', 'zh-CN': 'WordPress 及其插件和主题' },
  kind: 'language',
  versions: php,
  collectors,
  assemble: (assembly) => {
    // WordPress goes by the header; the readme is for those who look for plugins.
    const headers = new Set(assembly.packages.flatMap(({ path }) => (header.test(path) ? [directoryOf(path)] : [])));
    const packages = assembly.packages.filter(({ path }) => !isReadme(path) || !headers.has(directoryOf(path)));
    return languagePackages({ ...assembly, packages }, 'wordpress', (name, version) => {
      const slash = name.indexOf('/');
      return purlOf('wordpress', slash === -1 ? null : name.slice(0, slash), name.slice(slash + 1), version);
    });
  },
  advisoryNames: () => [],
};

function isReadme(path: string): boolean {
  return path.endsWith('/readme.txt') || path.endsWith('/README.txt');
}
