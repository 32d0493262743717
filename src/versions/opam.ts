import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareDebianTexts } from './debian-order.ts';

export interface OpamVersion {
  readonly upstream: string;
  /** What follows the last hyphen; `''` where there is none. */
  readonly revision: string;
}

/** Versions of OCaml packages (opam.ocaml.org, "Version ordering"): Debian's order without epoch, and with a revision. */
export const opam: VersionScheme<OpamVersion> = {
  name: 'opam',
  parse(text) {
    if (!/^[A-Za-z0-9_+.~-]+$/.test(text)) throw new InvalidVersion('opam', text);
    const hyphen = text.lastIndexOf('-');
    if (hyphen === -1) return { upstream: text, revision: '' };
    return { upstream: text.slice(0, hyphen), revision: text.slice(hyphen + 1) };
  },
  compare(a, b) {
    return compareDebianTexts(a.upstream, b.upstream) || compareDebianTexts(a.revision, b.revision);
  },
};
