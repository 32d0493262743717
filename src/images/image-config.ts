import { isDigest } from '../base/digest.ts';
import { failureFrom } from '../base/errors.ts';
import { fill } from '../base/text.ts';
import {
  isObject,
  JsonError,
  type JsonObject,
  listMember,
  member,
  objectMember,
  parseObject,
  textMember,
  textsMember,
} from '../formats/go-json.ts';
import type { HistoryEntry, ImageConfig } from '../model/image.ts';

/**
 * Reads an image's config (OCI image-spec, "Image Configuration"; Docker's image.v1 has the same members). Throws
 * `manifest-invalid` for what no engine would accept.
 */
export function parseImageConfig(bytes: Uint8Array, ref: string): ImageConfig {
  try {
    return readConfig(parseObject(bytes));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'manifest-invalid', {
      ref,
      reason: fill({ en: 'its config: {reason}', 'zh-CN': '其配置：{reason}' }, { reason: error.reason }),
    });
  }
}

function readConfig(root: JsonObject): ImageConfig {
  const config = objectMember(root, 'config') ?? {};
  const rootfs = objectMember(root, 'rootfs');
  if (rootfs === undefined) throw new JsonError({ en: 'it has no rootfs', 'zh-CN': '没有 rootfs' });
  const diffIds = textsMember(rootfs, 'diff_ids').map((text) => {
    if (!isDigest(text)) throw new JsonError({ en: 'a diff_id is not a digest', 'zh-CN': '有 diff_id 不是摘要' });
    return text;
  });
  const variant = textMember(root, 'variant');
  return {
    created: textMember(root, 'created') ?? null,
    platform: {
      os: textMember(root, 'os') ?? 'linux',
      architecture: textMember(root, 'architecture') ?? 'unknown',
      ...(variant === undefined || variant === '' ? {} : { variant }),
    },
    user: textMember(config, 'User') ?? '',
    env: textsMember(config, 'Env'),
    labels: readLabels(config),
    exposedPorts: Object.keys(objectMember(config, 'ExposedPorts') ?? {}).sort(),
    hasHealthcheck: hasHealthcheck(config),
    history: (listMember(root, 'history') ?? []).map(readHistory),
    diffIds,
  };
}

function readLabels(config: JsonObject): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(objectMember(config, 'Labels') ?? {}).sort(byKey)) {
    if (typeof value !== 'string')
      throw new JsonError({ en: `the label "${key}" is not a text`, 'zh-CN': `标签“${key}”不是文本` });
    Object.defineProperty(labels, key, { value, enumerable: true });
  }
  return labels;
}

function byKey(a: [string, unknown], b: [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function hasHealthcheck(config: JsonObject): boolean {
  const healthcheck = objectMember(config, 'Healthcheck');
  if (healthcheck === undefined) return false;
  const test = listMember(healthcheck, 'Test') ?? [];
  return test.length > 0 && test[0] !== 'NONE';
}

function readHistory(entry: unknown): HistoryEntry {
  if (!isObject(entry))
    throw new JsonError({ en: 'an entry of its history is not an object', 'zh-CN': 'history 中有一项不是对象' });
  const created = textMember(entry, 'created');
  return {
    createdBy: textMember(entry, 'created_by') ?? '',
    emptyLayer: member(entry, 'empty_layer') === true,
    ...(created === undefined ? {} : { created }),
  };
}
