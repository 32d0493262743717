import { isDigest, sha256 } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { fill, verbatim } from '../base/text.ts';
import { isObject, JsonError, parseList, textMember, textsMember } from '../formats/go-json.ts';
import { fullImageNames } from '../model/image-name.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { parseImageConfig } from './image-config.ts';
import type { Layer } from './image-source.ts';
import { fingerprintOf } from './manifest-walk.ts';
import type { OpenedArchive } from './oci-layout.ts';

/** An image of a `docker save` archive, as its manifest.json lists it. */
export interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** Reads manifest.json (Docker image-spec v1.2, "Combined Image JSON + Filesystem Changeset Format"). Throws `manifest-invalid`. */
export function parseSavedImages(bytes: Uint8Array, label: string): readonly SavedImage[] {
  try {
    return parseList(bytes).map((item) => {
      if (!isObject(item)) throw new JsonError({ en: 'an entry is not an object', 'zh-CN': '有一项不是对象' });
      const config = textMember(item, 'Config');
      if (config === undefined) throw new JsonError({ en: 'an entry has no Config', 'zh-CN': '有一项没有 Config' });
      return { config, tags: textsMember(item, 'RepoTags'), layers: textsMember(item, 'Layers') };
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'manifest-invalid', {
      ref: label,
      reason: fill(verbatim('manifest.json: {reason}'), { reason: error.reason }),
    });
  }
}

/** Opens one image of a `docker save` archive. */
export async function openSavedImage(contents: ArchiveContents, saved: SavedImage): Promise<OpenedArchive> {
  const bytes = await contents.document(saved.config);
  if (bytes === null) {
    throw failure('manifest-invalid', {
      ref: contents.label,
      reason: { en: `its config ${saved.config} is missing`, 'zh-CN': `缺少配置 ${saved.config}` },
    });
  }
  const configDigest = sha256(bytes);
  const stated = digestInName(saved.config);
  if (stated !== null && stated !== configDigest) {
    throw failure('digest-mismatch', {
      what: { en: `the config of ${contents.label}`, 'zh-CN': `${contents.label} 的配置` },
      expected: stated,
      actual: configDigest,
    });
  }
  const config = parseImageConfig(bytes, contents.label);
  if (config.diffIds.length !== saved.layers.length) {
    const reason = {
      en: `its config names ${config.diffIds.length} layers and its manifest ${saved.layers.length}`,
      'zh-CN': `配置列出 ${config.diffIds.length} 层，清单列出 ${saved.layers.length} 层`,
    };
    throw failure('manifest-invalid', { ref: contents.label, reason });
  }
  const layers = config.diffIds.map((diffId, i): Layer => {
    const name = saved.layers[i] ?? '';
    const stored = contents.layer(name);
    if (stored === null)
      return { diffId, mediaType: '', storedSize: null, content: { kind: 'missing', reason: 'missing' } };
    return { diffId, mediaType: '', storedSize: stored.size, content: stored.content };
  });
  return {
    names: fullImageNames(saved.tags),
    fingerprint: fingerprintOf(config, { configDigest, manifestDigest: null, indexDigest: null }),
    config,
    layers,
  };
}

/** The digest that a config's file name states: `HEX.json` of older engines and skopeo, `blobs/sha256/HEX` of newer ones. */
function digestInName(name: string): string | null {
  const match = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(name);
  const digest = `sha256:${match?.[1] ?? ''}`;
  return isDigest(digest) ? digest : null;
}
