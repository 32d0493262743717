import { join } from 'node:path';
import { isObject, objectMember, parseObject, textMember } from '../../formats/go-json.ts';
import { readBounded } from './bounded-file.ts';

/** What a runtime is about to start (OCI runtime-spec, `config.json`). */
export interface Bundle {
  /** The uid that the first process gets, as the engine worked it out. */
  readonly uid: number;
  /** Absolute. */
  readonly rootPath: string;
  readonly annotations: Readonly<Record<string, string>>;
}

const MAX_CONFIG = 16 << 20;

/** Throws where the bundle cannot be read, or does not say as whom it will run. */
export function readBundle(folder: string): Bundle {
  const config = parseObject(readBounded(join(folder, 'config.json'), MAX_CONFIG));
  const user = objectMember(objectMember(config, 'process') ?? {}, 'user') ?? {};
  // Go leaves out what is 0: nothing said is root.
  const uid = user['uid'] ?? 0;
  if (typeof uid !== 'number' || !Number.isInteger(uid)) throw new Error('its config.json has no uid');
  const rootPath = textMember(objectMember(config, 'root') ?? {}, 'path') ?? '';
  const annotations = config['annotations'];
  return {
    uid,
    rootPath: rootPath.startsWith('/') ? rootPath : join(folder, rootPath),
    annotations: isObject(annotations)
      ? Object.fromEntries(
          Object.entries(annotations).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
        )
      : {},
  };
}
