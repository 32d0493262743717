/** A tree that holds packages of one kind, as an image has them: what is compared when packages are counted. */
export interface Specimen {
  readonly id: string;
  /** The tool or the packages that it is made of. */
  readonly of: string;
  /** Programs without which it is left out. */
  readonly needs: readonly string[];
  /** Projects that nobody built or installed, which some tools look at only where they lie in a folder. */
  readonly isSources?: true;
  /** Fills `root`, an empty directory. `work` is another one, for what need not be in the image. */
  readonly make: (root: string, work: string) => Promise<void> | void;
}
