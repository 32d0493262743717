import { exitCodes } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import { locks } from '../../gates/docker/install/places.ts';
import { command } from '../command.ts';
import type { Flags } from '../flag.ts';
import { deciding, decidingFlags, decidingGroups } from '../gate-flags.ts';
import type { InstallationPreview } from '../installation-service.ts';
import type { Io } from '../io.ts';

const ownFlags = {
  'dry-run': {
    type: 'switch',
    summary: {
      en: 'show every file and what would be run; change nothing',
      'zh-CN': '显示全部文件改动和将要执行的命令；不做任何更改',
    },
  },
  locks: {
    type: 'list',
    commas: true,
    choices: locks,
    value: 'LIST',
    trusted: true,
    summary: {
      en: 'which to close: socket, authz, runtime (default: all; without runtime where --observe is given)',
      'zh-CN': '要启用的锁：socket、authz、runtime（默认全部；使用 --observe 时不含 runtime）',
    },
  },
  observe: {
    type: 'switch',
    trusted: true,
    summary: { en: 'decide and record, but refuse nothing', 'zh-CN': '只判定和记录，不阻断' },
  },
  watch: {
    type: 'choice',
    value: 'ACTION',
    choices: ['off', 'report', 'pause', 'stop', 'remove'],
    default: 'report',
    trusted: true,
    summary: {
      en: 'what becomes of containers that came past all locks: off (nobody looks), report, pause, stop or remove',
      'zh-CN': '对绕过所有锁的容器的处理：off（不巡查）、report（报告）、pause（暂停）、stop（停止）或 remove（移除）',
    },
  },
  'watch-interval': {
    type: 'duration',
    value: 'DURATION',
    default: 60_000,
    trusted: true,
    summary: { en: 'how long between two looks at everything', 'zh-CN': '两次全面检查之间的间隔' },
  },
  metrics: {
    type: 'text',
    value: 'ADDRESS',
    trusted: true,
    summary: {
      en: 'where counters for Prometheus are shown: tcp://127.0.0.1:PORT',
      'zh-CN': 'Prometheus 指标的地址：tcp://127.0.0.1:端口',
    },
  },
  'accept-stops': {
    type: 'switch',
    summary: {
      en: 'go on although running containers could not be started again',
      'zh-CN': '即使有运行中的容器将无法再次启动，也继续安装',
    },
  },
  overwrite: {
    type: 'switch',
    summary: {
      en: 'write anew what somebody changed since the last installation',
      'zh-CN': '重新写入上次安装后被他人修改过的文件',
    },
  },
} as const satisfies Flags;

export const gateDockerInstall = command({
  name: 'gate docker install',
  summary: { en: 'put the gate up before the Docker engine of this machine', 'zh-CN': '在本机 Docker 引擎前安装关卡' },
  description: [
    {
      en: 'The gate takes over the socket that clients use, with its owner, group and mode; the engine gets one of its own, in a folder that only root and the gate enter. Three locks are closed: the socket, an authorization plugin in the engine, and a wrapper before the OCI runtime. The gate runs under an account of its own, in a sandbox of systemd.',
      'zh-CN':
        '关卡接管客户端使用的套接字（属主、属组和权限不变），引擎改用只有 root 和关卡能进入的目录中的套接字。启用三道锁：套接字、引擎内的授权插件、OCI 运行时之前的包装程序。关卡以独立账户在 systemd 沙箱中运行。',
    },
    {
      en: 'What was there before is kept byte for byte in the state directory, before the first change. What fails is undone; what was cut off is finished by the same call again. At the end every lock is tried, not merely looked at.',
      'zh-CN':
        '首次更改前，原有文件会逐字节备份到状态目录。失败则撤销；中途被打断时再次运行即可继续完成。最后会逐一实际试锁，而不只是检查文件是否存在。',
    },
    {
      en: 'The engine is restarted. Images of running containers that the ledger does not allow are named first, and nothing is changed unless --accept-stops says that it is meant.',
      'zh-CN': '引擎会重启。账本未放行的运行中容器会先被列出；除非使用 --accept-stops，否则不做任何更改。',
    },
  ],
  arguments: {},
  flags: { ...ownFlags, ...decidingFlags },
  groups: [
    {
      title: { en: 'The installation', 'zh-CN': '安装' },
      flags: ['dry-run', 'locks', 'accept-stops', 'overwrite'],
    },
    { title: { en: 'The gate', 'zh-CN': '关卡' }, flags: ['observe', 'watch', 'watch-interval', 'metrics'] },
    ...decidingGroups,
  ],
  examples: [
    {
      line: 'plimsoll gate docker install --policy /etc/plimsoll/policy.yaml --dry-run',
      does: { en: 'See every line that would be written.', 'zh-CN': '查看将要写入的每一行。' },
    },
    {
      line: 'plimsoll gate docker install --policy /etc/plimsoll/policy.yaml --observe',
      does: { en: 'Put it up, and see what it would refuse.', 'zh-CN': '先安装，观察会阻断什么。' },
    },
    {
      line: 'plimsoll gate docker install --policy /etc/plimsoll/policy.yaml',
      does: { en: 'Close all three locks.', 'zh-CN': '启用全部三道锁。' },
    },
  ],
  seeAlso: ['gate docker status', 'gate docker uninstall', 'gate docker'],
  async run({ flags }, open, io) {
    const { installation } = (await open()).gates;
    const all = flags.observe ? locks.filter((lock) => lock !== 'runtime') : locks;
    const request = {
      ...deciding(flags, io),
      locks: flags.locks.length === 0 ? all : flags.locks,
      observe: flags.observe,
      watch: flags.watch,
      watchEvery: flags['watch-interval'],
      metrics: flags.metrics,
      acceptStops: flags['accept-stops'],
      overwrite: flags.overwrite,
      launcher: io.launcher,
      language: io.language,
    };
    if (flags['dry-run']) {
      await io.out.write(shown(await installation.preview(request), io));
      return exitCodes.done;
    }
    const outcome = await installation.install(request, (line) => io.announce(line));
    const closed = fill(texts[flags.observe ? 'observing' : outcome], { locks: request.locks.join(', ') });
    await io.out.write(`${io.say(closed)}\n`);
    return exitCodes.done;
  },
});

