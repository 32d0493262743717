import { sha256 } from '../base/digest.ts';
import type { ImageRow } from './image-row.ts';

/** Letters of a name that are kept, for people. What tells names apart is the digest behind them. */
const longest = 80;

/**
 * The name of an image's report in the folder of reports: `shop.cart.2.4.1-3f9c1a2b4d5e.json`. Whatever the name of the image is, it is a plain
 * file in that folder, not hidden, the same in each run, and that of no other image, in file systems too that do not tell `A` from `a`.
 */
export function reportFileName({ names, platform }: Pick<ImageRow, 'names' | 'platform'>, extension: string): string {
  const name = names[0] ?? '';
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, '.')
    .replace(/\.{2,}/g, '.')
    .slice(0, longest)
    .replace(/^[.-]+|[.-]+$/g, '');
  const own = sha256(`${name} ${platform}`).slice('sha256:'.length, 'sha256:'.length + 12);
  return `${plain === '' ? 'image' : plain}-${own}.${extension.replace(/[^a-z0-9.]/g, '')}`;
}
