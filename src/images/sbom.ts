import { open, stat } from 'node:fs/promises';
import { failure } from '../base/errors.ts';
import type { ImageSource } from './image-source.ts';

/** `sbom:FILE`: an image as somebody wrote it down; `-` is standard input. It has no layers to read, and is no identity that a gate would know. */
export const sbom: ImageSource = {
  scheme: 'sbom',
  title: { en: 'an SBOM: CycloneDX, SPDX or Syft JSON', 'zh-CN': 'SBOM：CycloneDX、SPDX 或 Syft 的 JSON' },
  form: 'sbom:FILE',
  recognizes: beginsAsDocument,
  open: async (ref, { options }) => {
    if (ref === '')
      throw failure('bad-reference', { ref: 'sbom:', reason: { en: 'it names no file', 'zh-CN': '没有写文件名' } });
    const [{ documentOf }, { toldContents }] = await Promise.all([
      import('./sbom/document-file.ts'),
      import('./sbom/told-contents.ts'),
    ]);
    const { bom, digest, size } = await documentOf(ref, options.limits.maxFileSize, options.signal);
    const { fingerprint, config, told } = toldContents(bom, digest, size);
    return {
      source: 'sbom',
      ref: `sbom:${ref}`,
      names: [],
      fingerprint,
      config,
      layers: [],
      gaps: [],
      told,
      close: async () => {},
    };
  },
};

/** A file that begins with a brace, or as SPDX's tags do: no image archive does. */
async function beginsAsDocument(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) return false;
  const handle = await open(path).catch(() => null);
  if (handle === null) return false;
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return /^(?:\ufeff)?\s*(?:\{|SPDXVersion:)/.test(head.toString('utf8', 0, bytesRead).replaceAll('\0', ''));
  } finally {
    await handle.close();
  }
}