function shown({ files, others, calls, remarks }: InstallationPreview, io: Io): string {
  const kinds = { made: texts.made, changed: texts.changed, theirs: texts.theirs } as const;
  const paragraphs = files.map(({ path, kind, lines }) =>
    [io.say(fill(kinds[kind], { path })), ...lines.map((line) => `    ${colored(printable(line, 4000), io)}`)].join(
      '\n',
    ),
  );
  const rest = [...others, ...calls.map((line) => fill(texts.call, { line }))].map((line) => io.say(line)).join('\n');
  const said = remarks.map((remark) => `! ${printable(io.say(remark), 4000)}`).join('\n');
  if (calls.length === 0)
    return `${[...paragraphs, said, io.say(texts.nothing)].filter((part) => part !== '').join('\n\n')}\n`;
  return `${[...paragraphs, rest, said, io.say(texts.dry)].filter((part) => part !== '').join('\n\n')}\n`;
}

function colored(line: string, { out }: Io): string {
  if (!out.color) return line;
  if (line.startsWith('+')) return `\x1b[32m${line}\x1b[39m`;
  return line.startsWith('-') ? `\x1b[31m${line}\x1b[39m` : line;
}

const texts = {
  installed: {
    en: 'The gate stands. Closed, and tried: {locks}.\nSee: plimsoll gate docker status   Undo: plimsoll gate docker uninstall',
    'zh-CN':
      '关卡已就位。已启用并实际试过：{locks}。\n查看：plimsoll gate docker status   撤销：plimsoll gate docker uninstall',
  },
  upgraded: {
    en: 'The gate stands as wanted now. Closed, and tried: {locks}.',
    'zh-CN': '关卡已按要求更新。已启用并实际试过：{locks}。',
  },
  unchanged: {
    en: 'The gate stands as wanted already: nothing was changed. Closed, and tried: {locks}.',
    'zh-CN': '关卡已符合要求，未做任何更改。已启用并实际试过：{locks}。',
  },
  observing: {
    en: 'The gate stands and observes: it refuses nothing ({locks}). See what it would refuse: decisions.jsonl in the state directory.',
    'zh-CN': '关卡已就位，仅观察、不阻断（{locks}）。将被阻断的请求见状态目录中的 decisions.jsonl。',
  },
  made: { en: 'new      {path}', 'zh-CN': '新建  {path}' },
  changed: { en: 'changed  {path}', 'zh-CN': '修改  {path}' },
  theirs: {
    en: 'kept     {path}: somebody changed it since; --overwrite would write it so:',
    'zh-CN': '保留  {path}：安装后被他人修改过；--overwrite 会改写为：',
  },
  call: { en: 'run      {line}', 'zh-CN': '执行  {line}' },
  nothing: {
    en: 'The gate stands as wanted already: nothing would be changed.',
    'zh-CN': '关卡已符合要求，无需更改。',
  },
  dry: { en: 'Nothing was changed: this was a dry run.', 'zh-CN': '未做任何更改：这是试运行。' },
} as const satisfies Record<string, Text>;
