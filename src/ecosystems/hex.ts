import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readMixLock, readRebarLock } from '../formats/lock-files/beam-and-r-locks.ts';
import { readGleamManifest } from '../formats/lock-files/written-plans.ts';
import { ZipFault, ZipFile } from '../formats/zip/zip-file.ts';
import type { Harvested, HarvestedGap } from '../model/harvest.ts';
import { hex as hexVersions } from '../versions/hex.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';
import { scriptCollector } from './script-archives.ts';

const WHAT = 'Erlang application resource file';
const MAX_SIZE = 4 << 20;
/** Of a script: together, and applications. */
const MAX_TOGETHER = 64 << 20;
const MAX_APPLICATIONS = 10_000;

/** What every compiled application has beside its code, in a release as in a project's build (erlang.org, "app(4)"). */
const applicationCollector: Collector = {
  name: 'hex-applications',
  revision: 1,
  wants: { parents: [{ named: 'ebin', ending: '.app' }], maxSize: MAX_SIZE },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

const application =
  /\{\s{0,100}application\s{0,100},\s{0,100}(?:'([^'\n]{1,200})'|([a-z][A-Za-z0-9_@]{0,200}))\s{0,100},/;
const versionOf = /\{\s{0,100}vsn\s{0,100},\s{0,100}"([^"\n]{1,200})"\s{0,100}\}/;

function take(path: string, content: Buffer): Taken {
  const lines = content.toString('utf8').split('\n');
  const text = lines.filter((line) => !line.trimStart().startsWith('%')).join('\n');
  const [, quoted, plain] = application.exec(text) ?? [];
  const name = quoted ?? plain;
  const version = versionOf.exec(text)?.[1];
  if (name === undefined || version === undefined)
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  return { items: [languagePackage('hex', name, version), ...digestFacts('hex', path, content)] };
}

const inScript = /(?:^|\/)ebin\/[^/]+\.app$/;

/** Programs of Erlang and Elixir in one file, with all applications that they need (erlang.org, "escript"; `mix escript.build`, `rebar3 escriptize`). */
const scriptsCollector = scriptCollector(
  'hex-scripts',
  WHAT,
  { names: ['.app'] },
  (beginning) => /^#![^\n]{0,200}escript/.test(beginning) && beginning.includes('PK\x03\x04'),
  takeScript,
);

function takeScript(path: string, content: Buffer): Taken {
  const found = new Map<string, Harvested>();
  const gaps: HarvestedGap[] = [];
  const lacks = (reason: HarvestedGap['reason']) => gaps.push({ what: WHAT, reason, blinds: ['packages'] });
  try {
    const zip = new ZipFile(content);
    let left = MAX_TOGETHER;
    const applications = zip.entries.filter(({ name }) => inScript.test(name));
    for (const entry of applications.slice(0, MAX_APPLICATIONS)) {
      const bytes = zip.read(entry, Math.min(MAX_SIZE, left));
      left -= bytes.length;
      const { items, gaps: faults = [] } = take('', bytes);
      gaps.push(...faults);
      for (const item of items) if (item.kind === 'package') found.set(`${item.name}\0${item.version}`, item);
    }
    if (applications.length > MAX_APPLICATIONS) lacks('too-many');
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    lacks(error.kind === 'unsupported' ? 'unsupported-format' : error.kind);
  }
  const items = found.size === 0 ? [] : [...found.values(), ...digestFacts('hex', path, content)];
  return { items, gaps: [...new Map(gaps.map((gap) => [gap.reason, gap])).values()] };
}

/** Of a dependency that was built with its project. */
const isOfDependency = ({ path }: LayerFile) => /(?:^|\/)(?:deps|_build)\//.test(path);

const lockCollectors: readonly Collector[] = [
  lockFileCollector('hex', 'hex-mix-lock', { names: ['mix.lock'] }, readMixLock, isOfDependency),
  lockFileCollector('hex', 'hex-rebar-lock', { names: ['rebar.lock'] }, readRebarLock, isOfDependency),
  lockFileCollector('hex', 'hex-gleam-manifest', { names: ['manifest.toml'] }, readGleamManifest, isOfDependency),
];

/** Elixir and Erlang packages, and the applications of Erlang itself. */
export const hex: Ecosystem = {
  id: 'hex',
  title: { en: 'Elixir and Erlang applications', 'zh-CN': 'Elixir 和 Erlang 应用' },
  kind: 'language',
  versions: hexVersions,
  collectors: [applicationCollector, scriptsCollector, ...lockCollectors],
  assemble: (assembly) => languagePackages(assembly, 'hex', (name, version) => purlOf('hex', null, name, version)),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Hex', name, version }],
};
