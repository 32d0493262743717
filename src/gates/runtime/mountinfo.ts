import { Unidentified } from './unidentified.ts';

/** A mount as the kernel shows it (proc_pid_mountinfo(5)). */
export interface MountEntry {
  /** Where it lies, without symbolic links. */
  readonly point: string;
  readonly type: string;
  /** Options of the file system itself, in their order: `lowerdir=…`. */
  readonly options: readonly string[];
}

/** Reads `/proc/self/mountinfo`. A line that cannot be read is no mount of a container, unless somebody made it so: it throws. */
export function readMounts(mountinfo: string): readonly MountEntry[] {
  return mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const words = line.split(' ');
      // Optional fields in any number, then a dash.
      const dash = words.indexOf('-', 6);
      const [point, type, options] = [words[4], words[dash + 1], words[dash + 3]];
      if (dash < 0 || point === undefined || type === undefined || options === undefined)
        throw new Unidentified('odd-mounts');
      return { point: unescaped(point), type: unescaped(type), options: unescaped(options).split(',') };
    });
}

/** Blanks, tabs, line ends and backslashes are written as octal numbers. */
function unescaped(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
