import { hash } from 'node:crypto';
import { type ModuleInfo, readModuleInfo } from '../../formats/java/module-info.ts';
import { type ZipEntry, ZipFault, ZipFile } from '../../formats/zip/zip-file.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { type Coordinates, coordinatesOf, identityOf, isAmong, type JarIdentity, moduleIdentity } from './identity.ts';
import { isOfRuntime } from './runtime-modules.ts';

/** What one jar, or one inside it, turned out to be. */
export interface FoundJar extends JarIdentity {
  /** Names from jar to jar, outermost first; empty for the file itself. */
  readonly members: readonly string[];
  /** Of its bytes, in hexadecimal, where nothing in it says for certain what it is; null where something does. */
  readonly sha1: string | null;
}

export interface JarReading {
  readonly found: FoundJar[];
  readonly gaps: Set<HarvestedGap['reason']>;
}

/** Jars in jars in jars: an application server's archives go three deep. */
const MAX_DEPTH = 8;
/** Bytes that one file may hold when all jars in it are unpacked, and bytes of one of them. */
const MAX_UNPACKED = 1 << 30;
const MAX_JAR = 256 << 20;
/** What reading any of them counts, so that there cannot be too many. */
const LEAST_COST = 1 << 16;
/** What is larger is given back as soon as it was looked at. */
const RELEASED = 1 << 20;
const MAX_METADATA = 1 << 20;
const MAX_FOUND = 20_000;

const nestedJar = /\.(?:jar|war|ear|par|sar|nar|hpi|jpi|kar)$/i;
const pomProperties = /^(?:(?:(?:BOOT|WEB)-INF\/)?classes\/)?META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const inClasses = /^(?:(?:(?:BOOT|WEB)-INF\/)?classes\/|META-INF\/versions\/\d+\/)?((?:[^/]+\/)*)[^/]+\.class$/;

const moduleInfo = /^(?:classes\/|META-INF\/versions\/\d+\/)?module-info\.class$/;
/** A module packed for linking (JEP 261): a zip archive behind these bytes. */
const jmodMagic = Buffer.from('JM\x01\0', 'latin1');

interface Walk {
  readonly reading: JarReading;
  left: number;
}

/** Reads a jar and the jars in it, in memory, without a path of theirs ever being one of this machine's. */
export function readJar(fileName: string, bytes: Buffer): JarReading {
  const walk: Walk = { reading: { found: [], gaps: new Set() }, left: MAX_UNPACKED };
  readInto(walk, stemOf(fileName), bytes, []);
  return walk.reading;
}

function readInto(walk: Walk, stem: string, bytes: Buffer, members: readonly string[]): void {
  const { found, gaps } = walk.reading;
  let zip: ZipFile;
  try {
    zip = new ZipFile(bytes);
  } catch (error) {
    gaps.add(reasonOf(error));
    return;
  }
  const content = (entry: ZipEntry, limit: number): Buffer | null => {
    try {
      const bytes = zip.read(entry, Math.min(limit, walk.left));
      walk.left = Math.max(0, walk.left - Math.max(bytes.length, LEAST_COST));
      return bytes;
    } catch (error) {
      gaps.add(reasonOf(error));
      return null;
    }
  };
  const poms: Coordinates[] = [];
  const classes = new Map<string, number>();
  const isModule = bytes.subarray(0, jmodMagic.length).equals(jmodMagic);
  let manifest: string | null = null;
  let module: ModuleInfo | null = null;
  for (const entry of zip.entries) {
    if (found.length + poms.length > MAX_FOUND) {
      gaps.add('too-many');
      return;
    }
    const directory = inClasses.exec(entry.name)?.[1];
    if (directory !== undefined) {
      const name = directory.slice(0, -1);
      classes.set(name, (classes.get(name) ?? 0) + 1);
      if (module === null && moduleInfo.test(entry.name))
        module = readModuleInfo(content(entry, MAX_METADATA) ?? Buffer.alloc(0));
    } else if (pomProperties.test(entry.name)) {
      const coordinates = coordinatesOf(content(entry, MAX_METADATA)?.toString('utf8') ?? null);
      if (coordinates === null) gaps.add('unparsable');
      else poms.push(coordinates);
    } else if (/^META-INF\/MANIFEST\.MF$/i.test(entry.name)) {
      manifest = content(entry, MAX_METADATA)?.toString('utf8') ?? null;
    } else if (nestedJar.test(entry.name)) {
      nested(walk, entry, members, bytes, content);
    }
  }
  // A module is what it says of itself; what it says wrongly nobody could link.
  if (isModule && module === null) gaps.add('unparsable');
  const own =
    isModule && module !== null ? moduleIdentity(module, classes) : identityOf(stem, manifest, classes, module);
  for (const { group, artifact, version } of distinct(poms))
    found.push({ group, artifact, version, groups: [], members, sha1: null });
  // Sources, documentation and resources are nothing that runs.
  const isRuntime = isModule && module !== null && isOfRuntime(module.name);
  if (classes.size > 0 && !isRuntime && !isAmong(poms, stem, own))
    found.push({ ...own, members, sha1: hash('sha1', bytes, 'hex') });
}

function nested(
  walk: Walk,
  entry: ZipEntry,
  members: readonly string[],
  outer: Buffer,
  content: (entry: ZipEntry, limit: number) => Buffer | null,
): void {
  const { gaps } = walk.reading;
  if (members.length + 1 >= MAX_DEPTH) {
    gaps.add('limit-crossed');
    return;
  }
  // The name is only ever shown; whoever unpacks it elsewhere would write outside.
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]/.test(entry.name)) gaps.add('path-escapes');
  const bytes = content(entry, MAX_JAR);
  if (bytes === null) return;
  if (bytes.length === 0) return;
  readInto(walk, stemOf(entry.name), bytes, [...members, entry.name]);
  if (bytes.buffer !== outer.buffer) release(bytes);
}

/** Gives room back at once: a collector of garbage would know of it when there are several of these. */
function release({ buffer, length }: Buffer): void {
  // Small ones share their room with others.
  if (length > RELEASED && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function distinct(poms: readonly Coordinates[]): readonly Coordinates[] {
  return [...new Map(poms.map((pom) => [`${pom.group}:${pom.artifact}:${pom.version}`, pom])).values()];
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
