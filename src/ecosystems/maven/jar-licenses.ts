import { licenseOfText } from '../../formats/license-text.ts';
import { XmlFault } from '../../formats/xml/xml-events.ts';
import type { ZipEntry } from '../../formats/zip/zip-file.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { normalizedLicenses } from '../license-names.ts';
import { licensesOfBundle, licensesOfPom } from './licenses.ts';

const pomXml = /^(?:(?:(?:BOOT|WEB)-INF\/)?classes\/)?META-INF\/maven\/[^/]+\/[^/]+\/pom\.xml$/;
const licenseFile = /^(?:META-INF\/)?LICENSE(?:\.txt|\.md)?$/i;

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

  /** By the `pom.xml` that lies beside its `pom.properties`. */
  ofProject(propertiesPath: string): readonly string[] {
    return this.#ofPom(this.#poms.get(folderOf(propertiesPath)));
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

  #ofPom(entry: ZipEntry | undefined): readonly string[] {
    const content = entry === undefined ? null : this.#read(entry);
    if (content === null) return [];
    try {
      return licensesOfPom(content);
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      this.#gaps.add('unparsable');
      return [];
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
