import { stat } from 'node:fs/promises';
import { sha256 } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import { parseImageConfig } from './image-config.ts';
import type { ImageSource } from './image-source.ts';
import { defaultPlatform } from './platform-choice.ts';

/**
 * `rootfs:DIR`: a file system tree as if it were an image of one layer. It has no config of its own: its fingerprint is made from
 * what was read, tells two states of the tree apart, and is no identity that a gate would know.
 */
export const rootfs: ImageSource = {
  scheme: 'rootfs',
  title: { en: 'a file system tree', 'zh-CN': '文件系统目录树' },
  form: 'rootfs:DIR',
  recognizes: async (text) => (await stat(text).catch(() => null))?.isDirectory() ?? false,
  open: async (ref) => {
    if (ref === '')
      throw failure('bad-reference', {
        ref: 'rootfs:',
        reason: { en: 'it names no directory', 'zh-CN': '没有写目录名' },
      });
    const found = await stat(ref).catch((error: unknown) => {
      throw failureFrom(error, 'file-unreadable', { file: ref, reason: wordsOf(error) });
    });
    if (!found.isDirectory())
      throw failure('bad-reference', {
        ref: `rootfs:${ref}`,
        reason: { en: 'it is not a directory', 'zh-CN': '不是目录' },
      });
    const bytes = Buffer.from(
      JSON.stringify({ ...defaultPlatform(), config: {}, rootfs: { type: 'layers', diff_ids: [] } }),
    );
    const config = parseImageConfig(bytes, ref);
    const diffId = sha256('');
    return {
      source: 'rootfs',
      ref: `rootfs:${ref}`,
      names: [],
      fingerprint: { configDigest: sha256(bytes), manifestDigest: null, indexDigest: null, diffIds: [], chainId: null },
      config,
      layers: [{ diffId, mediaType: '', storedSize: null, content: { kind: 'directory', root: ref } }],
      gaps: [],
      close: async () => {},
    };
  },
};
