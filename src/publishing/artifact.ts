import { canonical } from '../base/canonical-json.ts';
import { type Digest, isDigest } from '../base/digest.ts';
import { fill, type Text } from '../base/text.ts';
import {
  isObject,
  JsonError,
  type JsonObject,
  listMember,
  member,
  objectMember,
  parseObject,
  textMember,
} from '../formats/go-json.ts';
import { type Descriptor, readDescriptor } from '../images/oci-manifest.ts';
import { ociManifest } from '../images/registry/documents.ts';
import type { DatabaseFacts, FeedFacts } from '../model/advisory.ts';

/** What an artifact is made of (OCI image-spec 1.1, "Guidelines for Artifact Usage"). */
export const artifactTypes = {
  artifact: 'application/vnd.plimsoll.advisories.v1',
  config: 'application/vnd.plimsoll.advisories.config.v1+json',
  database: 'application/vnd.plimsoll.advisories.database.v1.sqlite+zstd',
  delta: 'application/vnd.plimsoll.advisories.delta.v1.jsonl+zstd',
} as const;

/** Bytes that manifests and configs of artifacts may have. */
export const mostManifest = 1 << 20;
export const mostConfig = 1 << 20;
/** Bytes of a database, unpacked; the whole public bucket takes half a gigabyte. */
const mostDatabase = 16 * 2 ** 30;
/** Pages of SQLite and lines of JSON do not compress further than this. */
const mostRatio = 200;
const ratioFloor = 16 * 2 ** 20;
export const mostDeltas = 14;

/** A compressed layer. */
export interface StoredLayer {
  /** Of the compressed bytes. */
  readonly digest: Digest;
  readonly size: number;
}

/** Steps from one content to a later one. */
export interface Delta extends StoredLayer {
  /** Digests of contents, as `database.digest`. */
  readonly base: string;
  readonly target: string;
  /** Bytes, unpacked. */
  readonly unpacked: number;
}

/** A database in a registry. */
export interface Artifact {
  readonly facts: DatabaseFacts;
  /** Of the tables in the file. */
  readonly schema: number;
  /** The canonical file itself, unpacked. */
  readonly file: { readonly digest: Digest; readonly size: number };
  readonly database: StoredLayer;
  /** Newest last; each leads to where the next one begins, the last to this database. */
  readonly deltas: readonly Delta[];
}

/** The documents that describe an artifact, byte for byte the same for the same artifact. */
export function artifactDocuments(
  { facts, schema, file, database, deltas }: Artifact,
  configOf: (config: Buffer) => StoredLayer,
) {
  const config = Buffer.from(
    canonical({
      schema,
      database: facts,
      file,
      deltas: deltas.map(({ base, target, digest, unpacked }) => ({ base, target, layer: digest, size: unpacked })),
    }),
  );
  const manifest = Buffer.from(
    canonical({
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: artifactTypes.artifact,
      config: { mediaType: artifactTypes.config, ...configOf(config) },
      layers: [
        { mediaType: artifactTypes.database, digest: database.digest, size: database.size },
        ...deltas.map(({ digest, size }) => ({ mediaType: artifactTypes.delta, digest, size })),
      ],
      annotations: {
        'org.opencontainers.image.created': facts.builtAt,
        'org.opencontainers.image.title': 'advisories.db',
        'io.plimsoll.database.digest': facts.digest,
      },
    }),
  );
  return { config, manifest };
}

/** What a manifest names: nothing but one database, its description, and steps to it. Throws {@link JsonError}. */
export function readManifest(bytes: Uint8Array): {
  readonly config: Descriptor;
  readonly database: Descriptor;
  readonly deltas: readonly Descriptor[];
} {
  const root = parseObject(bytes);
  if (member(root, 'manifests') !== undefined) throw new JsonError(texts.index);
  if (member(root, 'schemaVersion') !== 2 || textMember(root, 'mediaType') !== ociManifest)
    throw new JsonError(texts.noManifest);
  if (textMember(root, 'artifactType') !== artifactTypes.artifact) {
    throw new JsonError(
      fill(texts.otherArtifact, {
        type: textMember(root, 'artifactType') ?? objectMember(root, 'config')?.['mediaType']?.toString() ?? '?',
      }),
    );
  }
  const config = readDescriptor(objectMember(root, 'config'));
  if (config.mediaType !== artifactTypes.config || config.size > mostConfig) throw new JsonError(texts.otherConfig);
  const [database, ...deltas] = (listMember(root, 'layers') ?? []).map(readDescriptor);
  const isSteps = deltas.every(({ mediaType }) => mediaType === artifactTypes.delta) && deltas.length <= mostDeltas;
  if (database?.mediaType !== artifactTypes.database || !isSteps) throw new JsonError(texts.otherLayers);
  return { config, database, deltas };
}

