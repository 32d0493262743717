import { licenseOfText } from '../../formats/license-text.ts';
import { XmlFault } from '../../formats/xml/xml-events.ts';
import type { ZipEntry } from '../../formats/zip/zip-file.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { normalizedLicenses } from '../license-names.ts';
import { licensesOfBundle, projectOfPom } from './licenses.ts';

const pomXml = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.xml$/;
const licenseFile = /^(?:META-INF\/)?LICENSE(?:\.txt|\.md)?$/i;

/** Those of a project; where it has none the coordinates of the parent that would say them. */
export interface ProjectLicenses {
  readonly licenses: readonly string[];
  readonly parent: string | null;
}

const nothing: ProjectLicenses = { licenses: [], parent: null };
/** In one jar. */
const MOST_PARENTS = 10;

/** Where a jar tells licenses: noted on the way through it, read where a package wants them. */
export class JarLicenses {
  readonly #poms = new Map<string, ZipEntry>();
  readonly #texts: ZipEntry[] = [];
  readonly #read: (entry: ZipEntry) => Buffer | null;
  readonly #gaps: Set<HarvestedGap['reason']>;

  constructor(read: (entry: ZipEntry) => Buffer | null, gaps: Set<HarvestedGap['reason']>) {
    this.#read = read;
    this.#gaps = gaps;
  }

  note(entry: ZipEntry): void {
    if (pomXml.test(entry.name)) this.#poms.set(folderOf(entry.name), entry);
    else if (licenseFile.test(entry.name)) this.#texts.push(entry);
  }

  /** By the `pom.xml` that lies beside its `pom.properties`, else by that of a parent in the same jar; the first parent that is not there is told. */
  ofProject(propertiesPath: string): ProjectLicenses {
    let entry = this.#poms.get(folderOf(propertiesPath));
    const seen = new Set<ZipEntry>();
    while (seen.size < MOST_PARENTS && entry !== undefined && !seen.has(entry)) {
      seen.add(entry);
      const { licenses, parent } = this.#ofPom(entry);
      if (licenses.length > 0 || parent === null) return { licenses, parent: null };
      const [group = '', artifact = ''] = parent.split(':');
      entry = this.#poms.get(`META-INF/maven/${group}/${artifact}`);
      if (entry === undefined) return { licenses, parent };
    }
    // More parents than anybody's: what the last one says is not known. Those in a circle say nothing.
    if (entry !== undefined && !seen.has(entry)) this.#gaps.add('limit-crossed');
    return nothing;
  }

  /** Of the jar itself: by its bundle's header, else by the texts that lie in it, where they are all of one license. */
  ofJar(bundleLicense: string | undefined): readonly string[] {
    const told = licensesOfBundle(bundleLicense ?? '');
    if (told.length > 0) return told;
    const [license, ...others] = new Set(this.#texts.map((entry) => this.#ofText(entry)));
    return license === undefined || license === null || others.length > 0 ? [] : normalizedLicenses([license]);
  }

  #ofText(entry: ZipEntry): string | null {
    const content = this.#read(entry);
    return content === null ? null : licenseOfText(content);
  }

  #ofPom(entry: ZipEntry): ProjectLicenses {
    const content = this.#read(entry);
    if (content === null) return nothing;
    try {
      return projectOfPom(content);
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      this.#gaps.add('unparsable');
      return nothing;
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
