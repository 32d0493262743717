import type { FileBytes } from '../../formats/file-bytes.ts';
import { type ModuleInfo, readModuleInfo } from '../../formats/java/module-info.ts';
import { readManifest } from '../../formats/java/properties.ts';
import { type ZipEntry, ZipFault, ZipFile } from '../../formats/zip/zip-file.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { ClassDirectories } from './class-directories.ts';
import {
  bearsName,
  type Coordinates,
  coordinatesOf,
  identityOf,
  isAmong,
  type JarIdentity,
  moduleIdentity,
} from './identity.ts';
import { JarLicenses } from './jar-licenses.ts';
import { isOfRuntime } from './runtime-modules.ts';

/** What one jar, or one inside it, turned out to be. */
export interface FoundJar extends JarIdentity {
  /** Names from jar to jar, outermost first; empty for the file itself. */
  readonly members: readonly string[];
  /** Of its bytes, in hexadecimal, where nothing in it says for certain what it is; null where something does. */
  readonly sha1: string | null;
  readonly licenses: readonly string[];
  /** Coordinates of the parent to which it leaves them, `GROUP:ARTIFACT:VERSION`; null where it says some, or there is none. */
  readonly parent: string | null;
}

export interface JarReading {
  readonly found: readonly FoundJar[];
  readonly gaps: Set<HarvestedGap['reason']>;
  /** Why some of the licenses are not known. They hide no package. */
  readonly licenseGaps: Set<HarvestedGap['reason']>;
}

/** Jars in jars in jars: an application server's archives go three deep. */
const MAX_DEPTH = 8;
/** Bytes that one file may hold when all jars in it are unpacked, and bytes of one of them. */
const MAX_UNPACKED = 1 << 30;
const MAX_JAR = 256 << 20;
/** What reading any of them counts, so that there cannot be too many. */
const LEAST_COST = 1 << 16;
/** What looking at one entry of a directory counts as. */
const ENTRY_COST = 256;
const MAX_METADATA = 1 << 20;
/** Of a file with all jars in it: XML takes a hundred times as long as unpacking. */
const MAX_PROJECTS = 32 << 20;
const MAX_FOUND = 20_000;

const nestedJar = /\.(?:jar|war|ear|rar|par|sar|nar|hpi|jpi|kar|far|lpkg|zap)$/i;
/** Adapters of Java's servers, features of Karaf, and ZAP's add-ons have names that archives of other kinds have, too. */
const sharedName = /\.(?:rar|far|zap)$/i;
const pomProperties = /^(?:(?:(?:BOOT|WEB)-INF\/)?classes\/)?META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/**
 * Class loaders of their own look for classes in a directory of the jar, as Ehcache's REST agent does: what Maven wrote lies in that directory, too. It says nothing of the jar
 * itself.
 */
const pomInDirectory = /\/META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/** What Maven makes new projects of, and what a tool tests itself with. */
const ofNobody = /(?:^|\/)(?:archetype-resources|tests?|test-classes|testdata|fixtures?|examples?)\//;
const moduleInfo = /^(?:classes\/|META-INF\/versions\/\d+\/)?module-info\.class$/;
/** A module packed for linking (JEP 261): a zip archive behind these bytes. */
const jmodMagic = Buffer.from('JM\x01\0', 'latin1');
const zipMagic = Buffer.from('PK', 'latin1');

interface Walk extends Omit<JarReading, 'found'> {
  /** Of some the digest is still being taken. */
  readonly found: (FoundJar & { readonly digest?: () => string })[];
  /** What is being found out beside, and how many reasons for gaps there were when that began. */
  readonly late: { readonly place: number; readonly isAmbiguous: () => boolean }[];
  left: number;
  /** Bytes of projects that are still read for their licenses. */
  projectsLeft: number;
}

/** What one jar says of itself, put together on the way through it. */
interface Said {
  readonly poms: { readonly path: string; readonly coordinates: Coordinates }[];
  /** As `poms`, of what lies in a directory with its classes. */
  readonly inDirectories: { readonly path: string; readonly coordinates: Coordinates }[];
  readonly classes: ClassDirectories;
  readonly licenses: JarLicenses;
  manifest: string | null;
  module: ModuleInfo | null;
}

/** An entry's content; null where it cannot be had, which then is a gap. */
type Reader = (entry: ZipEntry, limit: number, gaps?: Set<HarvestedGap['reason']>) => Buffer | null;

