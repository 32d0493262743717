import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { displayWidth } from '../../base/display-width.ts';
import { exitCodes, failureFrom, PlimsollError, reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import { command } from '../command.ts';
import type { Io } from '../io.ts';
import { newestImages } from '../quickstart/choose-images.ts';
import { indexPage } from '../quickstart/index-page.ts';
import type { Look } from '../quickstart/look.ts';
import { fateOf, summaryTable } from '../quickstart/summary.ts';
import { stageFile } from '../report-file.ts';
import { type ReportTarget, schemesByType } from '../report-targets.ts';
import { scanFlagGroups, scanFlags, scanRequest } from '../scan-flags.ts';
import type { ScanRequest, Services } from '../services.ts';

const standardPolicy = 'builtin:default';
/** No further image is begun after this, so that the first look is over within a minute. Milliseconds. */
const enoughTime = 45_000;

export const quickstart = command({
  name: 'quickstart',
  summary: { en: 'a first look at the images of this machine', 'zh-CN': '快速查看本机镜像' },
  description: [
    {
      en: 'Scans the newest images of the local container engine, or this machine’s own root file system where there is none, prints a verdict for each and writes reports to open in a browser.',
      'zh-CN': '扫描本机容器引擎中最新的镜像；没有引擎时扫描本机根文件系统。逐个给出判定，并写出可用浏览器打开的报告。',
    },
    {
      en: 'Exits with 0 once it has looked, whatever the verdicts: it is for getting to know Plimsoll, `scan` is for pipelines.',
      'zh-CN': '只要完成查看，无论判定如何都以 0 退出：它用于了解 Plimsoll，流水线请使用 `scan`。',
    },
  ],
  arguments: {},
  flags: {
    limit: {
      type: 'count',
      value: 'COUNT',
      default: 8,
      summary: { en: 'look at this many images, the newest first', 'zh-CN': '最多查看的镜像数，新的优先' },
    },
    policy: {
      type: 'list',
      value: 'FILE',
      summary: {
        en: 'judge by this policy instead of builtin:default',
        'zh-CN': '改用该策略判定，默认为 builtin:default',
      },
    },
    ...scanFlags,
  },
  groups: scanFlagGroups,
  examples: [
    {
      line: 'plimsoll quickstart',
      does: { en: 'Get to know Plimsoll on your own images.', 'zh-CN': '用自己的镜像了解 Plimsoll。' },
    },
    {
      line: 'plimsoll quickstart --limit 50',
      does: { en: 'Take the time for fifty images.', 'zh-CN': '多花些时间，查看五十个镜像。' },
    },
  ],
  seeAlso: ['scan', 'db update', 'doctor'],
  async run({ flags }, open, io) {
    const services = await open();
    const policies = flags.policy.length === 0 ? [standardPolicy] : flags.policy;
    const { refs, leftOut } = await chooseRefs(services, io, flags.limit);
    const looks: Look[] = [];
    const folder = reportFolder(io);
    const began = performance.now();
    for (const [index, ref] of refs.entries()) {
      if (index > 0 && performance.now() - began > enoughTime) break;
      const look = await lookAt(scanRequest(ref, policies, flags, io), services, io);
      looks.push(look.kind === 'seen' ? { ...look, file: await keepReport(look, folder, index, services, io) } : look);
    }
    const seen = looks.filter((look) => look.kind === 'seen');
    const [firstLook] = looks;
    if (seen.length === 0 && firstLook?.kind === 'failed') throw firstLook.error;
    await io.out.write(`\n${summaryTable(looks, io)}\n`);
    const missed = leftOut + refs.length - looks.length;
    if (missed > 0) await say(io, fill(texts.leftOut, { count: missed, limit: refs.length + leftOut }));
    await say(io, fill(texts.judgedBy, { policy: seen[0]?.report.verdict.policy.name ?? '' }));
    await say(io, fill(texts.report, { file: keepIndex(looks, folder, io) }));
    await io.out.write(`\n${nextSteps(looks, policies, io)}`);
    return exitCodes.done;
  },
});

async function say(io: Io, text: Text): Promise<void> {
  await io.out.write(`${printable(io.say(text), 4000)}\n`);
}

async function chooseRefs(
  services: Services,
  io: Io,
  limit: number,
): Promise<{ refs: readonly string[]; leftOut: number }> {
  const local = await services.engines.images(io.signal);
  if (local === null || local.images.length === 0) {
    await say(io, texts.lookingAtRoot);
    return { refs: ['rootfs:/'], leftOut: 0 };
  }
  const { images, leftOut } = newestImages(local.images, limit);
  await say(io, fill(texts.looking, { count: images.length, engine: local.address }));
  return { refs: images.map((image) => `docker:${image.name}`), leftOut };
}

async function lookAt(request: ScanRequest, services: Services, io: Io): Promise<Look> {
  try {
    return { kind: 'seen', ref: request.ref, report: await services.scan(request), file: null };
  } catch (error) {
    // One image that cannot be read does not spoil the look at the others; a wrong call or the end of all work does.
    io.signal.throwIfAborted();
    if (error instanceof PlimsollError && error.exit === exitCodes.incomplete)
      return { kind: 'failed', ref: request.ref, error };
    throw error;
  }
}

function reportFolder(io: Io): string {
  const folder = join(io.home.ready(), 'quickstart');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Those of an earlier look would be taken for this one's.
    for (const name of readdirSync(folder)) if (name.endsWith('.html')) unlinkSync(join(folder, name));
  } catch (error) {
    throw failureFrom(error, 'cannot-write', { file: folder, reason: reasonOf(error) });
  }
  return folder;
}

