import type { ManagerId } from './plan.ts';

/**
 * What of an image may stand in an instruction. Everything here is a word for a shell without quotes, an option for nobody (it begins with a letter or a
 * digit), and no longer than any real name. What does not match is left out of the Dockerfile, with a remark.
 */
const names: Readonly<Record<ManagerId | 'npm' | 'pypi', RegExp>> = {
  // Debian Policy 5.6.7, and an architecture. To apt a hyphen at the end means removal.
  apt: /^[a-z0-9][a-z0-9+.-]{0,98}[a-z0-9+.](?::[a-z0-9][a-z0-9-]{0,30})?$/,
  dnf: /^[A-Za-z0-9][A-Za-z0-9+._-]{0,148}[A-Za-z0-9+]$/,
  microdnf: /^[A-Za-z0-9][A-Za-z0-9+._-]{0,148}[A-Za-z0-9+]$/,
  yum: /^[A-Za-z0-9][A-Za-z0-9+._-]{0,148}[A-Za-z0-9+]$/,
  zypper: /^[A-Za-z0-9][A-Za-z0-9+._-]{0,148}[A-Za-z0-9+]$/,
  apk: /^[A-Za-z0-9][A-Za-z0-9+._-]{0,98}[A-Za-z0-9+]$/,
  npm: /^(?:@[a-z0-9][a-z0-9._-]{0,60}\/)?[a-z0-9][a-z0-9._-]{0,120}$/,
  pypi: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,120}[A-Za-z0-9])?$/,
};

const version = /^[0-9][A-Za-z0-9.+_-]{0,80}$/;

export function isSafeName(kind: ManagerId | 'npm' | 'pypi', name: string): boolean {
  return names[kind].test(name);
}

export function isSafeVersion(text: string): boolean {
  return version.test(text);
}

/** Any word that commands may carry: a name, a name with a version behind `@`, `==` or `>=`. */
export function isSafeWord(word: string): boolean {
  return /^@?[A-Za-z0-9][A-Za-z0-9@/+._:-]{0,260}(?:(?:>=|==)[0-9][A-Za-z0-9.+_-]{0,80})?$/.test(word);
}

/** `1000`, `1000:1000`, `1000:staff` */
export function isSafeUser(user: string): boolean {
  return /^(?:0|[1-9][0-9]{0,9})(?::(?:0|[1-9][0-9]{0,9}|[a-z_][a-z0-9_-]{0,31}))?$/.test(user);
}

/** Nothing that a Dockerfile would fill in (`$`), end (`"`), or go on after (`\`). */
export function isSafeLabel(value: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9 ._:/@+,-]{0,500}$/.test(value);
}

/** An image by its digest in a registry, or by its id. */
export function isSafeReference(text: string): boolean {
  return /^(?:[a-z0-9][a-z0-9._:[\]-]{0,200}(?:\/[a-z0-9][a-z0-9._-]{0,200}){1,20}@)?sha256:[0-9a-f]{64}$/.test(text);
}
