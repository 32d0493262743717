import type { ErrorEntry } from '../errors.ts';

/** Errors of reaching other machines, registries and container engines. Codes that begin with `engine-` mean that there is none to ask. */
export const networkErrors = {
  'host-unreachable': {
    exit: 3,
    what: { en: 'cannot reach {host}: {reason}', 'zh-CN': '无法连接 {host}：{reason}' },
    remedy: {
      en: 'Check the name, the network and the proxy settings (HTTPS_PROXY, NO_PROXY), then try again.',
      'zh-CN': '请检查名称、网络和代理设置（HTTPS_PROXY、NO_PROXY）后重试。',
    },
  },
  'certificate-refused': {
    exit: 3,
    what: {
      en: 'the certificate of {host} cannot be trusted: {reason}',
      'zh-CN': '{host} 的证书不可信：{reason}',
    },
    remedy: {
      en: 'Give the authority that signed it: --registry-ca FILE for a registry, NODE_EXTRA_CA_CERTS=FILE for anything else.',
      'zh-CN':
        '请提供签发它的证书颁发机构（CA）的证书：镜像仓库用 --registry-ca 文件，其他用 NODE_EXTRA_CA_CERTS=文件。',
    },
  },
  'not-tls': {
    exit: 3,
    what: { en: '{host} does not speak TLS', 'zh-CN': '{host} 不支持 TLS' },
    remedy: {
      en: 'Have it serve HTTPS. If it is a registry and you trust the way to it: --registry-insecure {host}',
      'zh-CN': '请让它提供 HTTPS。如果它是镜像仓库且链路可信：--registry-insecure {host}',
    },
  },
  'plain-http-refused': {
    exit: 3,
    what: {
      en: '{host} would be asked over plain HTTP, where anybody on the way can read and change what passes',
      'zh-CN': '将以明文 HTTP 访问 {host}，链路上的任何人都能读取和篡改内容',
    },
    remedy: {
      en: 'Use HTTPS. If it is a registry and you trust the way to it: --registry-insecure {host}',
      'zh-CN': '请使用 HTTPS。如果它是镜像仓库且链路可信：--registry-insecure {host}',
    },
  },
  'redirect-refused': {
    exit: 3,
    what: { en: 'the redirect of {host} is refused: {reason}', 'zh-CN': '{host} 的重定向被拒绝：{reason}' },
    remedy: {
      en: 'Name the host that has the content itself, or ask the owner of {host} to mend it.',
      'zh-CN': '请直接指定内容所在的主机，或请 {host} 的维护者修正。',
    },
  },
  'answer-too-slow': {
    exit: 3,
    what: { en: '{host} answers too slowly: {reason}', 'zh-CN': '{host} 响应过慢：{reason}' },
    remedy: {
      en: 'Check the network and the load of {host}, then run it again; what was read so far is kept.',
      'zh-CN': '请检查网络和 {host} 的负载后重试；已读取的内容会被保留。',
    },
  },
  'connection-lost': {
    exit: 3,
    what: { en: 'the connection to {host} broke off in the middle', 'zh-CN': '与 {host} 的连接中途断开' },
    remedy: {
      en: 'Run it again; what was read so far is kept.',
      'zh-CN': '请重新运行；已读取的内容会被保留。',
    },
  },
  'bad-answer': {
    exit: 3,
    what: { en: '{host} gives an answer that makes no sense: {reason}', 'zh-CN': '{host} 的响应不合规范：{reason}' },
    remedy: {
      en: 'Check that {host} is what you meant, and that nothing in between (a proxy, a login page) answers for it.',
      'zh-CN': '请确认 {host} 就是要访问的主机，且没有中间设备（代理、登录页）代为应答。',
    },
  },
  'proxy-invalid': {
    exit: 2,
    what: { en: '{variable} does not name a usable proxy: {reason}', 'zh-CN': '{variable} 不是可用的代理：{reason}' },
    remedy: {
      en: 'Write it as http://HOST:PORT, or unset it.',
      'zh-CN': '请写作 http://主机:端口，或取消该变量。',
    },
  },
  'registry-login-needed': {
    exit: 3,
    what: {
      en: '{host} wants a login for {repository}, or there is no such repository',
      'zh-CN': '{host} 要求登录才能访问 {repository}，或该仓库不存在',
    },
    remedy: { en: 'Check the name; to log in: docker login {host}', 'zh-CN': '请检查名称；登录：docker login {host}' },
  },
  'registry-login-refused': {
    exit: 3,
    what: {
      en: '{host} does not accept the login from {origin} for {repository}',
      'zh-CN': '{host} 不接受来自 {origin} 的登录信息（{repository}）',
    },
    remedy: {
      en: 'Check the name and the rights of that login; to log in anew: docker login {host}',
      'zh-CN': '请检查名称和该登录的权限；重新登录：docker login {host}',
    },
  },
  'registry-denied': {
    exit: 3,
    what: { en: '{host} denies access to {repository}', 'zh-CN': '{host} 拒绝访问 {repository}' },
    remedy: {
      en: 'Ask the owner of the repository for the right to pull, or log in as somebody who has it: docker login {host}',
      'zh-CN': '请向仓库所有者申请拉取权限，或换有权限的账号登录：docker login {host}',
    },
  },
  'push-refused': {
    exit: 3,
    what: {
      en: '{host} does not take what is pushed to {repository} ({status})',
      'zh-CN': '{host} 拒绝接受推送到 {repository} 的内容（{status}）',
    },
    remedy: {
      en: 'Check that the account of docker login {host} may write to the repository, and that the registry takes OCI artifacts of this size.',
      'zh-CN': '请确认 docker login {host} 的账号对该仓库有写权限，且镜像仓库接受该大小的 OCI 制品。',
    },
  },
  'registry-busy': {
    exit: 3,
    what: {
      en: '{host} wants fewer requests and asks to come back later',
      'zh-CN': '{host} 限制了请求频率，要求稍后再试',
    },
    remedy: {
      en: 'Wait and run it again; what was read so far is kept. Logging in often raises the limit: docker login {host}',
      'zh-CN': '请稍候重试；已读取的内容会被保留。登录后限额通常更高：docker login {host}',
    },
  },
  'registry-failed': {
    exit: 3,
    what: { en: '{host} answers {status} for {repository}', 'zh-CN': '{host} 对 {repository} 返回 {status}' },
    remedy: {
      en: 'The fault is at the registry. Try again later; what was read so far is kept.',
      'zh-CN': '问题出在镜像仓库。请稍后重试；已读取的内容会被保留。',
    },
  },
  'blob-missing': {
    exit: 3,
    what: {
      en: '{host} does not have {digest}, which the manifest of {repository} names',
      'zh-CN': '{host} 缺少 {repository} 的清单所引用的 {digest}',
    },
    remedy: {
      en: 'The image is not whole in this registry. Push it again.',
      'zh-CN': '该仓库中的镜像不完整。请重新推送。',
    },
  },
  'credentials-unusable': {
    exit: 3,
    what: {
      en: '{host} wants a login, and the stored one cannot be used: {reason}',
      'zh-CN': '{host} 要求登录，但保存的登录信息无法使用：{reason}',
    },
    remedy: {
      en: 'Mend {origin}, or log in anew: docker login {host}',
      'zh-CN': '请修正 {origin}，或重新登录：docker login {host}',
    },
  },
  'authority-unreadable': {
    exit: 2,
    what: { en: '{file} is not a file of certificates: {reason}', 'zh-CN': '{file} 不是证书文件：{reason}' },
    remedy: {
      en: 'Give a PEM file with certificates (-----BEGIN CERTIFICATE-----).',
      'zh-CN': '请提供 PEM 格式的证书文件（-----BEGIN CERTIFICATE-----）。',
    },
  },
  'engine-absent': {
    exit: 3,
    what: {
      en: 'no container engine is running here (asked {asked})',
      'zh-CN': '本机没有运行容器引擎（已尝试 {asked}）',
    },
    remedy: {
      en: 'Start Docker or Podman, or say where it is with DOCKER_HOST; registry: and archive: work without one.',
      'zh-CN': '请启动 Docker 或 Podman，或用 DOCKER_HOST 指明位置；registry: 和 archive: 不需要引擎。',
    },
  },
  'engine-failed': {
    exit: 3,
    what: {
      en: 'the container engine at {address} reports a fault ({status}): {message}',
      'zh-CN': '容器引擎 {address} 报告故障（{status}）：{message}',
    },
    remedy: {
      en: 'Look into its log (for example: journalctl -u docker), then run it again.',
      'zh-CN': '请查看引擎日志（例如 journalctl -u docker）后重试。',
    },
  },
  'engine-forbidden': {
    exit: 3,
    what: { en: 'this user may not open {address}', 'zh-CN': '当前用户无权访问 {address}' },
    remedy: {
      en: 'Join the group that owns it (docker, usually), or run with sudo.',
      'zh-CN': '请加入该套接字的所属组（通常是 docker），或使用 sudo 运行。',
    },
  },
  'engine-unreachable': {
    exit: 3,
    what: {
      en: 'the container engine at {address} does not answer: {reason}',
      'zh-CN': '容器引擎 {address} 没有响应：{reason}',
    },
    remedy: {
      en: 'Start it (for example: systemctl start docker), or correct DOCKER_HOST.',
      'zh-CN': '请启动它（例如 systemctl start docker），或更正 DOCKER_HOST。',
    },
  },
  'docker-host-invalid': {
    exit: 2,
    what: {
      en: '{origin} names an engine that cannot be asked: {reason}',
      'zh-CN': '{origin} 指定的引擎无法访问：{reason}',
    },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'image-export-failed': {
    exit: 3,
    what: {
      en: 'the engine at {address} stopped in the middle of {ref}',
      'zh-CN': '引擎 {address} 在导出 {ref} 的过程中停止',
    },
    remedy: {
      en: "Look at the engine's log and its free disk space, then scan again.",
      'zh-CN': '请查看引擎日志和剩余磁盘空间后重新扫描。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
