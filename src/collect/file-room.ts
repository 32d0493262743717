/** Room grows by steps, so that files of much the same size share it. */
const STEP = 1 << 20;
/** More room than this is given back after each file, at once: a collector of garbage would know of it late. */
export const KEPT = 16 << 20;

/** Memory for the content of one file after the other. */
export class FileRoom {
  #bytes: Buffer = Buffer.alloc(0);

  /** So much of it, with anything in it. What was taken before is gone. */
  taken(size: number): Buffer {
    if (this.#bytes.length < size) {
      this.release();
      this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
    }
    return this.#bytes.subarray(0, size);
  }

  /** Whether it holds more than it keeps. */
  get isLarge(): boolean {
    return this.#bytes.length > KEPT;
  }

  /** Gives room beyond so many bytes back. What was taken of it is gone. */
  release(beyond = 0): void {
    if (this.#bytes.length <= beyond) return;
    givenBack(this.#bytes);
    this.#bytes = Buffer.alloc(0);
  }
}

export function givenBack({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** The same bytes, not a copy: what comes in one chunk is looked at where it lies, until the next one comes. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
