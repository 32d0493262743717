import type { ErrorEntry } from '../errors.ts';

/** Errors of the ledger and of the keys that sign it. */
export const ledgerErrors = {
  'ledger-damaged': {
    exit: 3,
    what: { en: 'the ledger {file} is damaged: {reason}', 'zh-CN': '账本 {file} 已损坏：{reason}' },
    remedy: {
      en: 'Nothing is allowed by it. If a public key was taken away, put it back into keys/trusted/. Else restore ledger.db and ledger.head from one backup, or move both away and record anew: docs/ledger.md',
      'zh-CN':
        '在修复之前不会据此放行任何镜像。若是公钥被移走，请放回 keys/trusted/；否则请从同一份备份恢复 ledger.db 和 ledger.head，或将两者移走后重新记录：docs/ledger.zh-CN.md',
    },
  },
  'ledger-unreadable': {
    exit: 3,
    what: { en: 'the ledger {file} cannot be opened: {reason}', 'zh-CN': '无法打开账本 {file}：{reason}' },
    remedy: { en: 'Check the permissions of the file and of its folder.', 'zh-CN': '请检查该文件及其目录的权限。' },
  },
  'ledger-too-new': {
    exit: 3,
    what: {
      en: 'the ledger {file} was made by a newer Plimsoll',
      'zh-CN': '账本 {file} 由更新版本的 Plimsoll 生成',
    },
    remedy: {
      en: 'Use that version, or give this one its own --home.',
      'zh-CN': '请使用该版本，或用 --home 为当前版本指定单独的目录。',
    },
  },
  'ledger-busy': {
    exit: 3,
    what: { en: 'the ledger in {home} is locked by {holder}', 'zh-CN': '{home} 中的账本被 {holder} 锁定' },
    remedy: {
      en: 'Nothing was written. Wait until it is done, then run it again.',
      'zh-CN': '未写入任何内容。请等它完成后再运行。',
    },
  },
  'no-room-for-ledger': {
    exit: 3,
    what: { en: 'there is no room for the ledger in {home}', 'zh-CN': '{home} 的空间不足，无法写入账本' },
    remedy: {
      en: 'Nothing was written. Make room, then run it again.',
      'zh-CN': '未写入任何内容。请腾出空间后重试。',
    },
  },
  'ledger-not-written': {
    exit: 3,
    what: { en: 'the ledger in {home} could not be written: {reason}', 'zh-CN': '无法写入 {home} 中的账本：{reason}' },
    remedy: {
      en: 'Check the disk and the permissions; see what is in it: plimsoll ledger verify',
      'zh-CN': '请检查磁盘和权限；查看账本内容：plimsoll ledger verify',
    },
  },
  'ledger-contradicts': {
    exit: 3,
    what: {
      en: 'what is known of the image does not fit together: {reason}',
      'zh-CN': '镜像的各项信息互相矛盾：{reason}',
    },
    remedy: {
      en: 'It is not the image that it is said to be. Remove it, and get it anew from where it comes from.',
      'zh-CN': '它不是其声称的镜像。请删除后从来源重新获取。',
    },
  },
  'signing-key-unusable': {
    exit: 2,
    what: { en: 'the signing key {file} cannot be used: {reason}', 'zh-CN': '签名密钥 {file} 不可用：{reason}' },
    remedy: {
      en: 'It is an Ed25519 key as PKCS#8 PEM that nobody but its owner may read: openssl genpkey -algorithm ed25519',
      'zh-CN': '应为 PKCS#8 PEM 格式的 Ed25519 密钥，且只有所有者可读：openssl genpkey -algorithm ed25519',
    },
  },
  'signing-key-missing': {
    exit: 2,
    what: {
      en: 'the key that signs this ledger is not in {file}',
      'zh-CN': '{file} 中没有为该账本签名的密钥',
    },
    remedy: {
      en: 'Give it: --signing-key-file FILE, or as PEM in PLIMSOLL_SIGNING_KEY. For a new one see docs/ledger.md, "Keys".',
      'zh-CN':
        '请用 --signing-key-file 文件 或环境变量 PLIMSOLL_SIGNING_KEY（PEM）提供。更换密钥见 docs/ledger.zh-CN.md“密钥”。',
    },
  },
  'signing-key-untrusted': {
    exit: 2,
    what: {
      en: 'this ledger does not trust the signing key {key}',
      'zh-CN': '该账本不信任签名密钥 {key}',
    },
    remedy: {
      en: 'If it should, put its public key into {folder}: openssl pkey -in KEY -pubout',
      'zh-CN': '如应信任，请将其公钥放入 {folder}：openssl pkey -in 密钥文件 -pubout',
    },
  },
  'public-key-unusable': {
    exit: 2,
    what: { en: 'the public key {file} cannot be used: {reason}', 'zh-CN': '公钥 {file} 不可用：{reason}' },
    remedy: {
      en: 'It is an Ed25519 public key as PEM, and nobody but its owner may change it: openssl pkey -in KEY -pubout',
      'zh-CN': '应为 PEM 格式的 Ed25519 公钥，且只有所有者可改：openssl pkey -in 密钥文件 -pubout',
    },
  },
  'fingerprint-invalid': {
    exit: 2,
    what: { en: '"{given}" is not the beginning of a fingerprint', 'zh-CN': '“{given}”不是特征码的开头' },
    remedy: {
      en: 'Give four or more hexadecimal digits of a digest: see plimsoll ledger list',
      'zh-CN': '请给出摘要开头的至少四位十六进制数：参见 plimsoll ledger list',
    },
  },
  'fingerprint-unknown': {
    exit: 2,
    what: {
      en: 'the ledger knows no image whose fingerprint begins with {given}',
      'zh-CN': '账本中没有特征码以 {given} 开头的镜像',
    },
    remedy: { en: 'See what it knows: plimsoll ledger list', 'zh-CN': '查看账本中的镜像：plimsoll ledger list' },
  },
  'fingerprint-ambiguous': {
    exit: 2,
    what: {
      en: '{given} is the beginning of {count} images’ fingerprints: {images}',
      'zh-CN': '{given} 是 {count} 个镜像特征码的开头：{images}',
    },
    remedy: {
      en: 'Give more digits, or those of the config digest.',
      'zh-CN': '请给出更多位数，或使用 config 摘要。',
    },
  },
  'not-recordable': {
    exit: 2,
    what: {
      en: '{ref} cannot be recorded: it is no image that a gate could know again',
      'zh-CN': '{ref} 无法记录：它不是关卡能再次识别的镜像',
    },
    remedy: {
      en: 'Record images from docker:, registry:, archive: or oci:.',
      'zh-CN': '请记录来自 docker:、registry:、archive: 或 oci: 的镜像。',
    },
  },
  'not-recorded': {
    exit: 3,
    what: {
      en: 'the verdict on {ref} was not recorded: a layer was not read to its end as what the image says it is, so this may not be that image',
      'zh-CN': '未记录对 {ref} 的判定：有层未能完整读取，或与镜像所称不符，因此不能确定这就是该镜像',
    },
    remedy: {
      en: 'Mend what the report names as missing and scan again; what the ledger said until now still stands. To keep the image out: plimsoll ledger revoke',
      'zh-CN': '请解决报告中指出的盲区后重新扫描；账本此前的结论仍然有效。若要禁止该镜像：plimsoll ledger revoke',
    },
  },
  'ledger-entry-too-large': {
    exit: 3,
    what: {
      en: 'nothing was recorded: what is to be kept of the image takes more than {size}',
      'zh-CN': '未记录任何内容：需要保存的镜像信息超过 {size}',
    },
    remedy: {
      en: 'Give it fewer and shorter names and labels: no other host would import a ledger with such an entry.',
      'zh-CN': '请减少并缩短镜像的名称和标签：其他主机不会导入含有这种记录的账本。',
    },
  },
  'import-refused': {
    exit: 3,
    what: { en: '{file} is not imported: line {line}: {reason}', 'zh-CN': '{file} 未导入：第 {line} 行：{reason}' },
    remedy: {
      en: 'Nothing was taken over. Export it anew on the other host, and give the key that signs there: --key FILE',
      'zh-CN': '未导入任何内容。请在另一台主机上重新导出，并用 --key 文件 给出该处签名所用的公钥。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
