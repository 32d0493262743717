import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { type Digest, isDigest } from '../../base/digest.ts';
import { failure, failureFrom, systemCode } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import type { BboltBucket } from '../../formats/bbolt/bbolt-bucket.ts';
import { BboltError } from '../../formats/bbolt/bbolt-file.ts';
import { BboltBusy, readLiveBbolt } from '../../formats/bbolt/live-bbolt.ts';
import {
  type ContainerdName,
  containerdNames,
  containerdNamespace,
  containerdPaths,
  containerdTarget,
  namespacesWith,
} from '../../formats/engine-store/containerd-images.ts';
import { foundNames, fullImageName } from '../../model/image-name.ts';
import { openStoredContent } from '../content-store.ts';
import type { ContainerdOptions, Image, OpenContext } from '../image-source.ts';

/** Where containerd keeps images as Debian, Docker's packages, k3s and RKE2 set it up. */
const usualRoots: readonly string[] = [
  '/var/lib/containerd',
  '/var/lib/rancher/k3s/agent/containerd',
  '/var/lib/rancher/rke2/agent/containerd',
];

/** The namespace that containerd's own clients take where none is given. */
const usual: ContainerdOptions = { root: null, namespace: 'default' };

/**
 * Opens an image by its name in one namespace of containerd, or by the digest of its manifest or index. Nothing is asked of containerd itself: its
 * directories are read while it goes on writing to them, and every document and layer is held against its digest.
 *
 * Throws `containerd-absent`, `containerd-unreadable`, `image-not-found`, and what an OCI layout throws.
 */
export async function openContainerdImage(ref: string, { options }: OpenContext): Promise<Image> {
  const { namespace, root: given } = options.containerd ?? usual;
  const root = given ?? usualRoots.find((path) => existsSync(path));
  if (root === undefined) throw failure('containerd-absent', { asked: usualRoots.join(', ') });
  const label = `containerd:${ref}`;
  const names = [...new Set([ref, fullImageName(ref) ?? ref])];
  const target = isDigest(ref) ? ref : lookedUp(root, namespace, names, label);
  const opened = await openStoredContent(root, target, options.platform, label);
  if (opened === null) throw failure('image-not-found', { ref: label, hint: withoutContent(ref) });
  return {
    source: 'containerd',
    ref: label,
    ...opened,
    names: isDigest(ref) ? [] : foundNames(ref),
    gaps: [],
    close: async () => {},
  };
}

function lookedUp(root: string, namespace: string, names: readonly string[], label: string): Digest {
  const found = reading(root, names, (bolt): Digest | Text => {
    const space = containerdNamespace(bolt, namespace);
    for (const name of names) {
      const target = containerdTarget(space, name);
      if (target !== null) return target;
    }
    return notFound(names, namespace, namespacesWith(bolt, names), containerdNames(space));
  });
  if (typeof found === 'string') return found;
  throw failure('image-not-found', { ref: label, hint: found });
}

function reading<T>(root: string, names: readonly string[], read: (bolt: BboltBucket) => T): T {
  const file = join(root, containerdPaths.names);
  try {
    return readLiveBbolt(file, read);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw failureFrom(error, 'containerd-absent', { asked: root });
    const reason = unreadable(error);
    if (reason === null) throw error;
    throw failureFrom(error, 'containerd-unreadable', { file, reason, name: names[0] ?? '' });
  }
}

/** Why its names cannot be read; null for anything else. */
function unreadable(error: unknown): Text | null {
  if (error instanceof BboltError) return { en: 'it is damaged', 'zh-CN': '已损坏' };
  if (error instanceof BboltBusy) return { en: 'it is being written to all the time', 'zh-CN': '一直在被写入' };
  return systemCode(error) === undefined ? null : wordsOf(error);
}

function notFound(
  asked: readonly string[],
  namespace: string,
  elsewhere: readonly string[],
  there: readonly ContainerdName[],
): Text {
  const [other] = elsewhere;
  if (other !== undefined) {
    const flag = `--namespace ${printable(other, 80)}`;
    return { en: `It is in another namespace: ${flag}`, 'zh-CN': `该镜像在另一个命名空间中：${flag}` };
  }
  const wanted = (asked.at(-1) ?? '').slice(0, 200);
  const near = there
    .filter(({ name }) => !isDigest(name))
    .map(({ name }) => ({
      name,
      score: distance(wanted, name.slice(0, 200)) / Math.max(wanted.length, name.length, 1),
    }))
    .filter(({ score, name }) => score <= 0.34 || name.includes(asked[0] ?? wanted))
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map(({ name }) => printable(name, 200))
    .join(', ');
  const space = printable(namespace, 80);
  if (near !== '') return { en: `Did you mean ${near}?`, 'zh-CN': `是否想写 ${near}？` };
  return {
    en: `The namespace ${space} does not have it. See what it has: ctr --namespace ${space} images list`,
    'zh-CN': `命名空间 ${space} 中没有该镜像。查看其中的镜像：ctr --namespace ${space} images list`,
  };
}

function withoutContent(ref: string): Text {
  const name = printable(ref, 300);
  return {
    en: `containerd knows it but does not have its content. Pull it again: ctr images pull ${name}`,
    'zh-CN': `containerd 中有该名称，但没有其内容。请重新拉取：ctr images pull ${name}`,
  };
}
