/** Whether it is time that ended the work: the reason of a signal that a clock has aborted. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
