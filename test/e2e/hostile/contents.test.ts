import { databaseCases } from './databases.ts';
import { javaCases } from './java.ts';
import { languageCases } from './languages.ts';
import { playAll } from './playing.ts';
import { rootfsCases } from './rootfs.ts';
import { rpmCases } from './rpm-databases.ts';
import { tableCases } from './tables-of-programs.ts';
import { zipCases } from './zips.ts';

playAll([
  ['file system trees', rootfsCases],
  ['databases of dpkg and apk', databaseCases],
  ['databases of rpm', rpmCases],
  ['packages of languages', languageCases],
  ['Java and its programs', javaCases],
  ['directories of zip files', zipCases],
  ['tables of programs', tableCases],
]);
