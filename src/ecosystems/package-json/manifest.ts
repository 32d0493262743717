import type { Taken } from '../../collect/collector.ts';
import { isObject, jsonObject } from '../../formats/json-object.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { normalizedLicense, normalizedLicenses } from '../license-names.ts';

export const WHAT = 'package.json';
export const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
/** A package.json holds a few kilobytes; npm's registry takes none of this size. */
export const MAX_SIZE = 8 * 1024 * 1024;

/** Right in a package's directory of a `node_modules`: elsewhere it says how modules are loaded, or describes an application. */
export const installed = /(?:^|\/)node_modules\/(?:@[^/]+\/)?(?!@)[^/]+\/package\.json$/;

/**
 * Where Node.js takes it for a package by its place alone: in no other directory than those of packages, from the first `node_modules` on.
 * Elsewhere lie the samples that packages test themselves with.
 */
const placed =
  /^(?:(?!node_modules\/)[^/]+\/)*node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?(?:(?:@[^/]+\/)?(?![@.])[^/]+\/node_modules\/)*((?:@[^/]+\/)?(?![@.])[^/]+)\/package\.json$/;

/** The package that a `package.json` is of. */
export function takeManifest(path: string, content: Buffer): Taken {
  // As Node.js reads it: bytes that are no UTF-8 are replaced, a byte order mark is dropped, of members named twice the last one counts.
  const manifest = jsonObject(content);
  if (manifest === null) return { items: [], gaps: [unparsable] };
  const { version } = manifest;
  const place = placed.exec(path)?.[1];
  const name = place !== undefined && manifest['name'] === '' ? place : (manifest['name'] ?? place);
  // It is run as it would be with a version: which one is what nobody knows.
  if (place !== undefined && (version === undefined || version === '')) return { items: [], gaps: [unparsable] };
  // Without either it is no package but a setting for the modules beside it.
  if (name === undefined || version === undefined) return { items: [] };
  if (typeof name !== 'string' || typeof version !== 'string') return { items: [], gaps: [unparsable] };
  if (name === '' || version === '') return { items: [] };
  return {
    items: [
      languagePackage('npm', name, version.trim(), { licenses: licensesOf(manifest) }),
      ...digestFacts('npm', path, content),
    ],
  };
}

type Manifest = Readonly<Record<string, unknown>>;

/** `license` as a text, or as older packages have it: an object, or a list of them in `licenses`, of which any may be chosen. */
export function licensesOf(manifest: Manifest): readonly string[] {
  const one = nameOfLicense(manifest['license']);
  if (one !== null) return normalizedLicenses([one]);
  const list = [manifest['license'], manifest['licenses']].find(Array.isArray) ?? [];
  const names = list.slice(0, 20).flatMap((entry: unknown) => nameOfLicense(entry) ?? []);
  if (names.length === 0) return [];
  return names.length === 1 ? normalizedLicenses(names) : [names.map(asOperand).join(' OR ')];
}

function asOperand(name: string): string {
  const license = normalizedLicense(name);
  return / (?:AND|OR) /.test(license) ? `(${license})` : license;
}

function nameOfLicense(entry: unknown): string | null {
  const name = isObject(entry) ? (entry['type'] ?? entry['name']) : entry;
  return typeof name === 'string' && name.trim() !== '' ? name : null;
}
