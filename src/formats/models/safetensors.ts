/** What stands in front of the tensors: a length of eight bytes and a JSON object (huggingface/safetensors, "Format"). */
const LENGTH = 8;
/** The format's own bound. */
const LONGEST = 100_000_000;

/** Whether bytes begin a file of the kind. */
export function beginsAsSafetensors(bytes: Buffer): boolean {
  if (bytes.length <= LENGTH) return false;
  const length = bytes.readBigUInt64LE(0);
  return length >= 2n && length <= LONGEST && bytes[LENGTH] === 0x7b;
}
