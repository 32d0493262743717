import type { Ecosystem } from '../collect/ecosystem.ts';
import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { brew } from './brew.ts';
import { cargo } from './cargo.ts';
import { chocolatey } from './chocolatey.ts';
import { chromeExtension } from './chrome-extension.ts';
import { cocoapods } from './cocoapods.ts';
import { composer } from './composer.ts';
import { conan } from './conan.ts';
import { conda } from './conda.ts';
import { cos } from './cos.ts';
import { cpan } from './cpan.ts';
import { cran } from './cran.ts';
import { deb } from './deb.ts';
import { dhi } from './dhi.ts';
import { ebuild } from './ebuild.ts';
import { flatpak } from './flatpak.ts';
import { gem } from './gem.ts';
import { generic } from './generic.ts';
import { golang } from './golang.ts';
import { hackage } from './hackage.ts';
import { hex } from './hex.ts';
import { huggingface } from './huggingface.ts';
import { julia } from './julia.ts';
import { luarocks } from './luarocks.ts';
import { macapps } from './macapps.ts';
import { macports } from './macports.ts';
import { maven } from './maven.ts';
import { model } from './model.ts';
import { nim } from './nim.ts';
import { nix } from './nix.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { oci } from './oci.ts';
import { opam } from './opam.ts';
import { opkg } from './opkg.ts';
import { pear } from './pear.ts';
import { pub } from './pub.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { snap } from './snap.ts';
import { spack } from './spack.ts';
import { swift } from './swift.ts';
import { swiplpack } from './swiplpack.ts';
import { terraform } from './terraform.ts';
import { vcpkg } from './vcpkg.ts';
import { vscode } from './vscode.ts';
import { winget } from './winget.ts';
import { wordpress } from './wordpress.ts';

export const ecosystems: readonly Ecosystem[] = [
  deb,
  rpm,
  apk,
  alpm,
  ebuild,
  opkg,
  cos,
  bitnami,
  dhi,
  generic,
  npm,
  pypi,
  golang,
  cargo,
  maven,
  gem,
  composer,
  pear,
  nuget,
  conda,
  cran,
  hex,
  pub,
  hackage,
  swift,
  cocoapods,
  conan,
  vcpkg,
  julia,
  opam,
  luarocks,
  cpan,
  nix,
  brew,
  snap,
  flatpak,
  spack,
  wordpress,
  vscode,
  chromeExtension,
  nim,
  swiplpack,
  terraform,
  model,
  huggingface,
  macports,
  macapps,
  chocolatey,
  winget,
  oci,
];
