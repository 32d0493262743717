import type { Text } from '../base/text.ts';

/** What is said while the gate on Docker is put up. */
export const installationWords = {
  notRoot: { en: 'this user is not root', 'zh-CN': '当前用户不是 root' },
  asRoot: {
    en: 'Run it as root: sudo plimsoll gate docker {verb}. With --dry-run it shows what it would do.',
    'zh-CN': '请以 root 运行：sudo plimsoll gate docker {verb}。加 --dry-run 可查看将要执行的操作。',
  },
  secret: {
    en: 'a signing key or passphrase that only this call knows is not kept for the gate',
    'zh-CN': '仅本次调用提供的签名密钥或口令不会为关卡保存',
  },
  secretRemedy: {
    en: 'Name a key file without a passphrase, which root alone may read: --signing-key-file FILE',
    'zh-CN': '请指定仅 root 可读、无口令的密钥文件：--signing-key-file 文件',
  },
  otherHome: {
    en: 'a gate that this state directory knows nothing of stands already',
    'zh-CN': '已安装的关卡不是由该状态目录安装的',
  },
  otherHomeRemedy: {
    en: 'Name the state directory that it was put up from (grep home /etc/plimsoll/docker.yaml): --home DIR',
    'zh-CN': '请用 --home 指定安装时的状态目录（grep home /etc/plimsoll/docker.yaml）。',
  },
  asUser: {
    en: 'This user is not root, whose state directory is /var/lib/plimsoll unless --home names another; here it is {home}.',
    'zh-CN': '当前用户不是 root：root 的状态目录默认为 /var/lib/plimsoll（可用 --home 指定），此处为 {home}。',
  },
  noEngine: { en: 'the engine does not answer ({reason})', 'zh-CN': '引擎没有应答（{reason}）' },
  startEngine: {
    en: 'Start it, and run this as root: systemctl start docker',
    'zh-CN': '请启动引擎并以 root 运行：systemctl start docker',
  },
  unread: { en: '{path} cannot be looked at: {reason}', 'zh-CN': '无法查看 {path}：{reason}' },
  nameAnother: { en: 'Name a file that is there.', 'zh-CN': '请指定存在的文件。' },
  untrusted: {
    en: 'others than root could change {path}: {reason}',
    'zh-CN': 'root 以外的用户可以更改 {path}：{reason}',
  },
  trust: {
    en: 'Put it where root alone may write (policies: /etc/plimsoll, Plimsoll: /usr/local or /opt), owned by root.',
    'zh-CN': '请放到只有 root 可写的位置（策略：/etc/plimsoll，程序：/usr/local 或 /opt），属主为 root。',
  },
  stops: {
    en: '{count} running containers could not be started again: {list}',
    'zh-CN': '{count} 个运行中的容器将无法再次启动：{list}',
  },
  record: {
    en: 'Record their images first: {lines}. Or let them stop: --accept-stops',
    'zh-CN': '请先记录其镜像：{lines}。或允许其停止：--accept-stops',
  },
  dropped: { en: 'removed  {path}', 'zh-CN': '移除  {path}' },
  account: { en: 'account {name}, without a login', 'zh-CN': '账户 {name}（不可登录）' },
  home: {
    en: '{path} belongs to {name}, but for its keys',
    'zh-CN': '{path} 归 {name} 所有（密钥除外）',
  },
} as const satisfies Record<string, Text>;
