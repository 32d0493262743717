import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { semver } from '../versions/semver.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackages } from './language-packages.ts';
import { extensionOf } from './package-json/extension.ts';
import { MAX_SIZE } from './package-json/manifest.ts';
import { purlOf } from './purl.ts';

/** Editors keep each extension in a directory of its own, their own ones beside their program, others in the user's home. */
const place = /(?:^|\/)extensions\/[^/]+\/package\.json$/;

const extensionsCollector: Collector = {
  name: 'vscode-extensions',
  revision: 2,
  // Elsewhere it wants none by whatever name: else no other `package.json` that comes by once would count as taken.
  wants: { names: ['package.json'], maxSize: MAX_SIZE, never: (path) => !place.test(path) },
  what: 'VS Code extension',
  blinds: ['packages'],
  take: ({ path }, content) => {
    // Whatever else lies in a directory of this name is none; what is not JSON the editor does not load.
    const found = extensionOf(content);
    return { items: found.length === 0 ? [] : [...found, ...digestFacts('vscode-extension', path, content)] };
  },
};

/** Extensions of Visual Studio Code and of the editors that were made of it. Names do not tell capitals. */
export const vscode: Ecosystem = {
  id: 'vscode-extension',
  title: { en: 'VS Code extensions', 'zh-CN': 'VS Code 扩展' },
  kind: 'language',
  versions: semver,
  collectors: [extensionsCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'vscode-extension', (name, version) => {
      const [publisher = '', extension = ''] = name.toLowerCase().split('/');
      return purlOf('vscode-extension', publisher, extension, version);
    }),
  // Records write the publisher with a slash or a point behind it.
  advisoryNames: ({ name, version }) =>
    [name, name.toLowerCase()].flatMap((id) =>
      [id, id.replace('/', '.')].map((written) => ({ ecosystem: 'VSCode', name: written, version })),
    ),
};
