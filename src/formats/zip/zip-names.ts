/** Where a zip file has its directory, and how many bytes stand in front that offsets do not count. */
export interface ZipPlaces {
  readonly directory: number;
  readonly directoryEnd: number;
  readonly before: number;
}

/** Holds the names in front of the entries of a zip file against its directory, as its bytes go by from the first one on. */
export interface ZipNames {
  /** Shows bytes, and where in the file they begin: each follows those before. */
  see(chunk: Buffer, at: number): void;
  /** Whether all that went by is as the directory says, and no entry stands in front of all that it names. Asked at the end. */
  readonly isSame: boolean;
}

/**
 * Makes the class {@link ZipNames}: its text is all that it needs, so that a thread can be begun with it.
 *
 * The directory is one that was read without complaint and in which all offsets are of 32 bits. Names are the file's own bytes (PKWARE's APPNOTE, 4.3.7
 * and 4.3.12).
 */
export function zipNamesKind(): new (
  directory: Buffer,
  before: number,
  length: number,
  read: (room: Buffer, at: number) => boolean,
) => ZipNames {
  const [DIRECTORY, DIRECTORY_SIZE, LOCAL, LOCAL_SIZE] = [0x02014b50, 46, 0x04034b50, 30];
  return class {
    readonly #directory: Buffer;
    readonly #length: number;
    readonly #read: (room: Buffer, at: number) => boolean;
    /** Where entries stand in the file, and where in the directory they do: in the order of the first. */
    readonly #places: readonly { readonly local: number; readonly at: number }[];
    #next = 0;
    isSame = true;

    constructor(directory: Buffer, before: number, length: number, read: (room: Buffer, at: number) => boolean) {
      this.#directory = directory;
      this.#length = length;
      this.#read = read;
      const places: { local: number; at: number }[] = [];
      for (let at = 0; at + DIRECTORY_SIZE <= directory.length && directory.readUInt32LE(at) === DIRECTORY; ) {
        places.push({ local: before + directory.readUInt32LE(at + 42), at });
        at +=
          DIRECTORY_SIZE +
          directory.readUInt16LE(at + 28) +
          directory.readUInt16LE(at + 30) +
          directory.readUInt16LE(at + 32);
      }
      this.#places = places.sort((one, other) => one.local - other.local);
    }

    see(chunk: Buffer, at: number): void {
      const end = at + chunk.length;
      if (at === 0 && this.#places[0]?.local !== 0 && chunk.length >= 4 && chunk.readUInt32LE(0) === LOCAL)
        this.isSame = false;
      for (
        let place = this.#places[this.#next];
        place !== undefined && place.local < end;
        place = this.#places[this.#next]
      ) {
        this.#next += 1;
        const length = this.#directory.readUInt16LE(place.at + 28);
        const last = place.local + LOCAL_SIZE + length;
        if (last > this.#length) this.isSame = false;
        else if (last <= end) this.#compare(chunk, place.local - at, place.at, length);
        else {
          const header = Buffer.allocUnsafe(LOCAL_SIZE + length);
          if (this.#read(header, place.local)) this.#compare(header, 0, place.at, length);
          else this.isSame = false;
        }
      }
      // An entry of which none of the bytes can come by.
      if (end === this.#length && this.#next < this.#places.length) this.isSame = false;
    }

    #compare(bytes: Buffer, start: number, at: number, length: number): void {
      const name = start + LOCAL_SIZE;
      const from = at + DIRECTORY_SIZE;
      if (
        bytes.readUInt32LE(start) !== LOCAL ||
        bytes.readUInt16LE(start + 26) !== length ||
        bytes.compare(this.#directory, from, from + length, name, name + length) !== 0
      )
        this.isSame = false;
    }
  };
}

/** {@link zipNamesKind} for whoever needs no text of it. */
export const ZipNames = zipNamesKind();