async function keepReport(
  look: Extract<Look, { kind: 'seen' }>,
  folder: string,
  index: number,
  services: Services,
  io: Io,
): Promise<string | null> {
  const reporter: ReportTarget['reporter'] | undefined = (await services.reporters()).find(
    (candidate) => candidate.format === 'html',
  );
  if (reporter === undefined) return null;
  const name = look.ref.replace(/[^a-zA-Z0-9._-]+/g, '-').slice(0, 80);
  const view = {
    language: io.language,
    color: false,
    interactive: false,
    width: 100,
    verbose: false,
    ignoreUnfixed: false,
    severities: null,
    schemeOf: await schemesByType(services),
  };
  const file = join(folder, `${String(index + 1).padStart(2, '0')}-${name}.${reporter.extension}`);
  stageFile(file, reporter.render(look.report, view)).place();
  return file;
}

/** The page to open: the report itself where there is one, else a list of them. */
function keepIndex(looks: readonly Look[], folder: string, io: Io): string {
  const [only, ...others] = looks;
  if (only?.kind === 'seen' && only.file !== null && others.length === 0) return only.file;
  const file = join(folder, 'index.html');
  stageFile(file, indexPage(looks, io.language)).place();
  return file;
}

function nextSteps(looks: readonly Look[], policies: readonly string[], io: Io): string {
  const rows: [string, Text][] = [];
  const database = looks.find((look) => look.kind === 'seen')?.report.database;
  if (database?.starter === true) {
    const records = database.feeds.reduce((sum, feed) => sum + feed.records, 0);
    rows.push(['plimsoll db update', fill(texts.nextUpdate, { records })]);
  }
  const first = looks.find((look) => fateOf(look) === 'deny') ?? looks[0];
  if (first !== undefined) rows.push([`plimsoll scan ${printable(first.ref)}`, texts.nextScan]);
  rows.push(
    [`plimsoll policy explain ${policies[0] ?? standardPolicy}`, texts.nextPolicy],
    ['plimsoll doctor', texts.nextDoctor],
  );
  const widest = Math.max(...rows.map(([line]) => displayWidth(line)));
  const lines = rows.map(([line, why]) => `  ${line}${' '.repeat(widest - displayWidth(line))}   ${io.say(why)}`);
  return `${io.say(texts.next)}\n${lines.join('\n')}\n`;
}