/** Reads a jar and the jars in it, without a path of theirs ever being one of this machine's. */
export function readJar(fileName: string, bytes: FileBytes): JarReading {
  return begunJar(fileName, bytes).reading();
}

/** As {@link readJar}; digests that are taken beside are waited for when the reading is asked for. */
export function begunJar(
  fileName: string,
  bytes: FileBytes,
): { readonly isEmpty: boolean; readonly reading: () => JarReading } {
  const walk: Walk = {
    gaps: new Set(),
    late: [],
    licenseGaps: new Set(),
    found: [],
    left: MAX_UNPACKED,
    projectsLeft: MAX_PROJECTS,
  };
  readInto(walk, fileName, bytes, []);
  const found = () => walk.found.map(({ digest, ...jar }) => (digest === undefined ? jar : { ...jar, sha1: digest() }));
  return {
    isEmpty: walk.found.length === 0,
    reading: () => ({ gaps: gapsOf(walk), licenseGaps: walk.licenseGaps, found: found() }),
  };
}

/** In the order in which they were come upon, whenever it was known. */
function gapsOf({ gaps, late }: Walk): JarReading['gaps'] {
  // All are waited for: what cannot be read is told by whoever waits.
  const [first] = late.filter(({ isAmbiguous }) => isAmbiguous());
  return first === undefined ? gaps : new Set([...gaps].toSpliced(first.place, 0, 'ambiguous'));
}

function readInto(walk: Walk, name: string, bytes: FileBytes, members: readonly string[]): void {
  const { found, gaps, licenseGaps } = walk;
  if (sharedName.test(name) && !bytes.read(0, Math.min(bytes.length, 2)).equals(zipMagic)) return;
  const stem = stemOf(name);
  let zip: ZipFile;
  try {
    zip = new ZipFile(bytes);
  } catch (error) {
    gaps.add(reasonOf(error));
    return;
  }
  walk.left = Math.max(0, walk.left - zip.entries.length * ENTRY_COST);
  // Nothing in it can say for certain what it is: its digest will be asked for, and may as well be taken meanwhile.
  const isAsked = bytes.isHashedBeside && zip.mayName('.class') && !zip.mayName('/pom.properties');
  const { isAmbiguous, digest } = zip.begunAmbiguity(isAsked ? 'sha1' : null);
  walk.late.push({ place: gaps.size, isAmbiguous });
  const counted = <T extends { readonly length: number }>(
    read: (limit: number) => T,
    limit: number,
    into: Set<HarvestedGap['reason']>,
  ): T | null => {
    try {
      const bytes = read(Math.min(limit, walk.left));
      walk.left = Math.max(0, walk.left - Math.max(bytes.length, LEAST_COST));
      return bytes;
    } catch (error) {
      into.add(reasonOf(error));
      return null;
    }
  };
  const content: Reader = (entry, limit, into = gaps) => counted((most) => zip.read(entry, most), limit, into);
  const opened = (entry: ZipEntry) => counted((most) => zip.open(entry, most), MAX_JAR, gaps);
  const licenses = new JarLicenses((entry) => {
    if (walk.projectsLeft <= 0) {
      licenseGaps.add('limit-crossed');
      return null;
    }
    const said = content(entry, MAX_METADATA, licenseGaps);
    walk.projectsLeft -= said?.length ?? 0;
    return said;
  }, licenseGaps);
  const said: Said = {
    poms: [],
    inDirectories: [],
    classes: new ClassDirectories(),
    licenses,
    manifest: null,
    module: null,
  };
  for (const entry of zip.entries) {
    if (found.length + said.poms.length + said.inDirectories.length > MAX_FOUND) {
      gaps.add('too-many');
      return;
    }
    if (said.classes.takes(entry.name)) listenToClass(said, entry, content);
    else if (nestedJar.test(entry.name)) nested(walk, entry, members, opened);
    else listen(said, entry, content, gaps);
  }
  const isModule = bytes.read(0, Math.min(bytes.length, jmodMagic.length)).equals(jmodMagic);
  // A module is what it says of itself; what it says wrongly nobody could link.
  if (isModule && said.module === null) gaps.add('unparsable');
  conclude(found, stem, said, isModule, members, () => digest ?? bytes.digest('sha1'));
}

/** The one class that says something of the jar. */
function listenToClass(said: Said, entry: ZipEntry, content: Reader): void {
  if (said.module !== null || !entry.name.endsWith('module-info.class') || !moduleInfo.test(entry.name)) return;
  said.module = readModuleInfo(content(entry, MAX_METADATA) ?? Buffer.alloc(0));
}

