import { failure } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import { defaultPlatform, parsePlatform } from '../images/platform-choice.ts';
import { type Platform, platformName } from '../model/image.ts';
import type { Listing } from '../model/listing.ts';
import type { FlagGroup } from './command.ts';
import type { Flags, ValuesOf } from './flag.ts';
import type { Io } from './io.ts';
import type { ListRequest, ScanRequest } from './services.ts';

/** Flags that say how images are read: of every command that reads one. */
export const scanFlags = {
  platform: {
    type: 'text',
    value: 'OS/ARCH',
    summary: {
      en: 'which image of an index to take, as OS/ARCH[/VARIANT] (default: linux on this processor)',
      'zh-CN': '从多平台索引中选取的平台，写作 系统/架构[/变体]（默认：linux 与本机架构）',
    },
  },
  offline: {
    type: 'switch',
    summary: {
      en: 'any attempt to leave this machine is an error',
      'zh-CN': '任何对外网络访问都视为错误',
    },
  },
  timeout: {
    type: 'duration',
    value: 'DURATION',
    summary: {
      en: 'stop reading after this long; what was not read is a gap, and the exit code 3',
      'zh-CN': '超过该时长即停止读取；未读部分记为盲区，退出码为 3',
    },
  },
  'max-image-size': {
    type: 'size',
    value: 'SIZE',
    default: 32e9,
    summary: {
      en: 'most bytes to read over all layers, uncompressed; more is a gap and exit code 3',
      'zh-CN': '所有镜像层解压后最多读取的字节数；超出记为盲区，退出码为 3',
    },
  },
  'max-file-size': {
    type: 'size',
    value: 'SIZE',
    default: 256e6,
    summary: {
      en: 'largest single file of an image to look into; a larger one is a gap',
      'zh-CN': '镜像内可读取的单个文件上限；更大的文件记为盲区',
    },
  },
  'max-layers': {
    type: 'count',
    value: 'COUNT',
    default: 512,
    summary: { en: 'most layers that an image may have', 'zh-CN': '镜像允许的最多层数' },
  },
  'java-index': {
    type: 'text',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'know Java archives that do not say what they are by their SHA-1: lines SHA1 GROUP:ARTIFACT:VERSION, sorted, or Trivy’s Java database',
      'zh-CN':
        '按 SHA-1 识别自身没有坐标的 Java 归档：每行“SHA1 GROUP:ARTIFACT:VERSION”并已排序的文件，或 Trivy 的 Java 数据库',
    },
  },
  'registry-ca': {
    type: 'text',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'PEM file with certificate authorities to trust besides those of the system',
      'zh-CN': '除系统证书外额外信任的 CA 证书文件（PEM）',
    },
  },
  'registry-insecure': {
    type: 'list',
    value: 'HOST',
    trusted: true,
    summary: {
      en: 'registry that may be asked over plain HTTP or with a certificate that does not verify',
      'zh-CN': '允许以明文 HTTP 或未验证证书访问的镜像仓库主机',
    },
  },
  'registry-token': {
    type: 'text',
    value: 'TOKEN',
    secret: true,
    trusted: true,
    summary: { en: 'bearer token for the registry', 'zh-CN': '镜像仓库的 Bearer 令牌' },
  },
} as const satisfies Flags;

/** Of commands that a person gives one image. */
export const containerdFlags = {
  namespace: {
    type: 'text',
    value: 'NAME',
    summary: {
      en: 'namespace of containerd in which a containerd:NAME is looked for; Kubernetes has k8s.io (default: default)',
      'zh-CN': '在 containerd 的哪个命名空间中查找 containerd:名称；Kubernetes 使用 k8s.io（默认 default）',
    },
  },
  'containerd-root': {
    type: 'text',
    value: 'DIR',
    trusted: true,
    summary: {
      en: 'where containerd keeps images (default: /var/lib/containerd, or where k3s and RKE2 have it)',
      'zh-CN': 'containerd 的数据目录（默认 /var/lib/containerd，或 k3s、RKE2 的目录）',
    },
  },
} as const satisfies Flags;

