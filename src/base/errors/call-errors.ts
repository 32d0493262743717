import type { ErrorEntry } from '../errors.ts';

/** Errors of the command line and of this machine. */
export const callErrors = {
  'unknown-command': {
    exit: 2,
    what: { en: 'there is no command "{given}"', 'zh-CN': '没有名为“{given}”的命令' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'unknown-flag': {
    exit: 2,
    what: { en: '{command} has no flag "{given}"', 'zh-CN': '{command} 没有选项“{given}”' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'not-in-this-version': {
    exit: 2,
    what: { en: '{given} is not in this version of Plimsoll', 'zh-CN': '此版本的 Plimsoll 尚不支持 {given}' },
    remedy: {
      en: 'Leave it out, or see what this version can do: plimsoll help',
      'zh-CN': '请去掉它，或查看此版本的功能：plimsoll help',
    },
  },
  'flag-before-command': {
    exit: 2,
    what: { en: '{flag} stands before the command', 'zh-CN': '{flag} 写在了命令之前' },
    remedy: {
      en: 'Write it after the command; only global flags may stand before: plimsoll help',
      'zh-CN': '请写在命令之后；只有全局选项可以写在命令之前：plimsoll help',
    },
  },
  'one-report-to-stdout': {
    exit: 2,
    what: {
      en: 'two reports cannot both go to standard output: {formats}',
      'zh-CN': '不能把两份报告都写到标准输出：{formats}',
    },
    remedy: { en: 'Give all but one a file: -o {example}=FILE', 'zh-CN': '请为其余报告指定文件：-o {example}=文件' },
  },
  'config-not-trusted': {
    exit: 2,
    what: {
      en: '{file} was found in the current directory and may not set "{key}"',
      'zh-CN': '{file} 是在当前目录中发现的，不能设置“{key}”',
    },
    remedy: {
      en: 'If you trust that file, name it: --config {file}. Else remove the key.',
      'zh-CN': '如果信任该文件，请显式指定：--config {file}；否则请删除该键。',
    },
  },
  'bad-flag-value': {
    exit: 2,
    what: { en: '{flag} cannot be "{given}"', 'zh-CN': '{flag} 的值不能是“{given}”' },
    remedy: { en: 'It takes {expected}.', 'zh-CN': '可用的值：{expected}。' },
  },
  'flag-needs-value': {
    exit: 2,
    what: { en: '{flag} needs a value', 'zh-CN': '{flag} 需要一个值' },
    remedy: { en: 'Write it as {flag} VALUE or {flag}=VALUE.', 'zh-CN': '写作 {flag} 值 或 {flag}=值。' },
  },
  'missing-argument': {
    exit: 2,
    what: { en: '{command} needs {argument}', 'zh-CN': '{command} 缺少参数 {argument}' },
    remedy: { en: 'For example: {example}', 'zh-CN': '例如：{example}' },
  },
  'missing-flag': {
    exit: 2,
    what: { en: '{command} needs {flag}', 'zh-CN': '{command} 缺少选项 {flag}' },
    remedy: { en: 'For example: {example}', 'zh-CN': '例如：{example}' },
  },
  'too-many-arguments': {
    exit: 2,
    what: { en: '{command} does not take "{given}"', 'zh-CN': '{command} 不接受参数“{given}”' },
    remedy: { en: 'See: plimsoll {command} --help', 'zh-CN': '参见：plimsoll {command} --help' },
  },
  'secret-on-command-line': {
    exit: 2,
    what: {
      en: '{flag} is not taken from the command line, where every user of this machine can read it',
      'zh-CN': '{flag} 不接受命令行传入：本机任何用户都能看到命令行',
    },
    remedy: { en: 'Set the environment variable {variable} instead.', 'zh-CN': '请改用环境变量 {variable}。' },
  },
  'config-unreadable': {
    exit: 2,
    what: { en: '{file} cannot be used: {reason}', 'zh-CN': '无法使用 {file}：{reason}' },
    remedy: {
      en: 'Mend the file, or give another one with --config.',
      'zh-CN': '请修正该文件，或用 --config 指定另一个文件。',
    },
  },
  'home-unusable': {
    exit: 3,
    what: { en: 'the state directory {home} cannot be used: {reason}', 'zh-CN': '无法使用状态目录 {home}：{reason}' },
    remedy: {
      en: 'Give a directory that you may write to: --home DIR or PLIMSOLL_HOME.',
      'zh-CN': '请用 --home 或 PLIMSOLL_HOME 指定一个可写的目录。',
    },
  },
  'cannot-write': {
    exit: 3,
    what: { en: 'cannot write {file}: {reason}', 'zh-CN': '无法写入 {file}：{reason}' },
    remedy: { en: 'Check the path, the permissions and the free space.', 'zh-CN': '请检查路径、权限和剩余空间。' },
  },
  unhealthy: {
    exit: 3,
    what: { en: 'Plimsoll cannot work here as it should: {names}', 'zh-CN': 'Plimsoll 在本机无法正常工作：{names}' },
    remedy: { en: '{remedy}', 'zh-CN': '{remedy}' },
  },
  defect: {
    exit: 3,
    what: { en: 'Plimsoll itself failed: {reason}', 'zh-CN': 'Plimsoll 自身出错：{reason}' },
    remedy: {
      en: 'This is a defect of ours. Run again with --verbose and report what it prints: SECURITY.md, CONTRIBUTING.md.',
      'zh-CN': '这是我们的缺陷。请加 --verbose 重新运行并反馈输出内容：见 SECURITY.md、CONTRIBUTING.md。',
    },
  },
  interrupted: {
    exit: 3,
    what: { en: 'stopped before the work was done', 'zh-CN': '工作未完成即被中止' },
    remedy: {
      en: 'Run the same command again; what was read so far is kept.',
      'zh-CN': '请重新运行同一命令；已读取的内容会被保留。',
    },
  },
  timeout: {
    exit: 3,
    what: { en: 'the work took longer than {limit}', 'zh-CN': '工作耗时超过 {limit}' },
    remedy: {
      en: 'Give it more time with --timeout; what was read so far is kept.',
      'zh-CN': '请用 --timeout 放宽时限；已读取的内容会被保留。',
    },
  },
  offline: {
    exit: 3,
    what: { en: '{host} would have to be asked, but --offline is set', 'zh-CN': '需要访问 {host}，但已设置 --offline' },
    remedy: {
      en: 'Bring the data to this machine, or run without --offline.',
      'zh-CN': '请把数据放到本机，或去掉 --offline。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
