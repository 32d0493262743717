import { isObject, jsonObject } from '../json-object.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 65_536;

/** Elixir's `mix.lock`, an Elixir map: lines `"name": {:hex, :package, "1.2.3", …},`. What comes from git is no package of Hex. */
export function readMixLock(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!text.trimStart().startsWith('%{') || hasLongLine(content, LONGEST)) return null;
  return text.split('\n').flatMap((line) => {
    const [, name, version] =
      /^\s{0,20}"[^"]{1,200}": ?\{:hex, :"?([^",\s]{1,200})"?, "([^"]{1,100})"/.exec(line) ?? [];
    return lockedPackage(name, version);
  });
}

/**
 * Erlang's `rebar.lock` (rebar3.org, "Dependencies"), Erlang terms: `{<<"name">>,{pkg,<<"package">>,<<"1.2.3">>},0}`, also with digests behind the version.
 * What comes from git is no package of Hex.
 */
export function readRebarLock(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!/^\s{0,100}[[{]/.test(text) || hasLongLine(content, LONGEST)) return null;
  return text.split('\n').flatMap((line) => {
    const [, name, version] =
      /<<"[^"]{1,200}">>,\s{0,10}\{pkg,\s{0,10}<<"([^"]{1,200})">>,\s{0,10}<<"([^"]{1,100})">>/.exec(line) ?? [];
    return lockedPackage(name, version);
  });
}

/** `renv.lock` (rstudio.github.io/renv, "Lockfiles"): packages of repositories, of CRAN and Bioconductor. */
export function readRenvLock(content: Buffer): readonly LockedPackage[] | null {
  const packages = jsonObject(content)?.['Packages'];
  if (!isObject(packages)) return null;
  return Object.values(packages).flatMap((entry) => {
    if (!isObject(entry) || !['Repository', 'CRAN', 'Bioconductor'].includes(String(entry['Source']))) return [];
    return lockedPackage(entry['Package'], entry['Version']);
  });
}
