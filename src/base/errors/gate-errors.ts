import type { ErrorEntry } from '../errors.ts';

/** Errors of opening a gate. What a gate refuses while it stands is said in the words of its protocol. */
export const gateErrors = {
  'gate-address-invalid': {
    exit: 2,
    what: { en: '{flag} cannot be {given}: {reason}', 'zh-CN': '{flag} 不能是 {given}：{reason}' },
    remedy: {
      en: 'Write unix:///path/to/docker.sock, or tcp://127.0.0.1:PORT.',
      'zh-CN': '请写作 unix:///路径/docker.sock 或 tcp://127.0.0.1:端口。',
    },
  },
  'gate-loop': {
    exit: 2,
    what: {
      en: '{address} is both where the gate would listen and the engine behind it',
      'zh-CN': '{address} 既是关卡的监听地址，又是其后的引擎地址',
    },
    remedy: {
      en: 'Give the engine a socket of its own, and the gate the one that clients use.',
      'zh-CN': '请让引擎使用单独的套接字，把客户端使用的套接字留给关卡。',
    },
  },
  'gate-address-taken': {
    exit: 3,
    what: { en: 'cannot listen at {address}: {reason}', 'zh-CN': '无法在 {address} 监听：{reason}' },
    remedy: {
      en: 'Stop what listens there, or give another address with --listen.',
      'zh-CN': '请停止占用该地址的程序，或用 --listen 指定其他地址。',
    },
  },
  'engine-config-unusable': {
    exit: 3,
    what: {
      en: 'the engine’s configuration {file} is not changed: {reason}',
      'zh-CN': '不会改动引擎配置 {file}：{reason}',
    },
    remedy: {
      en: 'Mend it so that the engine reads it as you mean it, then run this again. JSON has no comments.',
      'zh-CN': '请先修正该文件，使引擎能按你的本意读取，再重新运行。JSON 不支持注释。',
    },
  },
  'gate-not-installable': {
    exit: 3,
    what: { en: 'the gate cannot be put up here: {reason}', 'zh-CN': '无法在此安装关卡：{reason}' },
    remedy: { en: '{remedy}', 'zh-CN': '{remedy}' },
  },
  'gate-install-busy': {
    exit: 3,
    what: {
      en: 'another call is putting up or taking down the gate ({holder})',
      'zh-CN': '另一个调用正在安装或卸载关卡（{holder}）',
    },
    remedy: { en: 'Wait until it has ended, then run this again.', 'zh-CN': '请等待其结束后重新运行。' },
  },
  'gate-install-failed': {
    exit: 3,
    what: {
      en: 'putting up the gate failed at “{step}”: {reason}. {state}',
      'zh-CN': '安装关卡在“{step}”一步失败：{reason}。{state}',
    },
    remedy: {
      en: 'Mend that, then run it again. See: journalctl -u docker -u plimsoll-docker',
      'zh-CN': '请排除该问题后重新运行。可查看：journalctl -u docker -u plimsoll-docker',
    },
  },
  'gate-removal-failed': {
    exit: 3,
    what: { en: 'taking down the gate stopped: {reason}', 'zh-CN': '卸载关卡中断：{reason}' },
    remedy: {
      en: 'Mend that, then run it again: it goes on where it stopped. See: journalctl -u docker',
      'zh-CN': '请排除该问题后重新运行，会从中断处继续。可查看：journalctl -u docker',
    },
  },
  'gate-not-installed': {
    exit: 3,
    what: { en: 'the gate was not put up here: {file} is missing', 'zh-CN': '此处没有安装关卡：缺少 {file}' },
    remedy: {
      en: 'See what stands: plimsoll gate docker status. Name the state directory if it was another one: --home DIR',
      'zh-CN': '查看现状：plimsoll gate docker status。如使用了其他状态目录，请用 --home 指定。',
    },
  },
  'gate-journal-unusable': {
    exit: 3,
    what: {
      en: 'the record of the installation {file} cannot be used: {reason}',
      'zh-CN': '无法使用安装记录 {file}：{reason}',
    },
    remedy: {
      en: 'It says what was there before, so nothing is guessed. Put it back from a backup, or undo by hand: docs/gate-docker.md.',
      'zh-CN': '其中记录了安装前的状态，因此不作猜测。请从备份恢复，或按 docs/gate-docker.zh-CN.md 手工还原。',
    },
  },
  'gate-not-reloaded': {
    exit: 3,
    what: {
      en: 'settings could not be read anew, and the policy {policy} stays in force: {reason}',
      'zh-CN': '无法重新读取设置，策略 {policy} 继续生效：{reason}',
    },
    remedy: {
      en: 'Mend what it names and send SIGHUP again. Until then the gate decides as before.',
      'zh-CN': '请修正后再次发送 SIGHUP；在此之前关卡按原策略判定。',
    },
  },
  'runtime-not-called': {
    exit: 3,
    what: { en: 'the runtime {file} cannot be called: {reason}', 'zh-CN': '无法调用运行时 {file}：{reason}' },
    remedy: { en: 'Name the real one: --runtime FILE', 'zh-CN': '请指定真正的运行时：--runtime 文件' },
  },
} as const satisfies Record<string, ErrorEntry>;
