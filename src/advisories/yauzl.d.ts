/** What is used of yauzl 3, which comes without types. */
declare module 'yauzl' {
  export interface Entry {
    readonly fileName: string;
    readonly compressionMethod: number;
    readonly crc32: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly relativeOffsetOfLocalHeader: number;
    isEncrypted(): boolean;
  }

  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterableIterator<Entry>;
    close(): void;
  }

  type ReadCallback = (error: Error | null, bytesRead?: number) => void;

  /** An old-style constructor: methods may be put on what it makes. */
  export const RandomAccessReader: new () => {
    read: (buffer: Buffer, offset: number, length: number, position: number, callback: ReadCallback) => void;
  };

  export function fromRandomAccessReaderPromise(
    reader: InstanceType<typeof RandomAccessReader>,
    size: number,
    options?: { readonly autoClose?: boolean },
  ): Promise<ZipFile>;
}
