import { printable } from '../../../base/printable.ts';
import { fill, type Text, verbatim } from '../../../base/text.ts';
import { pluginName } from './daemon-json.ts';
import { type EngineFacts, lookAtEngine, programOn, rawPathOf } from './engine-facts.ts';
import { type Host, onHost } from './host.ts';
import { connectAsNobody, refusedAt, saidBy } from './lock-tries.ts';
import { openAddresses } from './objections.ts';
import { type Lock, places, units } from './places.ts';
import { statsAt } from './whole-file.ts';

/** One thing that was tried. */
export interface LockCheck {
  readonly id: 'service' | 'socket' | 'engine-socket' | 'authz' | 'runtime' | 'runtimes' | 'tcp';
  readonly lock: Lock;
  readonly state: 'closed' | 'open' | 'unknown';
  readonly title: Text;
  readonly detail: Text;
  /** Null where it is closed. */
  readonly remedy: Text | null;
}

export interface LockStatus {
  /** Whether the gate's units are on this host. */
  readonly isInstalled: boolean;
  readonly engineVersion: string | null;
  readonly checks: readonly LockCheck[];
}

/** How long one answer is waited for. */
const patience = 10_000;

export function isInstalled(host: Host): boolean {
  return statsAt(onHost(host, `${places.units}/${units.service}`)) !== null;
}

/** Tries every lock of a host. Never throws: what could not be tried is `unknown`. Starts, changes and removes nothing. */
export async function lockStatus(host: Host): Promise<LockStatus> {
  const installed = isInstalled(host);
  let facts: EngineFacts;
  try {
    facts = await lookAtEngine(host, AbortSignal.timeout(patience));
  } catch (error) {
    const detail = saidBy(error);
    const remedy = isRoot() ? words.engineRemedy : words.rootRemedy;
    const dark = (id: LockCheck['id'], lock: Lock): LockCheck => ({
      id,
      lock,
      state: 'unknown',
      title: titles[id],
      detail,
      remedy,
    });
    const checks = [dark('socket', 'socket'), dark('authz', 'authz'), dark('runtime', 'runtime')];
    return { isInstalled: installed, engineVersion: null, checks: [await serviceCheck(host), ...checks] };
  }
  const authz = await authzCheck(host, facts);
  return {
    isInstalled: installed,
    engineVersion: facts.version,
    checks: [
      await serviceCheck(host),
      await socketCheck(host, facts),
      await engineSocketCheck(host, facts),
      authz,
      tcpCheck(facts, authz),
      await runtimeCheck(host, facts),
      ...runtimesChecks(facts),
    ],
  };
}

