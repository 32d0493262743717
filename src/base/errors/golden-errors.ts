import type { ErrorEntry } from '../errors.ts';

/** Errors of proposing and building hardened images. */
export const goldenErrors = {
  'golden-no-image': {
    exit: 2,
    what: {
      en: '{ref} is no image that another one can be built on',
      'zh-CN': '{ref} 不是可以在其上构建的镜像',
    },
    remedy: {
      en: 'Name the image itself. Of a file system one can be made: tar -C DIR -c . | docker import - NAME; then: plimsoll golden plan docker:NAME',
      'zh-CN':
        '请直接指定镜像。文件系统可先制成镜像：tar -C 目录 -c . | docker import - 名称；再运行 plimsoll golden plan docker:名称',
    },
  },
  'golden-not-possible': {
    exit: 3,
    what: { en: 'no Dockerfile on top of {ref} would help: {reason}', 'zh-CN': '无法在 {ref} 之上加固：{reason}' },
    remedy: {
      en: '{advice} See all of it: plimsoll golden plan -o table {ref}',
      'zh-CN': '{advice} 详见：plimsoll golden plan -o table {ref}',
    },
  },
  'golden-base-absent': {
    exit: 3,
    what: {
      en: 'the engine at {address} does not have {ref}, which is to be built on',
      'zh-CN': '{address} 上的引擎没有要作为基础的镜像 {ref}',
    },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'golden-triggers': {
    exit: 3,
    what: {
      en: '{ref} has ONBUILD instructions, which would run before anything of the plan: {first}',
      'zh-CN': '{ref} 带有 ONBUILD 指令，会先于方案执行：{first}',
    },
    remedy: {
      en: 'It is meant to be built on by an application. Plan for the application’s image, or for the image below: docker inspect IMAGE shows them as Config.OnBuild.',
      'zh-CN':
        '该镜像用于构建应用。请针对应用镜像或其下层镜像制定方案：docker inspect 镜像 的 Config.OnBuild 列出了它们。',
    },
  },
  'golden-build-failed': {
    exit: 3,
    what: { en: 'step {step} of the build failed: {reason}', 'zh-CN': '构建第 {step} 步失败：{reason}' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
} as const satisfies Record<string, ErrorEntry>;
