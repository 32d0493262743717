import { failure, type PlimsollError } from '../../../base/errors.ts';
import { fill, type Text } from '../../../base/text.ts';
import { type EngineFacts, hostsOf } from './engine-facts.ts';
import type { InstallChoice } from './plan.ts';

/** What keeps the gate from being put up before this engine; null where nothing does. Pure. */
export function objection(facts: EngineFacts, choice: InstallChoice): PlimsollError | null {
  const found = objections.find(({ when }) => when(facts, choice));
  if (found === undefined) return null;
  const values = wordsFor(facts);
  return failure('gate-not-installable', { reason: fill(found.reason, values), remedy: fill(found.remedy, values) });
}

/** What an administrator should know before the gate is put up here, one line each. */
export function remarks(facts: EngineFacts, choice: InstallChoice): readonly Text[] {
  const found: Text[] = [];
  const shims = facts.daemon.runtimes.filter(({ program }) => program === null).map(({ name }) => name);
  if (choice.locks.includes('runtime') && shims.length > 0) found.push(fill(words.shims, { names: shims.join(', ') }));
  const open = openAddresses(facts);
  if (open.length > 0) found.push(fill(words.tcp, { addresses: open.join(', ') }));
  if (facts.runningContainers > 0)
    found.push(fill(facts.liveRestore ? words.liveRestore : words.outage, { count: facts.runningContainers }));
  if (!choice.locks.includes('authz')) found.push(words.noAuthz);
  if (!choice.locks.includes('runtime')) found.push(choice.observe ? words.noRuntimeObserved : words.noRuntime);
  return found;
}

