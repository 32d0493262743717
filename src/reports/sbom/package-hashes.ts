import type { Package } from '../../model/package.ts';

/** The digests of packages that are one file, under the names that collectors give them, with their length in hex digits. */
const kinds = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;

export type HashKind = keyof typeof kinds;

/** What is known of a package's own content. */
export function packageHashes({ attributes }: Package): readonly { readonly kind: HashKind; readonly hex: string }[] {
  return (Object.keys(kinds) as HashKind[]).flatMap((kind) => {
    const hex = attributes[kind];
    return hex !== undefined && hex.length === kinds[kind] && /^[0-9a-f]+$/.test(hex) ? [{ kind, hex }] : [];
  });
}
