/** The words of the comparison page's own surface. The page carries both languages. */
export const goldenPageWords = {
  report: { en: 'golden image', 'zh-CN': '黄金镜像' },
  skip: { en: 'Skip to the comparison', 'zh-CN': '跳到对比' },
  theme: { en: 'Theme', 'zh-CN': '主题' },
  themeAuto: { en: 'Auto', 'zh-CN': '自动' },
  themeLight: { en: 'Light', 'zh-CN': '浅色' },
  themeDark: { en: 'Dark', 'zh-CN': '深色' },
  print: { en: 'Print', 'zh-CN': '打印' },
  findings: { en: 'findings', 'zh-CN': '个漏洞' },
  compared: { en: 'Before and after', 'zh-CN': '前后对比' },
  before: { en: 'before', 'zh-CN': '之前' },
  after: { en: 'after', 'zh-CN': '之后' },
  dockerfile: { en: 'The Dockerfile', 'zh-CN': 'Dockerfile 全文' },
} as const;