/** Puts manifest and config together; each has to say the same of the layers. Throws {@link JsonError}. */
export function readArtifact(manifest: ReturnType<typeof readManifest>, configBytes: Uint8Array): Artifact {
  const root = parseObject(configBytes);
  const file = objectMember(root, 'file') ?? {};
  const digest = textMember(file, 'digest');
  if (!isDigest(digest)) throw new JsonError(texts.config);
  const { database } = manifest;
  const deltas = (listMember(root, 'deltas') ?? []).map((value, at) => deltaOf(value, manifest.deltas[at]));
  if (deltas.length !== manifest.deltas.length) throw new JsonError(texts.config);
  return {
    facts: readFacts(objectMember(root, 'database') ?? {}),
    schema: countOf(root, 'schema', 2 ** 31),
    file: { digest, size: unpackedSize(file, 'size', database) },
    database: { digest: database.digest, size: database.size },
    deltas,
  };
}

function deltaOf(value: unknown, layer: Descriptor | undefined): Delta {
  if (!isObject(value) || layer === undefined || textMember(value, 'layer') !== layer.digest)
    throw new JsonError(texts.config);
  return {
    digest: layer.digest,
    size: layer.size,
    base: digestText(value, 'base'),
    target: digestText(value, 'target'),
    unpacked: unpackedSize(value, 'size', layer),
  };
}

function readFacts(value: JsonObject): DatabaseFacts {
  const checkedAt = textMember(value, 'checkedAt');
  if (checkedAt !== undefined) timeOf(value, 'checkedAt');
  const feeds = (listMember(value, 'feeds') ?? []).map((feed): FeedFacts => {
    const name = isObject(feed) ? textMember(feed, 'name') : undefined;
    if (!isObject(feed) || name === undefined) throw new JsonError(texts.config);
    return {
      name,
      records: countOf(feed, 'records', 2 ** 40),
      withdrawn: countOf(feed, 'withdrawn', 2 ** 40),
      modified: feed['modified'] === null ? null : timeOf(feed, 'modified'),
    };
  });
  return {
    digest: digestText(value, 'digest'),
    builtAt: timeOf(value, 'builtAt'),
    ...(checkedAt === undefined ? {} : { checkedAt }),
    feeds,
    starter: false,
  };
}

/** A size after unpacking that is neither beyond measure nor out of proportion to what is transferred. */
function unpackedSize(object: JsonObject, name: string, layer: Descriptor): number {
  const size = countOf(object, name, mostDatabase);
  if (size > Math.max(ratioFloor, layer.size * mostRatio)) throw new JsonError(texts.bomb);
  return size;
}

function countOf(object: JsonObject, name: string, most: number): number {
  const value = member(object, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > most)
    throw new JsonError(texts.config);
  return value;
}

function digestText(object: JsonObject, name: string): string {
  const value = textMember(object, name);
  if (!isDigest(value)) throw new JsonError(texts.config);
  return value;
}

function timeOf(object: JsonObject, name: string): string {
  const value = textMember(object, name);
  if (value === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new JsonError(texts.config);
  return value;
}

const texts = {
  index: { en: 'it is an index of several manifests', 'zh-CN': '它是包含多个清单的索引' },
  noManifest: { en: 'its manifest is not one of OCI', 'zh-CN': '其清单不是 OCI 清单' },
  otherArtifact: { en: 'it is another kind of artifact: {type}', 'zh-CN': '它是其他类型的制品：{type}' },
  otherConfig: { en: 'its config is not that of a database', 'zh-CN': '其 config 不是数据库的 config' },
  otherLayers: { en: 'its layers are not one database and steps to it', 'zh-CN': '其层不是一个数据库及其增量' },
  config: { en: 'its config does not describe its layers', 'zh-CN': '其 config 与各层不符' },
  bomb: { en: 'it would unpack out of all proportion', 'zh-CN': '解压后大小异常' },
} as const satisfies Record<string, Text>;