function listen(said: Said, entry: ZipEntry, content: Reader, gaps: Set<HarvestedGap['reason']>): void {
  const isOwn = pomProperties.test(entry.name);
  if (isOwn || (pomInDirectory.test(entry.name) && !ofNobody.test(entry.name))) {
    const coordinates = coordinatesOf(content(entry, MAX_METADATA)?.toString('utf8') ?? null);
    if (coordinates === null) gaps.add('unparsable');
    else (isOwn ? said.poms : said.inDirectories).push({ path: entry.name, coordinates });
  } else if (/^META-INF\/MANIFEST\.MF$/i.test(entry.name)) {
    said.manifest = content(entry, MAX_METADATA)?.toString('utf8') ?? null;
  } else said.licenses.note(entry);
}

function conclude(
  found: Walk['found'],
  stem: string,
  { poms, inDirectories, classes: directories, licenses, manifest: text, module }: Said,
  isModule: boolean,
  members: readonly string[],
  digest: () => () => string,
): void {
  const classes = directories.counts();
  const manifest = text === null ? new Map<string, string>() : readManifest(text);
  const own =
    isModule && module !== null ? moduleIdentity(module, classes) : identityOf(stem, manifest, classes, module);
  const isProject = isAmong(
    poms.map(({ coordinates }) => coordinates),
    stem,
    own,
  );
  const main = isProject ? mainOf(poms, stem) : null;
  const bundleLicense = manifest.get('bundle-license');
  for (const pom of distinct([...poms, ...inDirectories])) {
    const { group, artifact, version } = pom.coordinates;
    const told = licenses.ofProject(pom.path);
    const all = told.licenses.length === 0 && pom === main ? licenses.ofJar(bundleLicense) : told.licenses;
    const parent = all.length === 0 ? told.parent : null;
    found.push({ group, artifact, version, groups: [], members, sha1: null, licenses: all, parent });
  }
  // Sources, documentation and resources are nothing that runs; a starter of Spring Boot is known to advisories, though it only names others.
  const starters = manifest.get('spring-boot-jar-type') === 'dependencies-starter' ? ['org.springframework.boot'] : [];
  const isRuntime = isModule && module !== null && isOfRuntime(module.name);
  if ((classes.size > 0 || starters.length > 0) && !isRuntime && !isProject) {
    const groups = [...own.groups, ...starters];
    const all = licenses.ofJar(bundleLicense);
    found.push({ ...own, groups, members, sha1: null, digest: digest(), licenses: all, parent: null });
  }
}

function nested(
  walk: Walk,
  entry: ZipEntry,
  members: readonly string[],
  opened: (entry: ZipEntry) => FileBytes | null,
): void {
  const { gaps } = walk;
  if (members.length + 1 >= MAX_DEPTH) {
    gaps.add('limit-crossed');
    return;
  }
  // The name is only ever shown; whoever unpacks it elsewhere would write outside.
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]/.test(entry.name)) gaps.add('path-escapes');
  const bytes = opened(entry);
  if (bytes === null || bytes.length === 0) return;
  readInto(walk, entry.name, bytes, [...members, entry.name]);
  bytes.release();
}

type Pom = Said['poms'][number];

/** The project that the jar itself is: the one whose name it bears most of, else the only one. Null where that is not certain. */
function mainOf(poms: readonly Pom[], stem: string): Pom | null {
  const named = poms.filter(({ coordinates }) => bearsName(stem, coordinates));
  const [longest] = named.sort((a, b) => b.coordinates.artifact.length - a.coordinates.artifact.length);
  return longest ?? (poms.length === 1 ? (poms[0] ?? null) : null);
}

/** Of several that say the same the first. */
function distinct(poms: readonly Pom[]): readonly Pom[] {
  const known = new Map<string, Pom>();
  for (const pom of poms) {
    const key = Object.values(pom.coordinates).join(':');
    if (!known.has(key)) known.set(key, pom);
  }
  return [...known.values()];
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(0, name.lastIndexOf('.'));
}

function reasonOf(error: unknown): HarvestedGap['reason'] {
  if (!(error instanceof ZipFault)) throw error;
  return (
    {
      corrupt: 'unparsable',
      unsupported: 'unsupported-format',
      'too-large': 'too-large',
      'too-many': 'too-many',
      encrypted: 'encrypted',
    } as const
  )[error.kind];
}
