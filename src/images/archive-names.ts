import { normalize } from 'node:path/posix';
import { printable } from '../base/printable.ts';
import type { Text } from '../base/text.ts';
import type { TarEntry } from '../formats/tar/tar-entry.ts';

/** Linux has no longer paths. */
const MAX_NAME = 4096;
/** Directories on the way to a file; archives of images have a few. */
const MAX_DEPTH = 100;

/**
 * What the entries of an image archive are called, and where its links lead.
 *
 * Some engines unpack an archive to a directory first, where the last of two files with one name remains and links are written through;
 * others look for names in the stream and take the first. An archive that means different images to them is named by `ambiguity`.
 */
export class ArchiveNames {
  readonly #files = new Set<string>();
  readonly #links = new Map<string, string>();
  #repeated: string | null = null;
  #isTooLong = false;
  /** Entries of any kind, directories too. */
  count = 0;

  /** Takes note of an entry and returns its name without `./` in front; null for what can be no file of an image. */
  add(entry: TarEntry): string | null {
    this.count += 1;
    if (entry.type === 'directory') return null;
    if (entry.name.length > MAX_NAME || entry.linkName.length > MAX_NAME) {
      this.#isTooLong = true;
      return null;
    }
    const name = archiveName(entry.name);
    if (name.split('/', MAX_DEPTH + 2).length > MAX_DEPTH + 1) {
      this.#isTooLong = true;
      return null;
    }
    if (this.#files.has(name) || this.#links.has(name)) this.#repeated ??= name;
    if (entry.type === 'hardlink') this.#links.set(name, archiveName(entry.linkName));
    else if (entry.type === 'symlink') this.#links.set(name, archiveName(`${name}/../${entry.linkName}`));
    else this.#files.add(name);
    return name;
  }

  /** The end of a chain of links; older engines save a layer that occurs twice as a link. */
  resolved(name: string): string {
    let at = archiveName(name);
    for (let steps = 0; steps < 16; steps += 1) {
      const next = this.#links.get(at);
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  /** Why two readers could see different archives; null where they cannot. */
  ambiguity(): Text | null {
    if (this.#isTooLong)
      return {
        en: 'it holds a name that is longer or deeper than a path may be',
        'zh-CN': '其中有超出路径长度或层数限制的文件名',
      };
    if (this.#repeated !== null) {
      const name = printable(this.#repeated, 80);
      return { en: `it holds ${name} more than once`, 'zh-CN': `其中 ${name} 出现多次` };
    }
    for (const names of [this.#files, this.#links.keys()]) {
      for (const name of names) {
        const above = this.#fileAbove(name);
        if (above === null) continue;
        const shown = printable(above, 80);
        return { en: `it holds ${shown} both as a file and as a directory`, 'zh-CN': `${shown} 既是文件又是目录` };
      }
    }
    return null;
  }

  /** A file or link of the archive that another name goes through. */
  #fileAbove(name: string): string | null {
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      const above = name.slice(0, slash);
      if (this.#files.has(above) || this.#links.has(above)) return above;
    }
    return null;
  }
}

/** A name as a path below the archive's root; names only choose among the archive's own files. */
function archiveName(name: string): string {
  return normalize(`/${name}/`).slice(1, -1);
}
