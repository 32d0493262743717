import { exitCodes } from '../../base/errors.ts';
import { tellManager, watchdogTime } from '../../base/service-manager.ts';
import { fill, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import type { Flags } from '../flag.ts';
import { deciding, decidingFlags, decidingGroups } from '../gate-flags.ts';
import { reloading, saidAtStart } from '../gate-reload.ts';
import type { Io } from '../io.ts';

const ownFlags = {
  listen: {
    type: 'text',
    value: 'ADDRESS',
    trusted: true,
    default: 'unix:///run/plimsoll/docker.sock',
    summary: {
      en: 'where clients come: unix:///PATH, tcp://127.0.0.1:PORT, or fd://NAME for a socket that systemd opens',
      'zh-CN': '供客户端连接的地址：unix:///路径、tcp://127.0.0.1:端口，或由 systemd 打开的套接字 fd://名称',
    },
  },
  upstream: {
    type: 'text',
    value: 'ADDRESS',
    trusted: true,
    default: 'unix:///var/run/docker.sock',
    summary: { en: 'where the engine listens', 'zh-CN': '引擎的监听地址' },
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
      en: 'what becomes of containers that run although they may not, however they came there: off (nobody looks), report, pause, stop or remove, which takes denied images away, too',
      'zh-CN':
        '对不应运行而在运行的容器的处理，无论其如何启动：off（不巡查）、report（报告）、pause（暂停）、stop（停止）或 remove（移除，并删除被阻断的镜像）',
    },
  },
  'watch-interval': {
    type: 'duration',
    value: 'DURATION',
    default: 60_000,
    trusted: true,
    summary: {
      en: 'how long between two looks at everything that the engine has; its events are looked at at once',
      'zh-CN': '两次全面检查之间的间隔；引擎事件会立即检查',
    },
  },
  metrics: {
    type: 'text',
    value: 'ADDRESS',
    trusted: true,
    summary: {
      en: 'where counters for Prometheus are shown: tcp://127.0.0.1:PORT or unix:///PATH',
      'zh-CN': 'Prometheus 指标的地址：tcp://127.0.0.1:端口 或 unix:///路径',
    },
  },
  'spool-limit': {
    type: 'size',
    value: 'SIZE',
    default: 64e9,
    trusted: true,
    summary: {
      en: 'most disk that archives may take while they are looked at',
      'zh-CN': '检查归档时最多占用的磁盘空间',
    },
  },
  authz: {
    type: 'text',
    value: 'ADDRESS',
    trusted: true,
    summary: {
      en: 'the second lock: where the engine asks its authorization plugin, usually unix:///run/docker/plugins/plimsoll.sock',
      'zh-CN': '第二道锁：引擎询问授权插件的地址，通常为 unix:///run/docker/plugins/plimsoll.sock',
    },
  },
} as const satisfies Flags;

export const gateDocker = command({
  name: 'gate docker',
  serves: true,
  summary: { en: "stand before a Docker engine's socket", 'zh-CN': '在 Docker 引擎的套接字前把关' },
  description: [
    {
      en: 'Clients use the socket at --listen as they would use the engine itself. What would load, pull, create, start or run an image is decided about first, by the ledger and the policy; everything else passes as it is.',
      'zh-CN':
        '客户端像使用引擎一样使用 --listen 的套接字。凡是会加载、拉取、创建、启动或运行镜像的请求，先按账本和策略判定；其余请求原样通过。',
    },
    {
      en: 'What cannot be decided is refused. The refusal names the image, the control and its first evidence, and reaches the client as an error of the engine.',
      'zh-CN': '无法判定的一律拒绝。拒绝信息会说明镜像、控制项和首要证据，并以引擎错误的形式返回给客户端。',
    },
    {
      en: 'It prints "ready: ADDRESS" on standard error when it accepts requests, and ends on SIGTERM once what is under way is done. Which request means what for images is listed in docs/reference/docker-endpoints.md.',
      'zh-CN':
        '可以接受请求时在标准错误输出“ready: 地址”；收到 SIGTERM 后，待进行中的请求完成即退出。各请求的含义见 docs/reference/docker-endpoints.md。',
    },
    {
      en: 'On SIGHUP it reads the policy, the configuration file and the signing key anew, and opens the decision log anew. What cannot be used leaves what was in force as it is, and is said on standard error, in the decision log and in the metrics.',
      'zh-CN':
        '收到 SIGHUP 时重新读取策略、配置文件和签名密钥，并重新打开判定日志。若新内容不可用，则原有策略继续生效，并在标准错误、判定日志和指标中说明。',
    },
  ],
  arguments: {},
  flags: { ...ownFlags, ...decidingFlags },
  groups: [
    {
      title: { en: 'The door', 'zh-CN': '关卡' },
      flags: ['listen', 'upstream', 'authz', 'observe', 'metrics', 'spool-limit'],
    },
    { title: { en: 'The watch', 'zh-CN': '巡查' }, flags: ['watch', 'watch-interval'] },
    ...decidingGroups,
  ],
  examples: [
    {
      line: 'plimsoll gate docker --policy builtin:strict',
      does: {
        en: 'Let clients at /run/plimsoll/docker.sock run only what the strict policy allows.',
        'zh-CN': '让 /run/plimsoll/docker.sock 的客户端只能运行严格策略放行的镜像。',
      },
    },
    {
      line: 'plimsoll gate docker --observe --unscanned scan --listen unix:///tmp/docker.sock',
      does: {
        en: 'See what would be refused before anything is.',
        'zh-CN': '在真正阻断之前，先看看哪些会被拒绝。',
      },
    },
  ],
  seeAlso: ['gate runtime', 'scan', 'policy explain'],
  async run({ flags, reread }, open, io) {
    const stands = reloading(io, async () => {
      const now = await reread();
      const later = saidAtStart(Object.keys(ownFlags), flags, now);
      if (later !== null) io.announce(later);
      return deciding(now, io);
    });
    const services = await open();
    const gate = await services.gates.docker({
      ...deciding(flags, io),
      listen: flags.listen,
      upstream: flags.upstream,
      authz: flags.authz,
      watch: flags.watch === 'off' ? null : flags.watch,
      watchEvery: flags['watch-interval'],
      observe: flags.observe,
      metrics: flags.metrics,
      spoolLimit: flags['spool-limit'],
      language: io.language,
      remark: (error) => io.complain(error),
    });
    io.announce(fill(texts.ready, { address: gate.address }));
    stands(gate);
    const pulse = await beat(io);
    await aborted(io.signal);
    clearInterval(pulse);
    await tellManager('STOPPING=1', io.environment).catch((error: unknown) => io.complain(error));
    await gate.close();
    return exitCodes.done;
  },
});

/** Says to systemd that the gate stands, and goes on saying it: a gate that hangs is then started anew. */
async function beat({ environment, complain }: Io): Promise<NodeJS.Timeout | undefined> {
  await tellManager('READY=1', environment);
  const time = watchdogTime(environment);
  if (time === null) return undefined;
  return setInterval(() => tellManager('WATCHDOG=1', environment).catch(complain), time / 3);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const texts = {
  // Scripts wait for this line: it is the same in every language, and stands there whatever is quiet.
  ready: { en: 'ready: {address}', 'zh-CN': 'ready: {address}' },
} as const satisfies Record<string, Text>;
