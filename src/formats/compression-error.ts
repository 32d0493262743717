/** Compressed data that is damaged or ends too early. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError';
  readonly kind: 'truncated' | 'corrupt';

  constructor(kind: 'truncated' | 'corrupt', message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}
