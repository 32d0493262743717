/** Words of `baseline collect`. Values come from the engine: whoever shows them escapes them. */
export const collectWords = {
  ofImage: { en: 'Image {place}: {what}', 'zh-CN': '镜像 {place}：{what}' },
  done: {
    en: 'containers: {containers}, running: {running}, images under them: {images} ({engine} on {host})',
    'zh-CN': '容器：{containers}，运行中：{running}，所用镜像：{images}（{host} 上的 {engine}）',
  },
  limited: { en: 'only containers with the label {labels}', 'zh-CN': '仅限带标签 {labels} 的容器' },
  unread: {
    en: 'could not be read: {image}, under {containers}: {what} ({code})',
    'zh-CN': '无法读取：{image}（其上的容器：{containers}）：{what}（{code}）',
  },
  removed: {
    en: 'it was removed from the engine while a container still stands on it',
    'zh-CN': '镜像已从引擎中删除，但仍有容器使用它',
  },
  partly: {
    en: 'not read completely: {image}, under {containers}: {gaps} gaps',
    'zh-CN': '未能完整读取：{image}（其上的容器：{containers}）：{gaps} 处盲区',
  },
  kept: {
    en: 'kept in {file}; next: plimsoll baseline report',
    'zh-CN': '已存入 {file}；下一步：plimsoll baseline report',
  },
  wrote: { en: 'wrote {file}', 'zh-CN': '已写入 {file}' },
} as const;
