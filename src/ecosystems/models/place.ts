import { directoryOf, nameOf } from '../../collect/layer-path.ts';

/** Where Hugging Face's libraries keep what they fetched: `models--ORG--NAME/snapshots/COMMIT/`. */
const snapshot = /(?:^|\/)models--([^/]{1,200})\/snapshots\/([0-9a-f]{40})\//;
/** Directories that say what lies in them, and not whose it is. */
const plain = /^(?:models?|weights|checkpoints?|\.?cache|blobs|data|unet|vae|text_encoder(?:_\d)?|transformer)$/i;

export interface Snapshot {
  /** `ORG/NAME`, of the oldest models `NAME`. */
  readonly repository: string;
  readonly revision: string;
}

export function snapshotOf(path: string): Snapshot | null {
  const [, name, revision] = snapshot.exec(path) ?? [];
  return name === undefined || revision === undefined ? null : { repository: name.replaceAll('--', '/'), revision };
}

/** All of one model: the snapshot, else its directory. */
export function homeOf(path: string): string {
  const found = snapshot.exec(path);
  return found === null ? directoryOf(path) : path.slice(0, found.index + found[0].length);
}

/** By the directory in which it lies, where that is more than a word for any model; else by the file. */
export function nameByPlace(path: string): string {
  const directory = nameOf(directoryOf(path));
  return directory === '' || plain.test(directory) ? nameOf(path).replace(/\.[^.]*$/, '') : directory;
}

/** `https://huggingface.co/ORG/NAME` as `ORG/NAME`; null for an address elsewhere. */
export function repositoryOf(address: string): string | null {
  return (
    /^https:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/([\w.-]{1,100}\/[\w.-]{1,100})\/?$/.exec(address)?.[1] ?? null
  );
}
