import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import {
  isObject,
  type JsonObject,
  listMember,
  objectMember,
  parseObject,
  textMember,
  textsMember,
} from '../../formats/go-json.ts';
import { Unidentified } from './unidentified.ts';

/** What a runtime is about to start (OCI runtime-spec, `config.json`). */
export interface Bundle {
  /** The uid that the first process gets, as the engine worked it out. */
  readonly uid: number;
  /** Absolute. */
  readonly rootPath: string;
  readonly mounts: readonly BundleMount[];
}

/** What is laid over the root file system. */
export interface BundleMount {
  readonly target: string;
  /** Files and directories of this host that it shows. */
  readonly hostPaths: readonly string[];
}

const MAX_CONFIG = 16 << 20;

/** Throws where the bundle cannot be read, or does not say as whom it will run. */
export function readBundle(folder: string): Bundle {
  const config = parseObject(readBounded(join(folder, 'config.json'), MAX_CONFIG));
  const user = objectMember(objectMember(config, 'process') ?? {}, 'user') ?? {};
  // Go leaves out what is 0: nothing said is root.
  const uid = user['uid'] ?? 0;
  if (typeof uid !== 'number' || !Number.isInteger(uid)) throw new Unidentified('odd-bundle');
  const rootPath = textMember(objectMember(config, 'root') ?? {}, 'path') ?? '';
  return {
    uid,
    rootPath: rootPath.startsWith('/') ? rootPath : join(folder, rootPath),
    mounts: (listMember(config, 'mounts') ?? []).map((mount) => {
      if (!isObject(mount)) throw new Unidentified('odd-bundle');
      return { target: textMember(mount, 'destination') ?? '', hostPaths: hostPaths(mount, folder) };
    }),
  };
}

function hostPaths(mount: JsonObject, folder: string): readonly string[] {
  const options = textsMember(mount, 'options');
  const type = textMember(mount, 'type') ?? '';
  const isBind = type === 'bind' || options.some((option) => option === 'bind' || option === 'rbind');
  const source = isBind ? [textMember(mount, 'source') ?? ''] : [];
  const below = type === 'overlay' ? options.flatMap(overlayFolders) : [];
  // As runc has it: a source that is not absolute lies in the bundle.
  return [...source, ...below]
    .filter((path) => path !== '')
    .map((path) => (path.startsWith('/') ? path : join(folder, path)));
}

function overlayFolders(option: string): readonly string[] {
  const [name, value = ''] = option.split('=');
  return ['lowerdir', 'lowerdir+', 'upperdir', 'datadir+'].includes(name ?? '') ? value.split(':') : [];
}
