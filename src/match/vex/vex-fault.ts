import type { Text } from '../../base/text.ts';

/** What makes a document no VEX that can be trusted. */
export class VexFault extends Error {
  override readonly name = 'VexFault';
  readonly reason: Text;

  constructor(reason: Text) {
    super(reason.en);
    this.reason = reason;
  }
}
