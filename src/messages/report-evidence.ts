/** What evidence says, key by key. Values come from the image: whoever shows them escapes them. */
export const evidenceWords = {
  fixed: { en: 'fixed in {version}', 'zh-CN': '{version} 已修复' },
  exploited: { en: 'exploited in the wild', 'zh-CN': '已遭在野利用' },
  disputed: {
    en: 'disputed: not everybody thinks that it is a vulnerability',
    'zh-CN': '有争议：并非各方都认为这是漏洞',
  },
  user: { en: 'USER {user}', 'zh-CN': 'USER {user}' },
  forbidden: { en: 'forbidden: {rule}', 'zh-CN': '禁止：{rule}' },
  required: { en: 'required: {rule}', 'zh-CN': '要求：{rule}' },
  minimum: { en: 'at least {rule}', 'zh-CN': '最低 {rule}' },
  missing: { en: 'missing', 'zh-CN': '缺失' },
  value: { en: 'now “{value}”', 'zh-CN': '当前为“{value}”' },
  checkedAt: { en: 'sources asked {date}', 'zh-CN': '数据源查询于 {date}' },
  builtAt: { en: 'content of {date}', 'zh-CN': '内容更新于 {date}' },
} as const;
