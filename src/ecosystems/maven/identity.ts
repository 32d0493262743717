import type { ModuleInfo } from '../../formats/java/module-info.ts';
import { readProperties } from '../../formats/java/properties.ts';

/** What a jar is, as far as it can be proven. */
export interface JarIdentity {
  /** Null where nothing in the jar says it. Groups that its classes suggest are then in `groups`. */
  readonly group: string | null;
  readonly artifact: string;
  /** Null where neither manifest nor name say it. */
  readonly version: string | null;
  /** Under which groups advisories may know it. */
  readonly groups: readonly string[];
}

/** What `META-INF/maven/…/pom.properties` says: Maven wrote it. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** Null where one of the three is missing. */
export function coordinatesOf(text: string | null): Coordinates | null {
  const properties = readProperties(text ?? '');
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((key) => properties.get(key));
  return group && artifact && version ? { group, artifact, version } : null;
}

/** The name of a bundle (OSGi Core, "Bundle-SymbolicName"); empty where a manifest has none. */
export function symbolicName(manifest: ReadonlyMap<string, string>): string {
  const name = (manifest.get('bundle-symbolicname') ?? '').split(';', 1).join('').trim();
  return /^[\w-]+(?:\.[\w-]+)*$/.test(name) && name.length <= 200 ? name : '';
}

/** Groups that are asked for; a shaded jar has classes of many. */
const MAX_GROUPS = 12;
const MAX_DEPTH = 4;

/** `NAME-1.2.3.jar`: the name up to the first hyphen before a digit, and the rest. */
const versionedName = /^(.+?)[-_](\d[^/]*)$/;
/** Libraries of Scala bear the Scala that they were built for, and have it in their name: `kafka_2.13-3.4.0.jar`, `cats-core_3-2.9.0.jar`. */
const scalaName = /^(.+?_(?:2\.\d{1,2}|3))-(\d[^/]*)$/;
const artifactName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const groupName = /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*$/i;

/** Whether a file is named as Maven names what it makes, or as Quarkus names what it lays out: `ARTIFACT-VERSION`, `GROUP.ARTIFACT-VERSION`. */
export function bearsName(stem: string, { group, artifact }: Coordinates): boolean {
  return [artifact, `${group}.${artifact}`].some((name) => stem === name || stem.startsWith(`${name}-`));
}

/**
 * Whether the jar itself is among those of which its `pom.properties` speak: one bears its name, it is the only one, or the version that the
 * jar says of itself is one of theirs.
 */
export function isAmong(poms: readonly Coordinates[], stem: string, own: JarIdentity): boolean {
  if (poms.some((pom) => bearsName(stem, pom))) return true;
  return poms.length > 0 && (own.version === null || poms.some(({ version }) => version === own.version));
}

/**
 * A jar without `pom.properties`, by its manifest and its name. Its group is not known: other jars have the same name. Advisories are asked for the groups
 * that the jar itself suggests: its vendor's id, its bundle's name, the packages of its classes, and the old custom of a group named as its
 * artifact. A record about such a group and this artifact is about this jar.
 */
export function identityOf(
  stem: string,
  manifest: ReadonlyMap<string, string>,
  classes: ReadonlyMap<string, number>,
  module: ModuleInfo | null = null,
): JarIdentity {
  const [name, versionOfName] = nameAndVersion(stem, manifest);
  const title = manifest.get('implementation-title') ?? '';
  const symbolic = symbolicName(manifest);
  // Frameworks of OSGi keep bundles under names that say nothing (`bundle.jar`).
  const plain = symbolic.includes('.') && !symbolic.endsWith(stem) ? symbolic : stem;
  const artifact = name ?? (classes.size > 0 && /[a-z]/i.test(stem) ? plain : artifactName.test(title) ? title : stem);
  const stated = ['implementation-version', 'bundle-version', 'specification-version'].map((key) => manifest.get(key));
  const said = [...stated, module?.version ?? undefined].find((text) => text !== undefined && /\d/.test(text));
  const vendor = manifest.get('implementation-vendor-id') ?? '';
  const bundle = symbolic.endsWith(`.${artifact}`) ? symbolic.slice(0, -artifact.length - 1) : symbolic;
  const modules = [manifest.get('automatic-module-name') ?? '', module?.name ?? ''];
  // Maven's plugin for bundles leaves of an artifact what its group ends with: `com.typesafe.akka.actor` is akka-actor of com.typesafe.akka.
  const above = symbolic.slice(0, Math.max(0, symbolic.lastIndexOf('.')));
  const groups = [vendor, bundle, above.includes('.') ? above : '', ...modules, ...packagesOf(classes), artifact];
  return { group: null, artifact, version: versionOfName ?? said ?? null, groups: askedGroups(groups) };
}

/** Both undefined where a name has no version. */
function nameAndVersion(stem: string, manifest: ReadonlyMap<string, string>): readonly (string | undefined)[] {
  const [, ofScala, versionOfScala] = scalaName.exec(stem) ?? [];
  if (ofScala !== undefined) return [ofScala, versionOfScala];
  // `hibernate-jpa-2.1-api-1.0.2.Final.jar`: a name may have a number of its own, and what stands behind it is the version that the jar says of itself.
  for (const key of ['implementation-version', 'bundle-version']) {
    const version = manifest.get(key) ?? '';
    const rest = stem.slice(0, -version.length - 1);
    if (/^\d+\./.test(version) && stem.endsWith(`-${version}`) && /[-_](?:api|spec)$/.test(rest))
      return [rest, version];
  }
  const [, name, version] = versionedName.exec(stem) ?? [];
  return [name, version];
}

/** A module that was linked or packed alone has the module's name, whatever its file's. */
export function moduleIdentity({ name, version }: ModuleInfo, classes: ReadonlyMap<string, number>): JarIdentity {
  return { group: null, artifact: name, version, groups: askedGroups([...packagesOf(classes), name]) };
}

function askedGroups(groups: readonly string[]): readonly string[] {
  return [...new Set(groups.filter((group) => group.length < 200 && groupName.test(group)))].slice(0, MAX_GROUPS);
}

/** The packages with most classes, and those above them: `org.example.a.b`, `org.example.a`, `org.example`. */
function packagesOf(classes: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, number>();
  for (const [directory, count] of classes) {
    const whole = directory.replaceAll('/', '.');
    let end = 0;
    for (let depth = 1; end !== -1 && depth <= MAX_DEPTH; depth += 1) {
      end = directory.indexOf('/', end + (depth === 1 ? 0 : 1));
      const name = end === -1 ? whole : whole.slice(0, end);
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([name]) => name);
}
