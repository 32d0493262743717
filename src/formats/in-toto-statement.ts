import { type Digest, isDigest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';
import {
  isObject,
  JsonError,
  type JsonObject,
  listMember,
  member,
  objectMember,
  parseObject,
  textMember,
} from './go-json.ts';

/** Somebody's statement about things that are known by their digests (in-toto/attestation, spec v1, "Statement"; v0.1 as well). */
export interface InTotoStatement {
  /** Of all subjects; those of other algorithms than images have are left out. */
  readonly subjects: ReadonlySet<Digest>;
  readonly predicateType: string;
  /** Without members where it is no object: of SPDX it may be a text. */
  readonly predicate: JsonObject;
}

export const inTotoType = 'application/vnd.in-toto+json';

const statementTypes: ReadonlySet<string> = new Set([
  'https://in-toto.io/Statement/v1',
  'https://in-toto.io/Statement/v0.1',
]);

/** Reads a statement. Throws {@link JsonError}. */
export function readInTotoStatement(bytes: Uint8Array): InTotoStatement {
  const root = parseObject(bytes);
  const predicateType = textMember(root, 'predicateType');
  if (!statementTypes.has(textMember(root, '_type') ?? '') || predicateType === undefined)
    throw new JsonError(texts.noStatement);
  const digests = (listMember(root, 'subject') ?? []).flatMap((subject) => {
    if (!isObject(subject)) throw new JsonError(texts.noStatement);
    return Object.entries(objectMember(subject, 'digest') ?? {}).map(([algorithm, hex]) => `${algorithm}:${hex}`);
  });
  const predicate = member(root, 'predicate');
  return {
    subjects: new Set(digests.filter(isDigest)),
    predicateType,
    predicate: isObject(predicate) ? predicate : {},
  };
}

const texts = {
  noStatement: { en: 'it is not an in-toto statement', 'zh-CN': '不是 in-toto 声明' },
} as const satisfies Record<string, Text>;
