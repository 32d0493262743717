import type { Text } from '../base/text.ts';
import { isObject, JsonError, type JsonObject, listMember, objectMember, parseObject, textMember } from './go-json.ts';

/** A DSSE envelope as anybody may write it (DSSE v1, envelope.md): none of its signatures was checked. */
export interface DsseEnvelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly Buffer[];
}

/** People sign with one key, or while they change it with two. */
const MOST_SIGNATURES = 16;

/** Reads an envelope, or the one inside a Sigstore bundle (sigstore/protobuf-specs, `Bundle`, `dsseEnvelope`). Throws {@link JsonError}. */
export function readDsseEnvelope(bytes: Uint8Array): DsseEnvelope {
  const root = parseObject(bytes);
  const envelope = objectMember(root, 'dsseEnvelope') ?? root;
  const signatures = listMember(envelope, 'signatures') ?? [];
  if (signatures.length > MOST_SIGNATURES) throw new JsonError(texts.many);
  return {
    payloadType: textMember(envelope, 'payloadType') ?? '',
    payload: base64Member(envelope, 'payload'),
    signatures: signatures.map((signature) => {
      if (!isObject(signature)) throw new JsonError(texts.noEnvelope);
      return base64Member(signature, 'sig');
    }),
  };
}

/** Standard or URL-safe, with padding or without: readers have to take either. */
function base64Member(object: JsonObject, name: string): Buffer {
  const text = textMember(object, name);
  if (text === undefined || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new JsonError(texts.noEnvelope);
  return Buffer.from(text, 'base64');
}

const texts = {
  noEnvelope: { en: 'it is not a signed envelope (DSSE)', 'zh-CN': '不是签名信封（DSSE）' },
  many: { en: 'it has more signatures than anybody needs', 'zh-CN': '签名数量异常' },
} as const satisfies Record<string, Text>;
