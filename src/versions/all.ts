import type { VersionScheme } from '../model/version-scheme.ts';
import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { composer } from './composer.ts';
import { cran } from './cran.ts';
import { crates } from './crates.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { go } from './go.ts';
import { hex } from './hex.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pep440 } from './pep440.ts';
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
];
