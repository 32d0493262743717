import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import type { AdvisoryName, Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { bytesInMemory, type FileBytes } from '../formats/file-bytes.ts';
import { readClasspathIndex, readQuarkusDependencies } from '../formats/lock-files/java-indexes.ts';
import { readGradleLockfile } from '../formats/lock-files/jvm-and-dotnet-locks.ts';
import { readMavenInstall, readSbtLock } from '../formats/lock-files/written-plans.ts';
import type { HarvestedFact, HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { maven as mavenVersions } from '../versions/maven.ts';
import { begunDigestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { begunJar, type FoundJar } from './maven/jar.ts';
import type { JarIndex } from './maven/jar-index.ts';
import { laidOutCollector, withLicenses, withoutRepeated } from './maven/laid-out.ts';
import { LICENSES } from './maven/licenses.ts';
import { nativeImageCollector } from './maven/native-image.ts';
import { projectFact, repositoryCollector, withParentsLicenses } from './maven/parents.ts';
import { runtimeModulesCollector } from './maven/runtime-modules.ts';
import { purlOf } from './purl.ts';
import { scriptCollector } from './script-archives.ts';
import { suppliedNames } from './suppliers.ts';

const WHAT = 'Java archive';
/** How certain a jar is that does not say its coordinates. */
const fileName = 'file name';

/** Jars by their names, as class loaders and servers look for them. */
const jarCollector: Collector = {
  name: 'maven-jars',
  revision: 12,
  wants: {
    extensions: [
      '.jar',
      '.war',
      '.ear',
      '.rar',
      '.par',
      '.sar',
      '.nar',
      '.hpi',
      '.jpi',
      '.kar',
      '.far',
      '.lpkg',
      '.zap',
      '.jmod',
      // Java does not look at the ending. Oracle's old drivers are called so (`CLASSES12.JAR`), and what came from Windows.
      '.JAR',
      '.WAR',
      '.EAR',
    ],
  },
  what: WHAT,
  blinds: ['packages'],
  take: (file, content) => begun(file, bytesInMemory(content))(),
  takeFrom: (file, bytes) => begun(file, bytes),
};

/** Jars with a script in front that starts them, called as the program that they are (Spring Boot's executable jars, Coursier's and ktlint's launchers). */
const scriptsCollector = scriptCollector(
  'maven-scripts',
  WHAT,
  { names: ['META-INF/MANIFEST.MF'] },
  (beginning) => /^(?:#!.{0,4096}java|PK.{0,100}META-INF\/)/is.test(beginning),
  (path, content) => begun({ path }, bytesInMemory(content), `${path}.jar`)(),
);

function begun(
  { path, digests }: Pick<LayerFile, 'path' | 'digests'>,
  bytes: FileBytes,
  name: string = path,
): () => Taken {
  // An empty file holds the place of one that is mounted there, or of a test.
  if (bytes.length === 0) return () => ({ items: [] });
  const { isEmpty, reading } = begunJar(name, bytes);
  const facts = isEmpty ? () => [] : begunDigestFacts('maven', path, bytes, digests);
  return () => {
    const { found, gaps, licenseGaps } = reading();
    return {
      items: [...found.flatMap((jar) => [packageOf(jar), ...parentOf(jar)]), ...facts()],
      gaps: [
        ...[...gaps].map((reason): HarvestedGap => ({ what: WHAT, reason, blinds: ['packages'] })),
        ...[...licenseGaps].map((reason): HarvestedGap => ({ what: LICENSES, reason, blinds: [] })),
      ],
    };
  };
}

/** So that licenses can be looked for where it left them. */
function parentOf({ group, artifact, version, parent }: FoundJar): readonly HarvestedFact[] {
  if (group === null || version === null || parent === null) return [];
  return [projectFact(`${group}:${artifact}:${version}`, parent, [])];
}

/** Where the jar does not say its group, its name alone is the package's; where nothing says its version, none is made up. */
function packageOf({ group, artifact, version, groups, members, sha1, licenses }: FoundJar): HarvestedPackage {
  return languagePackage('maven', group === null ? artifact : `${group}:${artifact}`, version ?? '(unknown)', {
    licenses,
    attributes: {
      ...(members.length === 0 ? {} : { member: members.join('!/') }),
      ...(group === null ? { certainty: fileName, groups: groups.join(' ') } : {}),
      ...(sha1 === null ? {} : { sha1 }),
    },
  });
}

const lockCollector = lockFileCollector(
  'maven',
  'maven-gradle-lock',
  { names: ['gradle.lockfile'] },
  readGradleLockfile,
);

const sbtCollector = lockFileCollector('maven', 'maven-sbt-lock', { extensions: ['.sbt.lock'] }, readSbtLock);

const bazelCollector = lockFileCollector(
  'maven',
  'maven-bazel-install',
  { names: ['maven_install.json'], jsonEndings: ['_maven_install.json'] },
  readMavenInstall,
);

const classpathCollector = lockFileCollector(
  'maven',
  'maven-classpath-index',
  { names: ['classpath.idx'] },
  readClasspathIndex,
);

const quarkusCollector = lockFileCollector(
  'maven',
  'maven-quarkus-dependencies',
  { names: ['quarkus-app-dependencies.txt'] },
  readQuarkusDependencies,
);

const collectors: readonly Collector[] = [
  jarCollector,
  scriptsCollector,
  laidOutCollector,
  repositoryCollector,
  nativeImageCollector,
  runtimeModulesCollector,
  lockCollector,
  sbtCollector,
  bazelCollector,
  classpathCollector,
  quarkusCollector,
];

/**
 * Java libraries, as Maven and what follows its custom name them.
 * @param index knows jars that do not say themselves what they are. What was read of them holds with any index, and without.
 */
export function mavenWith(index: Pick<JarIndex, 'find'> | null): Ecosystem {
  return {
    id: 'maven',
    title: { en: 'Java archives', 'zh-CN': 'Java 归档' },
    kind: 'language',
    versions: mavenVersions,
    collectors,
    assemble: (assembly) => assemble(index === null ? assembly : identified(assembly, index)),
    advisoryNames,
  };
}

export const maven: Ecosystem = mavenWith(null);

function identified(assembly: Assembly, index: Pick<JarIndex, 'find'>): Assembly {
  const packages = assembly.packages.map((placed) => {
    const { name, attributes } = placed.item;
    const { sha1, certainty, groups: _, ...others } = attributes;
    if (sha1 === undefined || certainty !== fileName) return placed;
    // One file may have been published under several names: that which its own name says.
    const known = index.find(sha1);
    const alike = known.filter(({ artifact }) => name.endsWith(artifact));
    const found = alike.find((one) => one.version === placed.item.version) ?? alike[0] ?? known[0];
    if (found === undefined) return placed;
    const { group, artifact, version } = found;
    const item = { ...placed.item, name: `${group}:${artifact}`, version, attributes: { ...others, sha1 } };
    return { ...placed, item };
  });
  return { ...assembly, packages };
}

function advisoryNames({ name, version, attributes }: Package): readonly AdvisoryName[] {
  if (name.includes(':')) return suppliedNames('Maven', { name, version });
  const groups = (attributes['groups'] ?? name).split(' ').map((group) => `${group}:${name}`);
  return [...new Set([...groups, ...splitNames(name)])].flatMap((known) =>
    suppliedNames('Maven', { name: known, version }),
  );
}

/** No group has more parts. */
const MAX_SPLITS = 12;

/**
 * Quarkus and Maven's `prependGroupId` name a jar `GROUP.ARTIFACT-VERSION.jar`. Both parts may hold dots, so that only advisories can tell
 * where one ends: each way to read it is asked for, and there is one at most that somebody has published.
 */
function splitNames(name: string): readonly string[] {
  const dots = [...name.matchAll(/\./g)].slice(0, MAX_SPLITS);
  return dots.map(({ index }) => `${name.slice(0, index)}:${name.slice(index + 1)}`);
}

/** A jar in a jar has a place of its own, as `java.net.JarURLConnection` writes it. */
function assemble(assembly: Assembly): readonly Package[] {
  const packages = withParentsLicenses(withoutRepeated(withLicenses(assembly)), assembly.facts);
  return languagePackages({ ...assembly, packages }, 'maven', mavenPurl).map((pkg) => {
    const { member, ...attributes } = pkg.attributes;
    return member === undefined ? pkg : { ...pkg, path: `${pkg.path}!/${member}`, attributes };
  });
}

function mavenPurl(name: string, version: string): string {
  const colon = name.indexOf(':');
  return purlOf('maven', colon === -1 ? null : name.slice(0, colon), name.slice(colon + 1), version);
}
