/** A value of GGUF's metadata: a text, a number of 32 bits, or an array of texts. */
export type GgufValue = string | number | readonly string[];

/** The metadata of a model in front of its (missing) tensors (ggml, "GGUF"), version 3. */
export function gguf(metadata: Readonly<Record<string, GgufValue>>): Buffer {
  const head = Buffer.alloc(24);
  head.write('GGUF', 'latin1');
  head.writeUInt32LE(3, 4);
  head.writeBigUInt64LE(BigInt(Object.keys(metadata).length), 16);
  const pairs = Object.entries(metadata).flatMap(([key, value]) => [text(key), bytesOf(value)]);
  return Buffer.concat([head, ...pairs]);
}

function bytesOf(value: GgufValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(8), text(value)]);
  if (typeof value === 'number') return Buffer.concat([u32(4), u32(value)]);
  return Buffer.concat([u32(9), u32(8), u64(value.length), ...value.map(text)]);
}

/** A file of tensors with nothing but its header (huggingface/safetensors, "Format"). */
export function safetensors(header: Readonly<Record<string, unknown>>): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  return Buffer.concat([u64(json.length), json]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
