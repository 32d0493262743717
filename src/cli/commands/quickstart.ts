import { type ErrorCode, exitCodes, PlimsollError } from '../../base/errors.ts';
import { command } from '../command.ts';
import type { Io } from '../io.ts';
import { programName } from '../program-name.ts';
import type { ReportKeeper } from '../quickstart/keep-reports.ts';
import { isSeen, type Look } from '../quickstart/look.ts';
import { schemesByType } from '../report-targets.ts';
import { scanFlagGroups, scanFlags, scanRequest } from '../scan-flags.ts';
import type { ScanRequest, Services } from '../services.ts';

const standardPolicy = 'builtin:default';
/** No further image is begun after this, so that the first look is over within a minute. Milliseconds. */
const enoughTime = 45_000;
/** What is wrong with this machine and not with an image: the next one would fail alike. */
const ownTroubles: readonly ErrorCode[] = ['cannot-write', 'home-unusable'];

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
    const [{ chooseRefs }, { describeChoice, describeLooks }, { reportKeeper }] = await Promise.all([
      import('../quickstart/choose-images.ts'),
      import('../quickstart/describe.ts'),
      import('../quickstart/keep-reports.ts'),
    ]);
    const policies = flags.policy.length === 0 ? [standardPolicy] : flags.policy;
    const reports = await reportKeeper(services, io);
    const { limit, offline, timeout } = flags;
    const choice = await chooseRefs(services, { limit, offline, signal: io.signal, time: timeout });
    await io.out.write(describeChoice(choice.why, io));
    const looks: Look[] = [];
    const began = performance.now();
    for (const ref of choice.refs) {
      if (looks.length > 0 && performance.now() - began > enoughTime) break;
      const request = { ...scanRequest(ref, policies, flags, io), timeout: choice.time, trustsEngine: true };
      looks.push(await lookAt(request, services, reports, io));
    }
    const seen = looks.filter(isSeen);
    const [firstLook] = looks;
    if (seen.length === 0 && firstLook?.kind === 'failed') throw firstLook.error;
    const leftOut = choice.leftOut + choice.refs.length - looks.length;
    const page = reports.index(looks);
    const schemeOf = await schemesByType(services);
    const program = programName(io.environment, io.launcher);
    const told = { looks, leftOut, page, policies, schemeOf, program, forbidden: choice.forbidden };
    await io.out.write(describeLooks(told, io));
    return exitCodes.done;
  },
});

async function lookAt(request: ScanRequest, services: Services, reports: ReportKeeper, io: Io): Promise<Look> {
  try {
    const report = await services.scan(request);
    return { kind: 'seen', ref: request.ref, report, file: reports.keep(request.ref, report) };
  } catch (error) {
    // One image that cannot be read does not spoil the look at the others; a wrong call or the end of all work does.
    io.signal.throwIfAborted();
    if (error instanceof PlimsollError && error.exit === exitCodes.incomplete && !ownTroubles.includes(error.code))
      return { kind: 'failed', ref: request.ref, error };
    throw error;
  }
}
