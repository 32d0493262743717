import type { ErrorEntry } from '../errors.ts';

/** Errors of documents that stand for an image, speak of one, or of what may be in it. */
export const sbomErrors = {
  'sbom-invalid': {
    exit: 3,
    what: { en: '{file} cannot be read as an SBOM: {reason}', 'zh-CN': '无法将 {file} 作为 SBOM 读取：{reason}' },
    remedy: {
      en: 'Give CycloneDX 1.2 to 1.6, SPDX 2.2 or 2.3, or Syft’s own format, as JSON; or scan the image itself.',
      'zh-CN': '请提供 JSON 格式的 CycloneDX 1.2～1.6、SPDX 2.2/2.3 或 Syft 文档；或直接扫描镜像。',
    },
  },
  'vex-unreadable': {
    exit: 2,
    what: { en: 'cannot read the VEX file {file}: {reason}', 'zh-CN': '无法读取 VEX 文件 {file}：{reason}' },
    remedy: { en: 'Check the path and the permissions.', 'zh-CN': '请检查路径和权限。' },
  },
  'vex-invalid': {
    exit: 2,
    what: {
      en: '{file} is not a VEX document that can be trusted: {reason}',
      'zh-CN': '{file} 不是可信的 VEX 文档：{reason}',
    },
    remedy: {
      en: 'Give OpenVEX, CycloneDX with analyses, or a CSAF VEX, as JSON. Nothing was scanned.',
      'zh-CN': '请提供 JSON 格式的 OpenVEX、带分析的 CycloneDX 或 CSAF VEX。未进行扫描。',
    },
  },
  'vex-too-many': {
    exit: 2,
    what: { en: '{file} holds too much: {reason}', 'zh-CN': '{file} 内容过多：{reason}' },
    remedy: {
      en: 'Give the documents that speak of what is scanned. Nothing was scanned.',
      'zh-CN': '请只提供与所扫描内容有关的文档。未进行扫描。',
    },
  },
  'vex-key-unusable': {
    exit: 2,
    what: {
      en: '{file} cannot be used as a key of VEX attestations: {reason}',
      'zh-CN': '{file} 不能用作 VEX 证明的密钥：{reason}',
    },
    remedy: {
      en: 'Give a public key as PEM, Ed25519 or ECDSA P-256, such as cosign.pub. Nothing was scanned.',
      'zh-CN': '请提供 PEM 格式的公钥（Ed25519 或 ECDSA P-256），例如 cosign.pub。未进行扫描。',
    },
  },
  'vex-not-recorded': {
    exit: 2,
    what: {
      en: 'a verdict under --vex or --vex-key is not recorded: gates go by the policy alone',
      'zh-CN': '使用 --vex 或 --vex-key 得到的判定不能写入账本：关卡只依据策略',
    },
    remedy: {
      en: 'Leave them out, and write a waiver with an owner and an end into the policy: docs/waivers.md',
      'zh-CN': '请去掉它们，改为在策略中写入带负责人和期限的豁免：docs/waivers.zh-CN.md',
    },
  },
  'java-index-unreadable': {
    exit: 2,
    what: { en: 'cannot read the Java index {file}: {reason}', 'zh-CN': '无法读取 Java 索引 {file}：{reason}' },
    remedy: { en: 'Check the path and the permissions.', 'zh-CN': '请检查路径和权限。' },
  },
  'java-index-invalid': {
    exit: 2,
    what: {
      en: '{file} is not an index of Java archives: {reason}',
      'zh-CN': '{file} 不是 Java 归档索引：{reason}',
    },
    remedy: {
      en: 'Make it as docs/languages.md says, and sort it with LC_ALL=C sort.',
      'zh-CN': '请按 docs/languages.zh-CN.md 的说明生成，并用 LC_ALL=C sort 排序。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
