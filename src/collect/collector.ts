import type { FileBytes } from '../formats/file-bytes.ts';
import type { Harvested, HarvestedGap } from '../model/harvest.ts';

/** By what databases of packages know the files that these brought. */
export type FileDigest = 'md5' | 'sha1' | 'sha256';

/** A file of a layer, as a collector sees it. */
export interface LayerFile {
  /** Inside the image, without a leading slash, normalized. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Those of its digests by which somebody may know it; absent where any may be asked for. */
  readonly digests?: readonly FileDigest[];
}

/**
 * Which files a collector wants. Declared, not computed, so that the runner asks one hash table for each file however many
 * collectors there are. A file is wanted when any of the lists names it and `unless` does not say otherwise.
 */
export interface Wanted {
  /** Whole paths: `var/lib/dpkg/status`. */
  readonly paths?: readonly string[];
  /** Last path components: `package.json`. */
  readonly names?: readonly string[];
  /** Last path components from their last dot on, or from the last but one: `.egg-info`, `.deps.json`. */
  readonly extensions?: readonly string[];
  /** How last path components may end that end in `.json`: `-sbom.json`. Asked of such files alone. */
  readonly jsonEndings?: readonly string[];
  /** A directory and how the names of the files right in it may end: `{ in: 'var/lib/dpkg/status.d', ending: '' }`. */
  readonly directories?: readonly { readonly in: string; readonly ending: string }[];
  /** The same for directories of a name, wherever they lie: `{ named: 'conda-meta', ending: '.json' }`. */
  readonly parents?: readonly { readonly named: string; readonly ending: string }[];
  /**
   * Every file that begins as a program does (ELF, PE, Mach-O), whatever its name; below 4 KiB, and in a directory of this machine, only what
   * may be executed or is named as a program. One that is too large to be held is handed to `takePieces`: what follows each of these marks
   * in it. `marksFor` tells more marks for programs of a name (the last path component). Where files can be read anywhere, an ELF file without any of
   * `sections` is read no further where `take` takes nothing from its outline, in which only tables, symbols and what is writable are what they are in the
   * file (`formats/executable/elf-outline.ts`); one of a name with marks is always read.
   */
  readonly programs?: {
    readonly marks: readonly Buffer[];
    readonly sections: readonly string[];
    readonly marksFor?: (name: string) => readonly Buffer[];
  };
  /**
   * Every file that may be executed and begins with `#!`, as a module of WebAssembly, or as a zip archive does and has a name without a dot: programs of many languages are archives that are
   * started so. Of one of more than 64 MiB `takeBeginning` is shown the first 4 KiB. Only files that no list of any collector names.
   */
  readonly scripts?: true;
  /** Bytes beyond which a file is none of its kind, where that is less than what a file of an image may have. */
  readonly maxSize?: number;
  /**
   * Bytes of a file that are enough: of a larger one `take` is given as many, and that as its size. A program is none of its kind, whatever its
   * name. With {@link maxSize} of as many, which says so where the beginning cannot be had alone.
   */
  readonly beginning?: number;
  /** Paths at which it wants nothing, whatever link leads there. */
  readonly never?: (path: string) => boolean;
  /** A last look at a file that one of the lists named. */
  readonly unless?: (file: LayerFile) => boolean;
}

export interface Taken {
  readonly items: readonly Harvested[];
  readonly gaps?: readonly HarvestedGap[];
}

/**
 * Looks at the files of one layer and takes what it understands.
 *
 * A promise: it knows no other layer and no distribution; it never throws for bad content but reports a gap (what it throws all
 * the same becomes a gap `unparsable`); its work is bounded by the size of the file; a change of what it takes raises `revision`.
 */
export interface Collector {
  readonly name: string;
  readonly revision: number;
  readonly wants: Wanted;
  /** In which words a file that could not be read is named in a gap: `dpkg database`. */
  readonly what: string;
  /** Which inputs of controls are not whole when a wanted file cannot be read. */
  readonly blinds: HarvestedGap['blinds'];
  /**
   * Of a database that tells which package brought a file: by which digests, and in which directories it lies. Where a layer can be looked into beforehand
   * and has some, files are given no other digests: what it brings it enters there. Where a layer goes by, directories may herald it: those that its
   * system has in any image, and that come early by their names. A file without the digest that is asked for later on belongs to nobody.
   */
  readonly knowsFiles?: {
    readonly by: readonly FileDigest[];
    readonly in: readonly string[];
    readonly heralds?: readonly string[];
  };
  /** The bytes are lent for the call. */
  take(file: LayerFile, content: Buffer): Taken;
  /**
   * The same from bytes that are read where they lie, for large files of which little is looked at. They are lent for the call; what is returned
   * is asked for later, when digests that were begun have been taken meanwhile.
   */
  takeFrom?(file: LayerFile, bytes: FileBytes): () => Taken;
  /**
   * The first 4 KiB of a program, however much more of it is read, lent for the call. A collector that has this is shown no more of programs; of scripts it is shown
   * this of those that are too large.
   */
  takeBeginning?(file: LayerFile, beginning: Buffer): Taken;
  /**
   * Pieces of a program that is too large: each begins with a mark and goes on for a megabyte or to the end of the file. For each there is what
   * led up to it, 64 bytes or less where the file or another piece begins.
   */
  takePieces?(file: LayerFile, pieces: readonly Buffer[], leads: readonly Buffer[]): Taken;
}
