import { readFile } from 'node:fs/promises';
import { readLimited } from '../../base/bounded-file.ts';
import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { sha256 } from '../../base/digest.ts';
import { exitCodes, failure, failureFrom } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import type { FleetAsk, PlatformChoice } from '../../fleet/fleet-ask.ts';
import type { FleetSummary } from '../../fleet/fleet-summary.ts';
import { parseImageName } from '../../model/image-name.ts';
import { command } from '../command.ts';
import { registryScanFlags, registryScanGroups } from '../fleet/flags.ts';
import type { Io } from '../io.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import { scanFlagGroups, scanRequest } from '../scan-flags.ts';
import { keyRequest, signingGroup } from '../signing-flags.ts';

const MAX_LIST = 64 << 20;

export const registryScan = command({
  name: 'registry scan',
  summary: { en: 'scan every repository and tag of a registry', 'zh-CN': '扫描镜像仓库中的全部仓库和标签' },
  description: [
    {
      en: 'Asks a registry for its repositories and tags, reads each image once whatever it is called, fetches each layer once however many images share it, and judges all of them by a policy. Layers that were read before, by any scan, are not fetched at all.',
      'zh-CN':
        '列出镜像仓库的全部仓库和标签；每个镜像无论有多少名称只读一次，共享的镜像层只获取一次，并按策略逐一判定。此前读过的镜像层不再获取。',
    },
    {
      en: 'What is done is kept at once: broken off, the same command goes on where it stopped. Tags are looked at anew each time; an image is judged again when policy, advisories or VEX documents changed, or a day has passed.',
      'zh-CN':
        '已完成的部分立即保存：中断后运行同一命令即可继续。标签每次都重新查询；策略、漏洞公告或 VEX 文档有变化，或过了一天，镜像会重新判定。',
    },
    {
      en: 'It exits with 1 where the policy denies any image, and with 3 where anything that was asked for could not be judged completely. Signatures, SBOMs, charts and other artifacts are skipped and counted.',
      'zh-CN':
        '策略阻断任一镜像时退出码为 1；所请求的内容有任何一项未能完整判定时为 3。签名、SBOM、Helm Chart 等制品会跳过并计数。',
    },
  ],
  arguments: {
    'HOST[/PREFIX]': {
      required: true,
      summary: { en: 'the registry, and where in it', 'zh-CN': '镜像仓库及其中的路径前缀' },
    },
  },
  flags: registryScanFlags,
  groups: [...registryScanGroups, signingGroup, ...scanFlagGroups],
  examples: [
    {
      line: 'plimsoll registry scan registry.local:5000',
      does: { en: 'See what a whole registry holds.', 'zh-CN': '查看整个镜像仓库的情况。' },
    },
    {
      line: 'plimsoll registry scan registry.local/shop --newest 5 --policy production.yaml -o table -o html=shop.html',
      does: {
        en: 'Judge the five newest images of each repository below shop, and make a page of it.',
        'zh-CN': '判定 shop 之下每个仓库最新的五个镜像，并生成网页。',
      },
    },
    {
      line: 'plimsoll registry scan docker.io --list repositories.txt --rate 5',
      does: {
        en: 'Scan what a list names, five requests a second, at a registry without a catalog.',
        'zh-CN': '对不提供目录的镜像仓库按列表扫描，每秒五次请求。',
      },
    },
    {
      line: 'plimsoll registry scan registry.local --reports reports --report-format html,json --record',
      does: {
        en: 'Keep a report of each image, and record the verdicts for gates.',
        'zh-CN': '保存每个镜像的报告，并记录判定供关卡使用。',
      },
    },
  ],
  seeAlso: ['scan', 'db update', 'ledger list', 'policy explain'],
  async run({ arguments: given, flags }, open, io) {
    const [{ fleetReporters }, { runFleet }] = await Promise.all([
      import('../../fleet/report/reporters.ts'),
      import('../fleet/run.ts'),
    ]);
    const targets = readTargets(flags.output, fleetReporters);
    if (flags.reports === null && flags['report-format'].length > 0)
      throw failure('missing-flag', {
        command: '--report-format',
        flag: '--reports',
        example: 'plimsoll registry scan registry.local --reports reports --report-format html',
      });
    if (flags.record && flags.vex.length + flags['vex-key'].length > 0) throw failure('vex-not-recorded');
    const request = scanRequest('', flags.policy, flags, io);
    const { host, prefix } = placeIn(given['HOST[/PREFIX]']);
    const platforms: PlatformChoice = flags['all-platforms']
      ? { kind: 'all' }
      : { kind: 'one', platform: request.platform, isExplicit: flags.platform !== null };
    const ask: FleetAsk = {
      host,
      prefix,
      list: flags.list === null ? null : await listIn(flags.list, host, io),
      repositories: flags.repository.toSorted(),
      tags: flags.tag.toSorted(),
      newest: flags.newest,
      platforms,
    };
    const { ref: _, ...scanning } = { ...request, vexFiles: flags.vex, vexKeys: flags['vex-key'] };
    const summary = await runFleet(
      {
        ask,
        scanning,
        vexDigest: await vexDigestOf(flags.vex, flags['vex-key']),
        parallel: flags.parallel,
        memory: flags.memory,
        courtesy: { connections: flags.connections, rate: flags.rate, tries: 8, longest: 300_000 },
        reports: flags.reports,
        reportFormats: flags['report-format'],
        record: flags.record ? { key: keyRequest(flags), signal: io.signal } : null,
        isFresh: flags.fresh,
      },
      await open(),
      io,
    );
    await writeTargets(targets, (reporter, view) => reporter.render(summary, view), io);
    return exitOf(summary, io);
  },
});

