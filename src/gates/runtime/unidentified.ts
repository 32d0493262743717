import { fill, type Text, type Value } from '../../base/text.ts';

/** What a container stands on could not be established, or is not what it is called: nothing is asked, and it does not start. */
export class Unidentified extends Error {
  override readonly name = 'Unidentified';
  readonly reason: Text;
  readonly next: Text;

  constructor(code: keyof typeof reasons, values: Readonly<Record<string, Value>> = {}, cause?: unknown) {
    const reason = fill(reasons[code].reason, values);
    super(reason.en, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.next = reasons[code].next;
  }
}

const anew: Text = {
  en: 'Remove the container and create it again; where that does not help, pull its image anew.',
  'zh-CN': '请删除该容器后重新创建；若仍不行，请重新拉取其镜像。',
};
const fromImage: Text = {
  en: 'Create it from an image, without a root file system or mounts of its own for it.',
  'zh-CN': '请从镜像创建，不要自带根文件系统或其挂载。',
};
const places: Text = {
  en: 'Name where the engine keeps its state: --docker-root, --containerd-root, --storage-root DIR',
  'zh-CN': '请指定引擎的状态目录：--docker-root、--containerd-root、--storage-root 目录',
};

const reasons = {
  'no-engine': {
    reason: {
      en: 'The container could not be traced to an image of an engine on this machine.',
      'zh-CN': '无法确认该容器来自本机引擎的哪个镜像。',
    },
    next: places,
  },
  'no-root-mount': {
    reason: {
      en: 'Its root file system is not mounted as an engine mounts the layers of an image.',
      'zh-CN': '其根文件系统不是引擎由镜像层挂载而成的。',
    },
    next: fromImage,
  },
  'mounted-over': {
    reason: {
      en: 'Something is mounted over its root file system or over the layers below it: {path}',
      'zh-CN': '其根文件系统或所用的镜像层上又挂载了其他内容：{path}',
    },
    next: fromImage,
  },
  'odd-layers': {
    reason: {
      en: 'The layers under its root file system are given in a way that can be read differently.',
      'zh-CN': '其根文件系统所用的镜像层写法存在歧义。',
    },
    next: anew,
  },
  'gone-layer': {
    reason: {
      en: 'A layer under its root file system was taken from a place that is not there any more: {path}',
      'zh-CN': '其根文件系统的某个镜像层取自已不存在的位置：{path}',
    },
    next: {
      en: 'Run it without a user namespace that maps its layers (Kubernetes: hostUsers: true; Podman: no --userns); else create it again.',
      'zh-CN':
        '请不要使用映射镜像层的用户命名空间（Kubernetes：hostUsers: true；Podman：不使用 --userns）；否则请重新创建。',
    },
  },
  'foreign-layer': {
    reason: {
      en: 'It stands on something that is no layer of its image: {path}',
      'zh-CN': '它所基于的内容不是其镜像的镜像层：{path}',
    },
    next: fromImage,
  },
  'no-container': {
    reason: {
      en: 'The engine keeps no container that stands on this root file system.',
      'zh-CN': '引擎中没有使用该根文件系统的容器。',
    },
    next: fromImage,
  },
  'no-image': {
    reason: { en: 'The container names no image.', 'zh-CN': '该容器没有所属镜像。' },
    next: fromImage,
  },
  'no-driver': {
    reason: { en: 'The container names no storage driver.', 'zh-CN': '该容器没有存储驱动。' },
    next: anew,
  },
  'config-changed': {
    reason: { en: 'The config of its image was changed on disk.', 'zh-CN': '其镜像的配置在磁盘上被改动。' },
    next: anew,
  },
  'no-digest': {
    reason: {
      en: 'A layer of its image has no digest of its content.',
      'zh-CN': '其镜像有镜像层没有内容摘要。',
    },
    next: {
      en: 'Pull the image as a whole, not in parts: partial and lazy pulls leave the digest out.',
      'zh-CN': '请完整拉取镜像：部分拉取与按需拉取不保留摘要。',
    },
  },
  'other-layers': {
    reason: {
      en: 'The container does not stand on the layers of its image.',
      'zh-CN': '该容器所基于的不是其镜像的镜像层。',
    },
    next: anew,
  },
  'added-files': {
    reason: {
      en: 'Its engine’s own layer holds something that the engine does not put there: {path}',
      'zh-CN': '引擎自身的镜像层中有引擎不会放入的内容：{path}',
    },
    next: anew,
  },
  'busy-engine': {
    reason: {
      en: 'The engine’s state was written to again and again while it was read: {path}',
      'zh-CN': '读取引擎状态时它一直在被写入：{path}',
    },
    next: { en: 'Try again in a moment.', 'zh-CN': '请稍后重试。' },
  },
  'damaged-store': {
    reason: {
      en: 'What the engine knows of its images cannot be read: {path}',
      'zh-CN': '无法读取引擎的镜像记录：{path}',
    },
    next: {
      en: 'See what the engine itself says of it, and restore it or pull the images anew.',
      'zh-CN': '请查看引擎自身的说明，恢复该记录或重新拉取镜像。',
    },
  },
  'odd-mounts': {
    reason: { en: 'What the kernel says of mounts cannot be read.', 'zh-CN': '无法读取内核给出的挂载信息。' },
    next: anew,
  },
  'odd-bundle': {
    reason: {
      en: 'Its config.json does not say clearly as whom it runs, or with which mounts.',
      'zh-CN': '其 config.json 未明确说明以谁的身份运行或有哪些挂载。',
    },
    next: anew,
  },
  'two-readings': {
    reason: {
      en: 'The runtime is called in a way that can be read in two ways: {word}',
      'zh-CN': '对运行时的调用存在歧义：{word}',
    },
    next: {
      en: 'Leave out flags for the runtime that the engine does not give by itself.',
      'zh-CN': '请去掉引擎本身不会给出的运行时参数。',
    },
  },
  checkpoint: {
    reason: {
      en: 'A container may not be started from a checkpoint: what runs then is memory that nobody has judged.',
      'zh-CN': '禁止从检查点启动容器：恢复的是无人判定过的内存。',
    },
    next: { en: 'Start it anew from its image.', 'zh-CN': '请从镜像重新启动。' },
  },
  'root-covered': {
    reason: {
      en: 'A mount would lie over the whole image: what runs then is not what was judged.',
      'zh-CN': '有挂载会覆盖整个镜像：运行的将不是已判定的内容。',
    },
    next: { en: 'Mount it at a directory of its own.', 'zh-CN': '请挂载到单独的目录。' },
  },
  'image-mounted': {
    reason: {
      en: 'Files of another image, or a directory that engines keep images in, would be laid into the container: {path}',
      'zh-CN': '会把另一镜像的文件或引擎存放镜像的目录挂载到容器：{path}',
    },
    next: {
      en: 'Build what is needed into one image, or mount a directory or volume.',
      'zh-CN': '请把所需内容构建到同一镜像，或挂载目录、卷。',
    },
  },
  'engine-socket': {
    reason: {
      en: 'An engine’s own socket, or a directory that it lies in, may not be laid into a container: whoever has it speaks to the engine past every lock.',
      'zh-CN': '禁止把引擎自身的套接字或其所在的目录挂载到容器：持有者可绕过每道锁直接操作引擎。',
    },
    next: {
      en: 'Mount what is needed, one by one, or name the sockets that are to be kept: --engine-socket FILE',
      'zh-CN': '请逐一挂载所需内容，或指定需要保护的套接字：--engine-socket 文件',
    },
  },
  'own-state': {
    reason: {
      en: 'What this lock decides by may not be laid into a container, nor a directory that it lies in.',
      'zh-CN': '禁止把本锁的判定依据或其所在的目录挂载到容器。',
    },
    next: { en: 'Mount what is needed, one by one.', 'zh-CN': '请逐一挂载所需内容。' },
  },
  'unseen-mount': {
    reason: {
      en: 'Nobody can tell here what would be laid into the container: {path}',
      'zh-CN': '此处无法确认将挂载到容器的内容：{path}',
    },
    next: {
      en: 'Name the directory itself, by a path that leads every process to the same one.',
      'zh-CN': '请以对每个进程都相同的路径指明目录本身。',
    },
  },
} as const satisfies Record<string, { readonly reason: Text; readonly next: Text }>;
