import type { Text } from '../base/text.ts';

/** Something stored that is not what was signed. Whoever knows the file and the entry makes an error of the catalogue of it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly reason: Text;

  constructor(reason: Text, cause?: unknown) {
    super(reason.en, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
