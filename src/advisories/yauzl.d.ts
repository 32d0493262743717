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

  export function openPromise(path: string, options?: { readonly decodeStrings?: boolean }): Promise<ZipFile>;
}