/** Where the engine can be reached besides its socket. */
export function openAddresses({
  args,
  daemon,
  otherListens,
}: Pick<EngineFacts, 'args' | 'daemon' | 'otherListens'>): readonly string[] {
  const named = [...hostsOf(args), ...daemon.hosts].filter(
    (address) => /^(tcp|https?):/.test(address) || /^[\d[:]/.test(address),
  );
  return [...new Set([...named, ...otherListens])];
}

interface Objection {
  readonly when: (facts: EngineFacts, choice: InstallChoice) => boolean;
  readonly reason: Text;
  readonly remedy: Text;
}

const objections: readonly Objection[] = [
  {
    when: ({ product }) => product.startsWith('Podman'),
    reason: {
      en: 'what answers at {socket} is Podman, not Docker',
      'zh-CN': '{socket} 处应答的是 Podman，而不是 Docker',
    },
    remedy: {
      en: 'Podman has no engine that a gate could stand before for everybody: close the third lock there (docs/gate-docker.md).',
      'zh-CN': 'Podman 没有供所有用户共用的引擎，无法在其前把关：请在该处启用第三道锁（docs/gate-docker.zh-CN.md）。',
    },
  },
  {
    when: ({ isRootless }) => isRootless,
    reason: { en: 'the engine at {socket} is rootless', 'zh-CN': '{socket} 处的引擎是无根（rootless）模式' },
    remedy: {
      en: 'It belongs to its user, who can take any gate away. Ask the engine of the machine: unset DOCKER_HOST.',
      'zh-CN': '它属于启动它的用户，该用户可以移除任何关卡。请改用本机引擎：unset DOCKER_HOST。',
    },
  },
  {
    when: ({ dockerRoot, args }) => dockerRoot.startsWith('/var/snap/') || (args[0] ?? '').startsWith('/snap/'),
    reason: { en: 'the engine is a snap', 'zh-CN': '引擎以 snap 方式安装' },
    remedy: {
      en: 'Its files cannot be changed and it is updated by itself. Install Docker from a package (docker.io or docker-ce).',
      'zh-CN': '其文件不可更改且会自行更新。请改用软件包安装的 Docker（docker.io 或 docker-ce）。',
    },
  },
  {
    when: ({ isService }) => !isService,
    reason: {
      en: 'the engine is not run by systemd as docker.service',
      'zh-CN': '引擎不是由 systemd 以 docker.service 运行',
    },
    remedy: {
      en: 'Put the locks up by hand: docs/gate-docker.md, “By hand”.',
      'zh-CN': '请手工启用各道锁：docs/gate-docker.zh-CN.md“手工安装”一节。',
    },
  },
  {
    when: ({ args, daemon }) => daemon.hosts.length > 0 || !hostsOf(args).some((host) => host.startsWith('fd:')),
    reason: {
      en: 'the engine opens its sockets itself ({hosts}) instead of taking them from docker.socket',
      'zh-CN': '引擎自行打开套接字（{hosts}），而不是使用 docker.socket',
    },
    remedy: {
      en: 'Start it as its package does, with -H fd:// and without "hosts" in {configFile}; further addresses belong into docker.socket (systemctl edit docker.socket, ListenStream=).',
      'zh-CN':
        '请按软件包的方式启动：使用 -H fd:// 且 {configFile} 中不含 "hosts"；其他地址请写入 docker.socket（systemctl edit docker.socket，ListenStream=）。',
    },
  },
  {
    when: ({ otherListens, args }) =>
      otherListens.some((address) => address.startsWith('/')) || hostsOf(args).some((host) => host.startsWith('unix:')),
    reason: { en: 'the engine has more than one socket in the file system', 'zh-CN': '引擎在文件系统中有多个套接字' },
    remedy: {
      en: 'Leave it the one that clients use: systemctl cat docker.socket docker.service',
      'zh-CN': '请只保留客户端使用的那一个：systemctl cat docker.socket docker.service',
    },
  },
  {
    when: (facts, { locks }) => !locks.includes('authz') && openAddresses(facts).length > 0,
    reason: { en: 'the engine also listens at {open}, past the gate', 'zh-CN': '引擎还在 {open} 监听，可绕过关卡' },
    remedy: {
      en: 'Close the second lock, too (--locks), or close that address.',
      'zh-CN': '请同时启用第二道锁（--locks），或关闭该地址。',
    },
  },
  {
    when: ({ args }, { locks }) =>
      (locks.includes('authz') && args.some((word) => word.startsWith('--authorization-plugin'))) ||
      (locks.includes('runtime') && args.some((word) => word.startsWith('--add-runtime'))),
    reason: {
      en: 'plugins or runtimes stand on the engine’s command line, where the engine lets no file add to them',
      'zh-CN': '插件或运行时写在引擎命令行上，引擎不允许再由配置文件补充',
    },
    remedy: {
      en: 'Move --authorization-plugin and --add-runtime into {configFile}, restart the engine, then run this again.',
      'zh-CN': '请把 --authorization-plugin 和 --add-runtime 移入 {configFile}，重启引擎后重新运行。',
    },
  },
  {
    when: (_, { locks }) => !locks.includes('socket'),
    reason: { en: 'without the first lock the others have no gate to ask', 'zh-CN': '没有第一道锁，其余的锁无处询问' },
    remedy: { en: 'Name it, too: --locks socket,authz,runtime', 'zh-CN': '请一并写上：--locks socket,authz,runtime' },
  },
  {
    when: (_, { locks, observe }) => observe && locks.includes('runtime'),
    reason: { en: 'the third lock cannot merely observe', 'zh-CN': '第三道锁不能仅观察' },
    remedy: {
      en: 'Leave it open while you observe: --locks socket,authz',
      'zh-CN': '观察期间请不启用它：--locks socket,authz',
    },
  },
];

function wordsFor(facts: EngineFacts): Record<string, string> {
  const hosts = [...hostsOf(facts.args), ...facts.daemon.hosts].join(', ');
  return {
    socket: facts.socket,
    configFile: facts.configFile,
    hosts: hosts || '-',
    open: openAddresses(facts).join(', '),
  };
}

const words = {
  shims: {
    en: 'The third lock does not stand before {names}: they are shims that call no runtime. Containers that name them pass it.',
    'zh-CN': '第三道锁无法守在 {names} 之前：它们是不调用运行时的 shim，指定它们的容器会绕过第三道锁。',
  },
  tcp: {
    en: 'The engine also listens at {addresses}. Only the second and third lock stand there.',
    'zh-CN': '引擎还在 {addresses} 监听，该处只有第二、三道锁。',
  },
  outage: {
    en: 'The engine is restarted: its {count} running containers stop, and come back where their restart policy says so.',
    'zh-CN': '引擎会重启：正在运行的 {count} 个容器会停止，并按各自的重启策略恢复。',
  },
  liveRestore: {
    en: 'The engine is restarted; its {count} running containers go on (live-restore).',
    'zh-CN': '引擎会重启；正在运行的 {count} 个容器不受影响（live-restore）。',
  },
  noAuthz: {
    en: 'Without the second lock whoever reaches the engine’s own socket passes the first.',
    'zh-CN': '没有第二道锁时，能访问引擎自身套接字的人可绕过第一道锁。',
  },
  noRuntime: {
    en: 'Without the third lock whatever the engine starts, it starts.',
    'zh-CN': '没有第三道锁时，引擎启动的容器不会再被检查。',
  },
  noRuntimeObserved: {
    en: 'The third lock stays open while the gate observes.',
    'zh-CN': '观察期间第三道锁不启用。',
  },
} as const satisfies Record<string, Text>;
