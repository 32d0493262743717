import type { VersionScheme } from '../model/version-scheme.ts';
import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { composer } from './composer.ts';
import { conan } from './conan.ts';
import { cpan } from './cpan.ts';
import { cran } from './cran.ts';
import { crates } from './crates.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { go } from './go.ts';
import { hackage } from './hackage.ts';
import { hex } from './hex.ts';
import { julia } from './julia.ts';
import { luarocks } from './luarocks.ts';
import { maven } from './maven.ts';
import { nix } from './nix.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { opam } from './opam.ts';
import { pep440 } from './pep440.ts';
import { php } from './php.ts';
import { pub } from './pub.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';

export const versionSchemes: readonly VersionScheme[] = [
  deb,
  rpm,
  apk,
  alpm,
  semver,
  npm,
  pep440,
  go,
  crates,
  maven,
  gem,
  composer,
  nuget,
  cran,
  hex,
  pub,
  julia,
  hackage,
  opam,
  conan,
  cpan,
  luarocks,
  php,
  nix,
];
