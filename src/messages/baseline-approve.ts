/** Words of `baseline approve`. */
export const approveWords = {
  already: {
    en: '{policy} approves this content already, as {name}; nothing was changed',
    'zh-CN': '{policy} 已批准该内容，名称为 {name}；未作改动',
  },
  approved: {
    en: 'approved as {name} in {policy}: {id}, {layers} layers, here called {called}',
    'zh-CN': '已在 {policy} 中批准为 {name}：{id}，{layers} 层，此处名称 {called}',
  },
  wouldBe: {
    en: 'would be approved as {name} in {policy}: {id}, {layers} layers, here called {called}',
    'zh-CN': '将在 {policy} 中批准为 {name}：{id}，{layers} 层，此处名称 {called}',
  },
  nameless: { en: 'nothing', 'zh-CN': '（无名）' },
  turnedOn: {
    en: 'this turns the control baseImages on: from now on an image that stands on no approved base is denied',
    'zh-CN': '控制项 baseImages 由此启用：今后未基于已批准基准镜像的镜像将被阻断',
  },
} as const;
