import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareDebianTexts } from './debian-order.ts';

/** Versions of OCaml packages (opam.ocaml.org, "Version ordering"): Debian's order over the whole text, without epoch and revision. */
export const opam: VersionScheme<string> = {
  name: 'opam',
  parse(text) {
    if (!/^[A-Za-z0-9_+.~-]+$/.test(text)) throw new InvalidVersion('opam', text);
    return text;
  },
  compare: compareDebianTexts,
};
