import type { ErrorEntry } from '../errors.ts';

/** Errors of finding and reading an image. */
export const imageErrors = {
  'bad-reference': {
    exit: 2,
    what: { en: '"{ref}" is not a reference to an image: {reason}', 'zh-CN': '“{ref}”不是有效的镜像引用：{reason}' },
    remedy: {
      en: 'Write docker:NAME, registry:HOST/REPO:TAG, archive:FILE, oci:DIR[:TAG], containerd:NAME, rootfs:DIR or sbom:FILE.',
      'zh-CN':
        '请写作 docker:名称、registry:主机/仓库:标签、archive:文件、oci:目录[:标签]、containerd:名称、rootfs:目录 或 sbom:文件。',
    },
  },
  'containerd-absent': {
    exit: 3,
    what: { en: 'containerd keeps no images in {asked}', 'zh-CN': '{asked} 中没有 containerd 的镜像' },
    remedy: {
      en: 'Say where it keeps them (its configuration calls it root): --containerd-root DIR; or: ctr images export - NAME | plimsoll scan archive:-',
      'zh-CN':
        '请指明其数据目录（其配置中的 root）：--containerd-root 目录；或：ctr images export - 名称 | plimsoll scan archive:-',
    },
  },
  'containerd-unreadable': {
    exit: 3,
    what: {
      en: 'cannot read the images of containerd in {file}: {reason}',
      'zh-CN': '无法读取 containerd 的镜像（{file}）：{reason}',
    },
    remedy: {
      en: 'Run as root, to whom they belong; or: ctr images export - {name} | plimsoll scan archive:-',
      'zh-CN': '请以其所有者 root 运行；或：ctr images export - {name} | plimsoll scan archive:-',
    },
  },
  'image-not-found': {
    exit: 3,
    what: { en: 'there is no image {ref}', 'zh-CN': '找不到镜像 {ref}' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'file-unreadable': {
    exit: 3,
    what: { en: 'cannot read {file}: {reason}', 'zh-CN': '无法读取 {file}：{reason}' },
    remedy: { en: 'Check the path and the permissions.', 'zh-CN': '请检查路径和权限。' },
  },
  'not-an-image': {
    exit: 3,
    what: { en: '{file} is not an image: {reason}', 'zh-CN': '{file} 不是镜像：{reason}' },
    remedy: {
      en: 'Give what `docker save -o FILE IMAGE` or `skopeo copy … oci-archive:FILE` writes.',
      'zh-CN': '请提供 `docker save -o 文件 镜像` 或 `skopeo copy … oci-archive:文件` 生成的文件。',
    },
  },
  'several-images': {
    exit: 2,
    what: { en: '{file} holds {count} images: {names}', 'zh-CN': '{file} 内含 {count} 个镜像：{names}' },
    remedy: { en: 'Say which one: {example}', 'zh-CN': '请指明其中一个：{example}' },
  },
  'no-such-platform': {
    exit: 3,
    what: {
      en: '{ref} has no image for {platform}; it has {available}',
      'zh-CN': '{ref} 没有 {platform} 平台的镜像；可用平台：{available}',
    },
    remedy: { en: 'Pick one with --platform OS/ARCH[/VARIANT].', 'zh-CN': '请用 --platform 系统/架构[/变体] 选择。' },
  },
  'archive-truncated': {
    exit: 3,
    what: {
      en: 'cannot read {file}: it ends after {bytes} bytes, in the middle of {part}',
      'zh-CN': '无法读取 {file}：数据在第 {bytes} 字节处中断，{part}不完整',
    },
    remedy: { en: 'The file was cut off. Save or copy it again.', 'zh-CN': '文件不完整。请重新保存或复制。' },
  },
  'archive-corrupt': {
    exit: 3,
    what: { en: 'cannot read {file}: {reason}', 'zh-CN': '无法读取 {file}：{reason}' },
    remedy: {
      en: 'The file is damaged, or is no image archive. Save or copy it again.',
      'zh-CN': '文件已损坏，或不是镜像归档。请重新保存或复制。',
    },
  },
  'digest-mismatch': {
    exit: 3,
    what: {
      en: '{what} is not what its digest says: expected {expected}, got {actual}',
      'zh-CN': '{what} 与其摘要不符：应为 {expected}，实为 {actual}',
    },
    remedy: {
      en: 'The content was damaged or replaced on the way. Do not use this image; get it again from its source.',
      'zh-CN': '内容在传输中损坏或被替换。请勿使用该镜像，并从源头重新获取。',
    },
  },
  'manifest-invalid': {
    exit: 3,
    what: { en: 'the manifest of {ref} is not valid: {reason}', 'zh-CN': '{ref} 的清单无效：{reason}' },
    remedy: {
      en: 'Build or push the image again with a current tool.',
      'zh-CN': '请用较新的工具重新构建或推送该镜像。',
    },
  },
  'unsupported-image': {
    exit: 3,
    what: { en: '{ref} cannot be read: {reason}', 'zh-CN': '无法读取 {ref}：{reason}' },
    remedy: {
      en: 'Convert it with a current tool (for example `skopeo copy`), then scan it again.',
      'zh-CN': '请用较新的工具（例如 `skopeo copy`）转换后再扫描。',
    },
  },
  'limit-crossed': {
    exit: 3,
    what: { en: '{ref} is over a limit: {reason}', 'zh-CN': '{ref} 超出限制：{reason}' },
    remedy: { en: 'If you trust its size, raise {flag}.', 'zh-CN': '如确认其大小可信，请调高 {flag}。' },
  },
  incomplete: {
    exit: 3,
    what: { en: '{ref} could not be read completely: {gap}', 'zh-CN': '{ref} 未能完整读取：{gap}' },
    remedy: { en: '{remedy}', 'zh-CN': '{remedy}' },
  },
  undecided: {
    exit: 3,
    what: {
      en: '{ref} could not be judged, because {control} is unknown: {reason}',
      'zh-CN': '无法判定 {ref}，因为控制项 {control} 结果未知：{reason}',
    },
    remedy: { en: '{remedy}', 'zh-CN': '{remedy}' },
  },
} as const satisfies Record<string, ErrorEntry>;