/** What is not closed of these locks, in one line; null where all of it is. */
export function openOf({ checks }: LockStatus, wanted: readonly Lock[]): Text | null {
  const open = checks.filter(({ lock, state }) => wanted.includes(lock) && state !== 'closed');
  if (open.length === 0) return null;
  const line = (language: 'en' | 'zh-CN') =>
    open.map(({ title, detail }) => `${title[language]}: ${detail[language]}`).join('; ');
  return { en: line('en'), 'zh-CN': line('zh-CN') };
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

async function serviceCheck(host: Host): Promise<LockCheck> {
  const { out, complaint } = await host.run('systemctl', ['is-active', units.service]);
  const state = printable(out.trim(), 40);
  if (state === '') {
    const remedy = isRoot() ? words.systemdRemedy : words.rootRemedy;
    return check('service', 'socket', 'unknown', verbatim(printable(complaint, 200)), remedy);
  }
  return check('service', 'socket', out.trim() === 'active' ? 'closed' : 'open', verbatim(state), words.serviceRemedy);
}

/** Asks where clients ask, for something that no policy lets pass. */
async function socketCheck(host: Host, { clients }: EngineFacts): Promise<LockCheck> {
  const answer = await refusedAt(onHost(host, clients.path));
  const path = clients.path;
  if (answer.kind === 'lost')
    return check(
      'socket',
      'socket',
      'unknown',
      fill(words.noAnswer, { path, reason: answer.reason }),
      words.serviceRemedy,
    );
  if (answer.message.startsWith('plimsoll: '))
    return check('socket', 'socket', 'closed', fill(words.gate, { path }), null);
  return check('socket', 'socket', 'open', fill(words.noGate, { path }), words.socketRemedy);
}

/** Asks the engine itself for the same: it has to ask the gate. */
async function authzCheck(host: Host, { socket, plugins }: EngineFacts): Promise<LockCheck> {
  const remedy = words.authzRemedy;
  if (!plugins.includes(pluginName)) return check('authz', 'authz', 'open', words.noPlugin, remedy);
  const answer = await refusedAt(onHost(host, socket));
  if (answer.kind === 'lost')
    return check(
      'authz',
      'authz',
      'unknown',
      fill(words.noAnswer, { path: socket, reason: answer.reason }),
      words.rootRemedy,
    );
  if (answer.message.includes(`authorization denied by plugin ${pluginName}`))
    return check('authz', 'authz', 'closed', fill(words.asks, { path: socket }), null);
  return check('authz', 'authz', 'open', fill(words.lets, { path: socket }), remedy);
}

/** Has somebody without any rights try the engine's own socket. */
async function engineSocketCheck(host: Host, { socket, clients }: EngineFacts): Promise<LockCheck> {
  if (socket === clients.path)
    return check('engine-socket', 'socket', 'open', fill(words.ownSocket, { path: socket }), words.socketRemedy);
  const outcome = await connectAsNobody(onHost(host, socket));
  if (outcome === 'EACCES') return check('engine-socket', 'socket', 'closed', fill(words.shut, { path: socket }), null);
  const remedy = fill(words.shutRemedy, { folder: places.engineFolder });
  const state = outcome === 'connected' ? 'open' : 'unknown';
  const detail = outcome === 'connected' ? words.reached : fill(words.noAnswer, { path: socket, reason: outcome });
  return check('engine-socket', 'socket', state, fill(detail, { path: socket }), remedy);
}

function tcpCheck(facts: EngineFacts, authz: LockCheck): LockCheck {
  const open = openAddresses(facts);
  if (open.length === 0) return check('tcp', 'socket', 'closed', words.noTcp, null);
  const addresses = open.join(', ');
  return authz.state === 'closed'
    ? check('tcp', 'socket', 'closed', fill(words.guardedTcp, { addresses }), null)
    : check('tcp', 'socket', 'open', fill(words.openTcp, { addresses }), words.tcpRemedy);
}

/** Looks which `runc` whoever starts the engine's containers finds, and calls it with a container that is none. */
async function runtimeCheck(host: Host, facts: EngineFacts): Promise<LockCheck> {
  const wrapper = `${places.runtimeFolder}/runc`;
  const remedy = words.runtimeRemedy;
  const unit = facts.containerdPath === null ? 'docker.service' : 'containerd.service';
  const path = await rawPathOf(host, unit);
  if (path === null && !facts.isService)
    return check('runtime', 'runtime', 'unknown', fill(words.noService, { unit }), words.byHandRemedy);
  if (path === null)
    return check('runtime', 'runtime', 'unknown', fill(words.noEnvironment, { unit }), words.rootRemedy);
  const found = programOn(host, path, 'runc') ?? '-';
  if (found !== wrapper) return check('runtime', 'runtime', 'open', fill(words.finds, { unit, found }), remedy);
  const { code, complaint } = await host.run(wrapper, [
    'create',
    '--bundle',
    '/nonexistent/plimsoll',
    'plimsoll-status',
  ]);
  if (code !== 0 && complaint.includes('plimsoll: '))
    return check('runtime', 'runtime', 'closed', fill(words.refuses, { wrapper }), null);
  const said = printable(complaint, 200) || `exit code ${code}`;
  return check('runtime', 'runtime', 'open', fill(words.doesNot, { wrapper, said }), remedy);
}

/** Runtimes that may be asked for by name. */
function runtimesChecks({ daemon }: EngineFacts): LockCheck[] {
  const open = daemon.runtimes.filter(({ program }) => !(program ?? '').startsWith(`${places.runtimesFolder}/`));
  if (daemon.runtimes.length === 0) return [];
  if (open.length === 0) {
    const names = daemon.runtimes.map(({ name }) => name).join(', ');
    return [check('runtimes', 'runtime', 'closed', fill(words.allNamed, { names }), null)];
  }
  const names = open.map(({ name }) => name).join(', ');
  return [check('runtimes', 'runtime', 'open', fill(words.notNamed, { names }), words.runtimesRemedy)];
}

function check(
  id: LockCheck['id'],
  lock: Lock,
  state: LockCheck['state'],
  detail: Text,
  remedy: Text | null,
): LockCheck {
  return { id, lock, state, title: titles[id], detail, remedy: state === 'closed' ? null : remedy };
}

const titles: Readonly<Record<LockCheck['id'], Text>> = {
  service: { en: 'gate', 'zh-CN': '关卡' },
  socket: { en: 'first lock', 'zh-CN': '第一道锁' },
  'engine-socket': { en: 'engine’s own socket', 'zh-CN': '引擎自身的套接字' },
  authz: { en: 'second lock', 'zh-CN': '第二道锁' },
  tcp: { en: 'other addresses', 'zh-CN': '其他地址' },
  runtime: { en: 'third lock', 'zh-CN': '第三道锁' },
  runtimes: { en: 'named runtimes', 'zh-CN': '具名运行时' },
};

const words = {
  gate: { en: 'the gate answers at {path}, and refuses', 'zh-CN': '{path} 由关卡应答，并会阻断' },
  noGate: { en: 'what answers at {path} refuses nothing', 'zh-CN': '{path} 处的应答者不阻断任何请求' },
  noAnswer: { en: '{path}: {reason}', 'zh-CN': '{path}：{reason}' },
  ownSocket: { en: 'clients speak to it at {path}', 'zh-CN': '客户端直接与其通信：{path}' },
  shut: { en: 'others do not reach {path}', 'zh-CN': '其他用户无法访问 {path}' },
  reached: { en: 'anybody reaches {path}', 'zh-CN': '任何人都能访问 {path}' },
  shutRemedy: {
    en: 'Close its folder: systemctl restart systemd-tmpfiles-setup; ls -ld {folder}',
    'zh-CN': '请关闭其目录：systemctl restart systemd-tmpfiles-setup；ls -ld {folder}',
  },
  noPlugin: { en: 'the running engine knows no plugin plimsoll', 'zh-CN': '运行中的引擎没有 plimsoll 插件' },
  asks: { en: 'the engine asks the gate at {path}, and refuses', 'zh-CN': '{path} 处的引擎会询问关卡并阻断' },
  lets: { en: 'the engine has the plugin, which refuses nothing', 'zh-CN': '引擎已加载插件，但插件不阻断任何请求' },
  noTcp: { en: 'the engine listens nowhere else', 'zh-CN': '引擎没有在其他地址监听' },
  guardedTcp: { en: '{addresses}, behind the second lock', 'zh-CN': '{addresses}，在第二道锁之后' },
  openTcp: { en: '{addresses}, behind no lock', 'zh-CN': '{addresses}，没有任何锁' },
  noEnvironment: { en: 'what {unit} was started with is not to be seen', 'zh-CN': '看不到 {unit} 启动时的环境' },
  noService: { en: 'systemd does not run {unit}', 'zh-CN': 'systemd 没有运行 {unit}' },
  finds: { en: '{unit} calls {found}', 'zh-CN': '{unit} 调用的是 {found}' },
  refuses: { en: '{wrapper} is called, and refuses', 'zh-CN': '调用的是 {wrapper}，并会阻断' },
  doesNot: { en: '{wrapper} does not refuse: {said}', 'zh-CN': '{wrapper} 未阻断：{said}' },
  allNamed: { en: '{names}', 'zh-CN': '{names}' },
  notNamed: { en: 'nothing stands before {names}', 'zh-CN': '{names} 之前没有锁' },
  serviceRemedy: {
    en: 'See why: systemctl status plimsoll-docker; journalctl -u plimsoll-docker',
    'zh-CN': '查看原因：systemctl status plimsoll-docker；journalctl -u plimsoll-docker',
  },
  socketRemedy: {
    en: 'Put the gate up: plimsoll gate docker install',
    'zh-CN': '请安装关卡：plimsoll gate docker install',
  },
  authzRemedy: {
    en: 'Close it: plimsoll gate docker install --locks socket,authz,runtime; an engine that was not restarted since does not have it',
    'zh-CN': '请启用：plimsoll gate docker install --locks socket,authz,runtime；此后未重启的引擎尚未加载',
  },
  tcpRemedy: {
    en: 'Close the second lock, or take the address out of docker.socket or the engine’s configuration.',
    'zh-CN': '请启用第二道锁，或从 docker.socket 或引擎配置中去掉该地址。',
  },
  runtimeRemedy: {
    en: 'Close it: plimsoll gate docker install --locks socket,authz,runtime; see what sets PATH: systemctl cat docker containerd',
    'zh-CN':
      '请启用：plimsoll gate docker install --locks socket,authz,runtime；查看何处设置了 PATH：systemctl cat docker containerd',
  },
  byHandRemedy: {
    en: 'Without systemd, put the locks up by hand: docs/gate-docker.md, “By hand”.',
    'zh-CN': '没有 systemd 时请手工启用各道锁：docs/gate-docker.zh-CN.md“手工安装”一节。',
  },
  runtimesRemedy: {
    en: 'Run plimsoll gate docker install again, so that they are stood before, too; a shim cannot be: take it out.',
    'zh-CN': '请重新运行 plimsoll gate docker install 以将其纳入；无法纳入的 shim 请从配置中移除。',
  },
  rootRemedy: {
    en: 'Ask as root: sudo plimsoll gate docker status',
    'zh-CN': '请以 root 运行：sudo plimsoll gate docker status',
  },
  systemdRemedy: {
    en: 'systemd, which starts a gate that is installed, does not answer here. Without it start the gate yourself: plimsoll gate docker',
    'zh-CN':
      '已安装的关卡由 systemd 启动，而此处的 systemd 没有响应。没有 systemd 时请自行启动关卡：plimsoll gate docker',
  },
  engineRemedy: {
    en: 'Start the engine, then ask again: systemctl start docker',
    'zh-CN': '请启动引擎后重试：systemctl start docker',
  },
} as const satisfies Record<string, Text>;