async function exitOf(summary: FleetSummary, io: Io): Promise<number> {
  const { totalsOf } = await import('../../fleet/fleet-summary.ts');
  const { images, denied, notCompleted } = totalsOf(summary);
  if (notCompleted > 0) {
    io.complain(failure('fleet-incomplete', { count: notCompleted, total: images + summary.failures.count, denied }));
    return exitCodes.incomplete;
  }
  return denied > 0 ? exitCodes.denied : exitCodes.done;
}

/** Reads `HOST[/PREFIX]`. Throws `bad-registry-place`. */
function placeIn(text: string): { host: string; prefix: string } {
  const plain = text
    .replace(/^registry:/, '')
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  const slash = plain.indexOf('/');
  const prefix = slash < 0 ? '' : plain.slice(slash + 1);
  const given = slash < 0 ? plain : plain.slice(0, slash);
  const isHost = /[.:[]/.test(given) || given === 'localhost';
  const name = parseImageName(`${given}/${prefix === '' ? 'x' : prefix}`);
  if (!isHost || 'reason' in name || !name.host) {
    const reason: Text = 'reason' in name ? name.reason : texts.noHost;
    throw failure('bad-registry-place', { given: text, reason });
  }
  if (name.tag !== 'latest' || name.digest !== null || prefix.endsWith(':latest'))
    throw failure('bad-registry-place', { given: text, reason: texts.tag });
  return { host: name.host, prefix: prefix === '' ? '' : name.repository };
}

async function listIn(file: string, host: string, io: Io) {
  const { readNameList } = await import('../../fleet/name-list.ts');
  const called = file === '-' ? io.say(texts.standardInput) : file;
  const list = readNameList(await textIn(file, called, io), host, called);
  if (list.length === 0) throw failure('list-invalid', { file: called, line: 1, reason: texts.emptyList });
  return list;
}

async function textIn(file: string, called: string, io: Io): Promise<string> {
  try {
    const bytes = file === '-' ? await readWhole(io.input(), MAX_LIST) : readLimited(file, MAX_LIST, 'any');
    return bytes.toString('utf8');
  } catch (error) {
    const reason = error instanceof TooLong ? texts.long : wordsOf(error);
    throw failureFrom(error, 'file-unreadable', { file: called, reason });
  }
}

async function vexDigestOf(vex: readonly string[], keys: readonly string[]): Promise<string> {
  if (vex.length === 0) return digestOf(keys);
  const { documentFiles } = await import('../../match/vex/load.ts');
  return digestOf([...(await documentFiles(vex)), ...keys]);
}

/** Changes with what the documents say and whose signatures count. That they can be read and used is found out where they are used. */
async function digestOf(files: readonly string[]): Promise<string> {
  const digests = await Promise.all(
    files.map(async (file) => {
      try {
        return sha256(await readFile(file));
      } catch (error) {
        throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
      }
    }),
  );
  return digests.join(' ');
}

const texts = {
  noHost: { en: 'it does not begin with the host of a registry', 'zh-CN': '开头不是镜像仓库的主机名' },
  tag: {
    en: 'a prefix has no tag; choose tags with --tag',
    'zh-CN': '前缀不含标签；请用 --tag 选择标签',
  },
  standardInput: { en: 'standard input', 'zh-CN': '标准输入' },
  emptyList: { en: 'it names nothing', 'zh-CN': '没有列出任何名称' },
  long: { en: 'it is too long', 'zh-CN': '内容过长' },
} as const satisfies Record<string, Text>;
