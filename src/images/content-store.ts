import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../base/digest.ts';
import { failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import { containerdPaths } from '../formats/engine-store/containerd-images.ts';
import type { Platform } from '../model/image.ts';
import { layoutContents } from './layout-folder.ts';
import { blobName, type OpenedArchive, openLayoutImage } from './oci-layout.ts';

/**
 * Opens an image of containerd's content store, where blobs lie as in an OCI layout: everything is held against its digest as there.
 * Null where the store does not have what `target` names.
 *
 * @param root containerd's own directory
 * @param target the manifest, or an index
 * @param label how the image is called in errors
 */
export async function openStoredContent(
  root: string,
  target: Digest,
  platform: Platform,
  label: string,
): Promise<OpenedArchive | null> {
  const directory = join(root, containerdPaths.content);
  const size = sizeOf(join(directory, blobName(target)));
  if (size === null) return null;
  const descriptor = {
    mediaType: '',
    digest: target,
    size,
    urls: [],
    platform: null,
    annotations: {},
    artifactType: '',
  };
  return openLayoutImage(layoutContents(directory, label), descriptor, platform);
}

function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  }
}
