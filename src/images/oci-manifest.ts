import { type Digest, isDigest } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import {
  isObject,
  JsonError,
  type JsonObject,
  listMember,
  member,
  objectMember,
  parseObject,
  textMember,
  textsMember,
} from '../formats/go-json.ts';
import type { Platform } from '../model/image.ts';
import { indexTypes, isImageConfigType, manifestTypes, schema1Types } from './media-types.ts';

/** Manifests and configs are read into memory: no larger than this (registries themselves refuse above 4 MiB). */
export const MAX_DOCUMENT = 8 << 20;

/** A descriptor (OCI image-spec, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly urls: readonly string[];
  readonly platform: Platform | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly artifactType: string;
}

export interface ImageManifest {
  readonly kind: 'manifest';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface ImageIndex {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/**
 * Reads an image manifest or an index, OCI's or Docker's, told apart by what it says and what it holds. Throws `manifest-invalid`
 * or `unsupported-image` (schema 1, artifacts that are no images).
 */
export function parseManifest(bytes: Uint8Array, ref: string): ImageManifest | ImageIndex {
  try {
    return readManifest(parseObject(bytes), ref);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'manifest-invalid', { ref, reason: error.reason });
  }
}

function readManifest(root: JsonObject, ref: string): ImageManifest | ImageIndex {
  const mediaType = textMember(root, 'mediaType') ?? '';
  const version = member(root, 'schemaVersion');
  if (version === 1 || (schema1Types as readonly string[]).includes(mediaType)) {
    throw failure('unsupported-image', {
      ref,
      reason: {
        en: 'its manifest has Docker schema 1, which names no content',
        'zh-CN': '其清单为 Docker schema 1，不含内容摘要',
      },
    });
  }
  if (version !== 2) throw new JsonError({ en: 'its schemaVersion is not 2', 'zh-CN': 'schemaVersion 不是 2' });
  const manifests = listMember(root, 'manifests');
  const layers = listMember(root, 'layers');
  // A document that can be read as both is how one image is shown to the scanner and another to the engine (CVE-2021-41190).
  if (manifests !== undefined && (layers !== undefined || member(root, 'config') !== undefined)) {
    throw new JsonError({ en: 'it is both an image and an index', 'zh-CN': '它既是镜像又是索引' });
  }
  const isIndex = manifests !== undefined;
  const fitting: readonly string[] = isIndex ? indexTypes : manifestTypes;
  if (mediaType !== '' && !fitting.includes(mediaType))
    throw new JsonError({
      en: `its mediaType "${mediaType}" does not fit its content`,
      'zh-CN': `mediaType“${mediaType}”与内容不符`,
    });
  if (manifests !== undefined) return { kind: 'index', manifests: manifests.map(readDescriptor) };
  const config = readDescriptor(objectMember(root, 'config'));
  if (!isImageConfigType(config.mediaType)) {
    throw failure('unsupported-image', {
      ref,
      reason: {
        en: `it is not a container image but ${config.mediaType}`,
        'zh-CN': `不是容器镜像，而是 ${config.mediaType}`,
      },
    });
  }
  if (layers === undefined) throw new JsonError({ en: 'it has no layers', 'zh-CN': '没有 layers' });
  return { kind: 'manifest', config, layers: layers.map(readDescriptor) };
}

/** Reads a descriptor out of a parsed document. Throws {@link JsonError}. */
export function readDescriptor(value: unknown): Descriptor {
  if (!isObject(value)) throw new JsonError({ en: 'a descriptor is missing', 'zh-CN': '缺少描述符' });
  const digest = textMember(value, 'digest');
  const size = member(value, 'size');
  if (!isDigest(digest)) throw new JsonError({ en: 'a descriptor has no valid digest', 'zh-CN': '有描述符的摘要无效' });
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new JsonError({ en: 'a descriptor has no valid size', 'zh-CN': '有描述符的大小无效' });
  return {
    mediaType: textMember(value, 'mediaType') ?? '',
    digest,
    size,
    urls: textsMember(value, 'urls'),
    platform: readPlatform(objectMember(value, 'platform')),
    annotations: readAnnotations(value),
    artifactType: textMember(value, 'artifactType') ?? '',
  };
}

function readAnnotations(value: JsonObject): Record<string, string> {
  const entries = Object.entries(objectMember(value, 'annotations') ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function readPlatform(value: JsonObject | undefined): Platform | null {
  if (value === undefined) return null;
  const variant = textMember(value, 'variant');
  return {
    os: textMember(value, 'os') ?? '',
    architecture: textMember(value, 'architecture') ?? '',
    ...(variant === undefined || variant === '' ? {} : { variant }),
  };
}
