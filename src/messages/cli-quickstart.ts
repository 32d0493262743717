import type { Text } from '../base/text.ts';

/** What the quick start says. */
export const quickstartTexts = {
  failed: { en: 'UNREAD', 'zh-CN': '未读取' },
  looking: {
    en: 'Looking at the images of {engine}: {count} of {all}, the newest first. They are read, not run.',
    'zh-CN': '正在查看 {engine} 中的镜像：共 {all} 个，从最新的开始看 {count} 个。只读取，不运行。',
  },
  noEngine: {
    en: 'No container engine answers here, so this looks at the files of this machine itself, for {time} at most.',
    'zh-CN': '本机没有可用的容器引擎，改为查看本机自己的文件系统，最多 {time}。',
  },
  forbidden: {
    en: 'This user may not ask the container engine at {address}, so this looks at the files of this machine itself, for {time} at most.',
    'zh-CN': '当前用户无权访问容器引擎 {address}，改为查看本机自己的文件系统，最多 {time}。',
  },
  noImages: {
    en: '{engine} has no images yet, so this looks at the files of this machine itself, for {time} at most.',
    'zh-CN': '{engine} 中还没有镜像，改为查看本机自己的文件系统，最多 {time}。',
  },
  late: {
    en: 'Time ran out before all of it was read. To see all: {program} scan {ref}',
    'zh-CN': '时限已到，尚未全部读完。查看全部：{program} scan {ref}',
  },
  leftOut: {
    en: 'Left out to be quick: {count}. To see all: {program} quickstart --limit {limit}',
    'zh-CN': '为节省时间略过 {count} 个。查看全部：{program} quickstart --limit {limit}',
  },
  ofThem: { en: '{all}: {worst}', 'zh-CN': '{all}：{worst}' },
  packages: { en: '{count} packages', 'zh-CN': '{count} 个软件包' },
  all: { en: 'all', 'zh-CN': '全部' },
  objections: { en: 'because of', 'zh-CN': '原因' },
  toDo: { en: 'What helps most', 'zh-CN': '最值得先做的' },
  moreToDo: { en: '{count} more in the reports', 'zh-CN': '另有 {count} 项，见报告' },
  inOneImage: { en: 'in one image', 'zh-CN': '涉及 1 个镜像' },
  inImages: { en: 'in {count} images', 'zh-CN': '涉及 {count} 个镜像' },
  judgedBy: { en: 'Judged by the policy {policy}.', 'zh-CN': '判定依据：策略 {policy}。' },
  starter: {
    en: 'Only the {records} well-known advisories that come with Plimsoll were used: what they do not find says nothing.',
    'zh-CN': '本次只用了 Plimsoll 自带的 {records} 条知名漏洞公告：没有发现问题，不代表没有问题。',
  },
  starterDenies: {
    en: 'That is why the control "database" of the policy {policy} lets no image pass yet.',
    'zh-CN': '因此在获取完整公告之前，策略 {policy} 的控制项 database 不会放行任何镜像。',
  },
  report: { en: 'To read and search in a browser: {file}', 'zh-CN': '用浏览器阅读和搜索：{file}' },
  next: { en: 'What next', 'zh-CN': '接下来' },
  nextUpdate: { en: 'fetch all advisories, then run this again', 'zh-CN': '获取完整的漏洞公告，然后再运行一次' },
  nextRoot: { en: 'look at the images of the engine', 'zh-CN': '查看容器引擎中的镜像' },
  nextScan: { en: 'see all there is to do about one image', 'zh-CN': '查看单个镜像的全部待办事项' },
  nextPolicy: { en: 'read what was asked of the images', 'zh-CN': '阅读对镜像的要求' },
  nextDoctor: { en: 'see what this machine lacks', 'zh-CN': '查看本机缺少什么' },
  pageTitle: { en: 'Plimsoll: images of this machine', 'zh-CN': 'Plimsoll：本机镜像' },
} as const satisfies Record<string, Text>;
