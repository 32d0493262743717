import type { Text } from '../base/text.ts';

/** Something stored that is not what was signed. Whoever knows the file makes an error of the catalogue of it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly reason: Text;
  /** The entry that it is about; null where it is about none, or nobody has said so yet. */
  readonly sequence: number | null;

  constructor(reason: Text, { cause, sequence = null }: { cause?: unknown; sequence?: number | null } = {}) {
    super(reason.en, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.sequence = sequence;
  }
}
