import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/printable.ts';
import { fill, type Text, verbatim } from '../../../base/text.ts';
import type { Act, Question, Refused } from '../../../model/question.ts';
import type { Refusal } from '../guard.ts';

/** What a client is told: the image as asked with its short fingerprint, the reason, and where to look. */
export function refusalOf({ act, asked, identity }: Question, { code, reason, next }: Refused): Refusal {
  const { configDigest, manifestDigest, indexDigest, chainId } = identity;
  const digest = configDigest ?? manifestDigest ?? indexDigest ?? chainId;
  const image = digest === null ? printable(asked, 200) : `${printable(asked, 200)} (${shortDigest(digest)})`;
  const head = fill(words[act], { image });
  return { kind: 'refuse', status: 403, code, message: lines(head, reason, next) };
}

/** A refusal that no decision stands behind. */
export function refuse(status: Refusal['status'], code: string, what: Text, remedy: Text): Refusal {
  return { kind: 'refuse', status, code, message: lines(what, remedy) };
}

function lines(first: Text, ...rest: readonly Text[]): Text {
  return rest.reduce((text, line) => fill(verbatim('{text}\n  {line}'), { text, line }), first);
}

const words = {
  pull: { en: '{image} may not be pulled.', 'zh-CN': '禁止拉取 {image}。' },
  load: { en: '{image} may not be loaded.', 'zh-CN': '禁止加载 {image}。' },
  import: { en: '{image} may not be imported.', 'zh-CN': '禁止导入 {image}。' },
  create: { en: 'No container may be created of {image}.', 'zh-CN': '禁止用 {image} 创建容器。' },
  start: { en: 'The container of {image} may not be started.', 'zh-CN': '禁止启动 {image} 的容器。' },
  exec: { en: 'Nothing may be executed in the container of {image}.', 'zh-CN': '禁止在 {image} 的容器中执行命令。' },
  update: { en: 'The container of {image} may not be changed.', 'zh-CN': '禁止修改 {image} 的容器。' },
  commit: { en: 'No image may be made of the container of {image}.', 'zh-CN': '禁止由 {image} 的容器生成镜像。' },
  service: { en: 'No service may run {image}.', 'zh-CN': '禁止服务运行 {image}。' },
  run: { en: '{image} may not be run.', 'zh-CN': '禁止运行 {image}。' },
} as const satisfies Record<Act, Text>;
