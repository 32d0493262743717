// Prints the tables of docs/reference/ from the objects that they are about. With --check, says which files are out of step instead.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from '../src/base/errors/catalogue.ts';
import type { Language, Text } from '../src/base/text.ts';
import type { Command } from '../src/cli/command.ts';
import { commands } from '../src/cli/command-table.ts';
import { type Flags, variableOf } from '../src/cli/flag.ts';
import { globalFlags } from '../src/cli/global-flags.ts';
import { flagNotes, flagUsage, usageOf } from '../src/cli/help.ts';
import type { Services } from '../src/cli/services.ts';
import type { Endpoint } from '../src/gates/docker/endpoint.ts';
import { apiVersions, endpoints } from '../src/gates/docker/endpoints.ts';
import { helpTexts } from '../src/messages/cli-help.ts';
import { distributionBlocks } from './distribution-page.ts';
import { versionBlocks } from './version-page.ts';

const root = join(import.meta.dirname, '..');
const origin = '<!-- Printed by scripts/docs.ts from the code: change it there, then run `node scripts/docs.ts`. -->';

if (import.meta.main) {
  const check = process.argv.includes('--check');
  const stale = [...(await referencePages())].filter(([path, content]) => readOrNull(path) !== content);
  for (const [path, content] of stale) {
    if (check) process.stdout.write(`${path} is out of step with the code: node scripts/docs.ts\n`);
    else write(path, content);
  }
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}

/** Every page of docs/reference/ as it should be, by its path from the repository. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const { openServices } = await import('../src/wiring.ts');
  const home = { path: join(root, 'nowhere'), ready: () => join(root, 'nowhere') };
  const services = openServices({ home, version: '0' });
  return new Map([
    ['docs/reference/commands.md', page('Commands', await commandPage())],
    ['docs/reference/errors.md', page('Error codes', errorPage())],
    ['docs/reference/references.md', page('References to images', await sourcePage(services))],
    ['docs/reference/ecosystems.md', page('Ecosystems', await ecosystemPage(services))],
    ['docs/reference/versions.md', page('Version schemes 版本方案', await versionPage(services))],
    ['docs/reference/programs.md', page('Programs that are recognized', await programPage())],
    ['docs/reference/distributions.md', page('Distributions', distributionBlocks(table))],
    ['docs/reference/controls.md', page('Controls', await controlPage(services))],
    ['docs/reference/formats.md', page('Report formats', await formatPage(services))],
    ['docs/reference/docker-endpoints.md', page('The engine API, as `gate docker` sees it', endpointPage())],
  ]);
}

/** What is in the file now; null where there is none. */
export function readOrNull(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  process.stdout.write(`wrote ${path}\n`);
}

function page(title: string, blocks: readonly string[]): string {
  return `${[`# ${title}`, origin, ...blocks].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function code(words: string): string {
  return `\`${words.trim()}\``;
}

async function commandPage(): Promise<string[]> {
  const shown = (await commands.all()).filter((command) => command.hidden !== true);
  const list = table(
    ['command', 'does', '作用'],
    shown.map((command) => [code(usageOf(command)), ...both(command.summary)]),
  );
  const everywhere = ['## Flags of every command', flagTable(globalFlags)];
  return [list, ...everywhere, ...shown.flatMap(oneCommand)];
}

function oneCommand(command: Command): string[] {
  const flags = Object.keys(command.flags).length === 0 ? [] : [flagTable(command.flags)];
  const examples = command.examples
    .map((example) => `# ${example.does.en}\n# ${example.does['zh-CN']}\n${example.line}`)
    .join('\n\n');
  return [
    `## ${command.name}`,
    ...command.description.map((text) => text.en),
    ...command.description.map((text) => text['zh-CN']),
    ...flags,
    `\`\`\`sh\n${examples}\n\`\`\``,
  ];
}

function flagTable(flags: Flags): string {
  const shown = Object.entries(flags).filter(([, flag]) => flag.hidden !== true && flag.later !== true);
  const rows = shown.map(([name, flag]) => {
    const notes = (language: Language) =>
      [flag.summary[language], ...flagNotes(name, flag, language)].join(helpTexts.besides[language]);
    const variable = ['help', 'version'].includes(name) ? '' : code(variableOf(name));
    return [code(flagUsage(name, flag)), variable, notes('en'), notes('zh-CN')];
  });
  return table(['flag', 'variable', 'meaning', '含义'], rows);
}

