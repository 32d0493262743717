import { spawn } from 'node:child_process';
import { exitCodes, failureFrom } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, verbatim } from '../../base/text.ts';
import { type EnginePlaces, usualPlaces } from '../../gates/runtime/engine-places.ts';
import { command } from '../command.ts';
import { deciding, decidingFlags, decidingGroups } from '../gate-flags.ts';

export const gateRuntime = command({
  name: 'gate runtime',
  summary: { en: 'stand before an OCI runtime', 'zh-CN': '守在 OCI 运行时之前' },
  description: [
    {
      en: 'Called by an engine in place of its runtime. A container that is about to come to life is identified by the content on disk that it stands on; the real runtime is called only when the ledger and the policy allow it. All other verbs go straight on.',
      'zh-CN':
        '由引擎代替其运行时调用。即将启动的容器按其磁盘上的实际内容识别；只有账本与策略放行时才调用真正的运行时。其他命令直接放行。',
    },
    {
      en: 'Nothing is scanned here, because the engine waits: an image without a verdict is refused unless the policy allows unknown ones.',
      'zh-CN': '此处不扫描，因为引擎在等待：没有判定的镜像会被拒绝，除非策略允许未知镜像。',
    },
  ],
  arguments: {
    ARGS: {
      repeats: true,
      summary: { en: 'the runtime’s own command line, behind --', 'zh-CN': '运行时自身的命令行，写在 -- 之后' },
    },
  },
  flags: {
    runtime: {
      type: 'text',
      value: 'FILE',
      default: '/usr/bin/runc',
      trusted: true,
      summary: { en: 'the real runtime', 'zh-CN': '真正的运行时' },
    },
    'docker-root': {
      type: 'list',
      value: 'DIR',
      trusted: true,
      summary: {
        en: 'where a Docker engine keeps its state (default: /var/lib/docker)',
        'zh-CN': 'Docker 引擎的状态目录（默认 /var/lib/docker）',
      },
    },
    'containerd-root': {
      type: 'list',
      value: 'DIR',
      trusted: true,
      summary: {
        en: 'where containerd keeps its state (default: /var/lib/containerd, and Docker’s own)',
        'zh-CN': 'containerd 的状态目录（默认 /var/lib/containerd 以及 Docker 自带的）',
      },
    },
    'storage-root': {
      type: 'list',
      value: 'DIR',
      trusted: true,
      summary: {
        en: 'the storage of Podman or CRI-O (default: /var/lib/containers/storage)',
        'zh-CN': 'Podman 或 CRI-O 的存储目录（默认 /var/lib/containers/storage）',
      },
    },
    'engine-socket': {
      type: 'list',
      value: 'FILE',
      trusted: true,
      summary: {
        en: 'a socket that may not be laid into a container, nor its directory (default: those of Docker, containerd, Podman and CRI-O)',
        'zh-CN': '禁止连同其所在目录挂载到容器的套接字（默认为 Docker、containerd、Podman 与 CRI-O 的套接字）',
      },
    },
    ...decidingFlags,
  },
  groups: [
    {
      title: { en: 'The runtime', 'zh-CN': '运行时' },
      flags: ['runtime', 'docker-root', 'containerd-root', 'storage-root', 'engine-socket'],
    },
    ...decidingGroups,
  ],
  examples: [
    {
      line: 'plimsoll gate runtime --policy policy.yaml --runtime /usr/bin/runc -- "$@"',
      does: {
        en: 'The last line of a wrapper script that an engine calls.',
        'zh-CN': '引擎所调用的包装脚本的最后一行。',
      },
    },
  ],
  seeAlso: ['gate docker'],
  async run({ arguments: { ARGS }, flags }, open, io) {
    const services = await open();
    const answer = await services.gates.runtime({
      ...deciding(flags, io),
      args: ARGS,
      language: io.language,
      places: placesOf(flags),
    });
    if (answer.kind === 'refuse') {
      io.announce(fill(verbatim('plimsoll: {message}'), { message: answer.message }));
      return exitCodes.denied;
    }
    return called(flags.runtime, ARGS);
  },
});

function placesOf(
  flags: Readonly<Record<'docker-root' | 'containerd-root' | 'storage-root' | 'engine-socket', readonly string[]>>,
): Omit<EnginePlaces, 'own'> {
  const given = (paths: readonly string[], usual: readonly string[]) => (paths.length === 0 ? usual : paths);
  return {
    dockerRoots: given(flags['docker-root'], usualPlaces.dockerRoots),
    containerdRoots: given(flags['containerd-root'], usualPlaces.containerdRoots),
    storageRoots: given(flags['storage-root'], usualPlaces.storageRoots),
    engineSockets: given(flags['engine-socket'], usualPlaces.engineSockets),
  };
}

/** Calls the real runtime with what this process was given, and ends as it ends. */
function called(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(failureFrom(error, 'runtime-not-called', { file, reason: wordsOf(error) })));
    child.on('exit', (code) => resolve(code ?? exitCodes.incomplete));
  });
}
