import type { Ecosystem } from '../collect/ecosystem.ts';
import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { cargo } from './cargo.ts';
import { composer } from './composer.ts';
import { conda } from './conda.ts';
import { cran } from './cran.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { golang } from './golang.ts';
import { hex } from './hex.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';

export const ecosystems: readonly Ecosystem[] = [
  deb,
  rpm,
  apk,
  alpm,
  bitnami,
  npm,
  pypi,
  golang,
  cargo,
  maven,
  gem,
  composer,
  nuget,
  conda,
  cran,
  hex,
];
