import { isDigest } from '../../base/digest.ts';
import { fill } from '../../base/text.ts';
import { isObject, type JsonObject } from '../../formats/go-json.ts';
import { type Purl, parsePurl } from '../../formats/purl.ts';
import type { Item } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/** Members of a VEX document. One that is of another kind than its format says makes the whole document a {@link VexFault}. */
export function textOf(object: JsonObject, name: string): string | null {
  const value = own(object, name);
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw wrong(name);
  return value.trim() === '' ? null : value;
}

export function requiredText(object: JsonObject, name: string): string {
  const value = textOf(object, name);
  if (value === null) throw new VexFault(fill({ en: 'it has no "{name}"', 'zh-CN': '缺少“{name}”' }, { name }));
  return value;
}

export function objectOf(object: JsonObject, name: string): JsonObject | null {
  const value = own(object, name);
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw wrong(name);
  return value;
}

export function objectsOf(object: JsonObject, name: string): readonly JsonObject[] {
  return listOf(object, name).map((item) => {
    if (!isObject(item)) throw wrong(name);
    return item;
  });
}

export function textsOf(object: JsonObject, name: string): readonly string[] {
  return listOf(object, name).map((item) => {
    if (typeof item !== 'string') throw wrong(name);
    return item;
  });
}

export function listOf(object: JsonObject, name: string): readonly unknown[] {
  const value = own(object, name);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(name);
  return value;
}

/** Milliseconds since 1970 of an RFC 3339 time; of a day, and of a time that names no zone, as Ubuntu writes them, in UTC. */
export function timeOf(text: string): number {
  const parts = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(Z|[+-][0-9:]+)?)?$/i.exec(text);
  const isZoneless = text.includes('T') && parts?.[1] === undefined;
  const at = parts === null ? Number.NaN : Date.parse(isZoneless ? `${text}Z` : text);
  if (Number.isNaN(at)) {
    throw new VexFault(
      fill({ en: '"{text}" is not a time', 'zh-CN': '“{text}”不是有效时间' }, { text: text.slice(0, 60) }),
    );
  }
  return at;
}

/** An item by its purls, `ALGORITHM, HEX` pairs and CPEs. */
export function itemOf(
  purls: readonly (string | null)[],
  hashes: readonly (readonly [algorithm: string, hex: string])[] = [],
  cpes: readonly (string | null)[] = [],
): Item {
  return {
    purls: purls.flatMap((text) => {
      const purl = text === null ? null : parsePurl(text);
      return purl === null ? [] : [purl];
    }),
    digests: hashes
      .map(([algorithm, hex]) => `${algorithm.toLowerCase().replaceAll('-', '')}:${hex.toLowerCase()}`)
      .filter(isDigest),
    cpes: cpes.filter((cpe) => cpe !== null),
    bom: null,
  };
}

/** A purl with a version that is said beside it, where it says none itself. Images by name have a tag, and a digest for a version. */
export function versioned(purl: Purl, version: string): Purl {
  if (purl.version !== null) return purl;
  if (purl.type !== 'oci' || version.includes(':')) return { ...purl, version };
  return { ...purl, qualifiers: { tag: version, ...purl.qualifiers } };
}

/** An item that nothing tells apart from others is about nothing. */
export function isKnown({ purls, digests, cpes, bom }: Item): boolean {
  return purls.length > 0 || digests.length > 0 || cpes.length > 0 || bom !== null;
}

/** Why something does not matter: a justification's name, what was written about it, or both. */
export function reasonOf(justification: string | null, words: string | null): string | null {
  if (justification === null || words === null) return justification ?? words;
  return `${justification}: ${words}`;
}

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function wrong(name: string): VexFault {
  return new VexFault(fill({ en: '"{name}" is not what its format says', 'zh-CN': '“{name}”不符合其格式' }, { name }));
}