function errorPage(): string[] {
  const rows = Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    'Every error is one line, `plimsoll: WHAT HAPPENED (code)`, and a second one that says what to do. Scripts should look at the code.',
    '每个错误的第一行为 `plimsoll: 发生了什么 (代码)`，第二行说明该做什么。脚本应依据代码判断。',
    table(
      ['code', 'exit', 'what happened', '发生了什么', 'what to do', '该做什么'],
      rows.map(([name, entry]) => [code(name), String(entry.exit), ...both(entry.what), ...both(entry.remedy)]),
    ),
  ];
}

async function sourcePage(services: Services): Promise<string[]> {
  const sources = await services.sources();
  return [
    table(
      ['form', 'source', '来源'],
      sources.map((source) => [code(source.form), ...both(source.title)]),
    ),
  ];
}

async function ecosystemPage(services: Services): Promise<string[]> {
  const ecosystems = await services.ecosystems();
  const schemes = await services.schemes();
  return [
    table(
      ['purl type', 'ecosystem', '生态', 'kind', 'versions'],
      ecosystems.map((one) => [code(one.id), ...both(one.title), one.kind, code(one.versions.name)]),
    ),
    `Version schemes of \`plimsoll versions compare\`: ${schemes.map((scheme) => code(scheme.name)).join(', ')}. [What each was compared with](versions.md).`,
    '`plimsoll versions compare` 可用的版本方案如上；各自对照了什么：[版本方案](versions.md)。',
  ];
}

async function versionPage(services: Services): Promise<string[]> {
  return versionBlocks(await services.schemes(), await services.ecosystems(), table);
}

async function programPage(): Promise<string[]> {
  const [{ knownPrograms }, { knownTexts }] = await Promise.all([
    import('../src/ecosystems/generic/known-programs.ts'),
    import('../src/ecosystems/generic/texts.ts'),
  ]);
  const row = (name: string, files: readonly string[], cpe: string, bitnami: string | null) => [
    code(name),
    files.map(code).join(' '),
    code(cpe),
    bitnami === null ? '' : code(bitnami),
  ];
  const rows = [
    ...knownPrograms.map(({ name, files, cpe, bitnami }) => row(name, files, cpe, bitnami)),
    ...knownTexts.map(({ name, path, cpe, bitnami }) => row(name, [path], cpe, bitnami)),
  ];
  return [
    'Names of files without the numbers in them. How a program is recognized: [Programs](../programs.md).',
    '文件名不含其中的数字。程序如何识别：[程序](../programs.zh-CN.md)。',
    table(
      ['package (`pkg:generic/…`)', 'files', 'CPE (vendor and product)', "advisories (Bitnami's name)"],
      rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
  ];
}

async function controlPage(services: Services): Promise<string[]> {
  const controls = await services.controls();
  return [
    table(
      ['control', 'demands', '要求'],
      controls.map((control) => [code(control.id), ...both(control.title)]),
    ),
  ];
}

async function formatPage(services: Services): Promise<string[]> {
  const reporters = await services.reporters();
  return [
    table(
      ['format', 'is', '说明', 'media type', 'ending'],
      reporters.map((one) => [code(one.format), ...both(one.title), code(one.mediaType), code(`.${one.extension}`)]),
    ),
  ];
}

function endpointPage(): string[] {
  const { oldest, newest } = apiVersions;
  return [
    `Every route of the engine API 1.${oldest} to 1.${newest}. A request for another version is refused. A route that is not here is refused, unless it is a \`GET\` or \`HEAD\`, without a body and without an upgrade. A \`*\` marks a name that may hold slashes.`,
    `下表列出引擎 API 1.${oldest} 至 1.${newest} 的全部路径；其他版本一律拒绝。表外路径中，只有不带请求体、不请求协议升级的 \`GET\` 与 \`HEAD\` 可以通过。\`*\` 表示名称中可含斜杠。`,
    table(
      ['method', 'path', 'for images', 'body', 'why', '原因'],
      endpoints.map((one) => [code(one.method), code(one.path), meaningWords(one), bodyWords(one), ...both(one.why)]),
    ),
  ];
}

function meaningWords({ meaning }: Endpoint): string {
  return meaning.kind === 'guarded' ? `guarded: ${code(meaning.guard)}` : meaning.kind;
}

function bodyWords({ body, connection }: Endpoint): string {
  const words = [body === 'none' || body === 'unread' ? '' : body, connection === 'plain' ? '' : connection];
  return words.filter((word) => word !== '').join(', ');
}

function both(text: Text): [string, string] {
  return [text.en, text['zh-CN']];
}
