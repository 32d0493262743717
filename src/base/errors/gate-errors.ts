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
  'runtime-not-called': {
    exit: 3,
    what: { en: 'the runtime {file} cannot be called: {reason}', 'zh-CN': '无法调用运行时 {file}：{reason}' },
    remedy: { en: 'Name the real one: --runtime FILE', 'zh-CN': '请指定真正的运行时：--runtime 文件' },
  },
} as const satisfies Record<string, ErrorEntry>;