export const containerdGroup: FlagGroup = {
  title: { en: 'Images of containerd', 'zh-CN': 'containerd 中的镜像' },
  flags: ['namespace', 'containerd-root'],
};

export function containerdOptions(
  flags: Pick<ValuesOf<typeof containerdFlags>, 'namespace' | 'containerd-root'>,
): Pick<ListRequest, 'containerd'> {
  return { containerd: { namespace: flags.namespace ?? 'default', root: flags['containerd-root'] } };
}

/** Of commands whose result nobody else relies on. */
export const verifyFlag = {
  'verify-layers': {
    type: 'switch',
    summary: {
      en: 'read and hash every layer, also of a local engine whose directory can be read, whose digests are else believed',
      'zh-CN': '完整读取每一层并计算摘要；否则，本机引擎的数据目录可读时直接采信其记录的摘要',
    },
  },
} as const satisfies Flags;

/** Of commands whose verdicts may go by what others say. */
export const vexKeyFlag = {
  'vex-key': {
    type: 'list',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'look for VEX attestations beside the image, in its registry or OCI layout, and believe those that this public key (PEM) signed for it',
      'zh-CN': '在镜像所在的镜像仓库或 OCI 布局中查找 VEX 证明，采信由该公钥（PEM）针对该镜像签署的证明',
    },
  },
} as const satisfies Flags;

export const scanFlagGroups: readonly FlagGroup[] = [
  {
    title: { en: 'Limits', 'zh-CN': '限制' },
    flags: ['timeout', 'max-image-size', 'max-file-size', 'max-layers'],
  },
  {
    title: { en: 'What is known of packages', 'zh-CN': '软件包的识别' },
    flags: ['java-index'],
  },
  {
    title: { en: 'Where images come from', 'zh-CN': '镜像来源' },
    flags: ['platform', 'offline', 'registry-ca', 'registry-insecure', 'registry-token'],
  },
];

/** The request for one image under these flags. */
export function scanRequest(
  ref: string,
  policyFiles: readonly string[],
  flags: ValuesOf<typeof scanFlags>,
  io: Pick<Io, 'signal' | 'progress'>,
): ScanRequest {
  return { ...listRequest(ref, flags, io), policyFiles };
}

/** As {@link scanRequest}, for what is in an image alone. */
export function listRequest(
  ref: string,
  flags: ValuesOf<typeof scanFlags>,
  io: Pick<Io, 'signal' | 'progress'>,
): ListRequest {
  const platform = flags.platform === null ? defaultPlatform() : parsePlatform(flags.platform);
  if (platform === null) {
    throw failure('bad-flag-value', { flag: '--platform', given: flags.platform ?? '', expected: texts.platform });
  }
  return {
    ref,
    platform,
    offline: flags.offline,
    limits: {
      maxImageSize: flags['max-image-size'],
      maxFileSize: flags['max-file-size'],
      maxLayers: flags['max-layers'],
    },
    registry: {
      ca: flags['registry-ca'],
      insecureHosts: flags['registry-insecure'],
      token: flags['registry-token'],
    },
    ...(flags['java-index'] === null ? {} : { javaIndex: flags['java-index'] }),
    timeout: flags.timeout,
    signal: io.signal,
    progress: io.progress,
  };
}

/** Says where an image is for another platform than was asked for, its variant aside: alone under its name it was taken all the same. */
export function remarkPlatform(asked: Platform, { ref, config }: Listing, io: Pick<Io, 'remark'>): void {
  const { platform } = config;
  if (platform.os === asked.os && platform.architecture === asked.architecture) return;
  io.remark(fill(texts.other, { ref, platform: platformName(platform), asked: platformName(asked) }));
}

const texts = {
  other: {
    en: '{ref} is for {platform}, not for {asked}: there is no other image under this name.',
    'zh-CN': '{ref} 的平台是 {platform}，而不是 {asked}：该名称下没有其他镜像。',
  },
  platform: {
    en: 'OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64',
    'zh-CN': '系统/架构 或 系统/架构/变体，如 linux/arm64',
  },
} as const satisfies Record<string, Text>;
