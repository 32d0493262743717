import { type Digest, isDigest } from '../../base/digest.ts';
import { blinds, type Gap, gapReasons } from '../../model/gap.ts';
import { chainId, type Fingerprint, type ImageConfig } from '../../model/image.ts';
import type { LayerFacts } from '../../model/inventory.ts';
import type { Distribution, Package } from '../../model/package.ts';
import { type Mark, markNames } from '../../model/sbom-marks.ts';
import { parsePlatform } from '../platform-choice.ts';
import { type BomComponent, markValue } from './bom.ts';
import { type Fields, isFields, text, texts } from './fields.ts';

/** A package as Plimsoll wrote it down; null where somebody else wrote the component, or changed it. */
export function markedPackage(component: BomComponent): Package | null {
  const { marks, name, purl } = component;
  const type = markValue(marks, markNames.type);
  const layer = markValue(marks, markNames.layer);
  if (type === undefined || type === '' || !isDigest(layer)) return null;
  const sourceName = markValue(marks, markNames.sourceName);
  const prefix = markNames.attribute;
  return {
    name,
    version: markValue(marks, markNames.version) ?? component.version,
    type,
    purl: markValue(marks, markNames.purl) ?? purl,
    architecture: markValue(marks, markNames.architecture) ?? null,
    source:
      sourceName === undefined ? null : { name: sourceName, version: markValue(marks, markNames.sourceVersion) ?? '' },
    licenses: marks.filter(([key]) => key === markNames.license).map(([, value]) => value),
    layer,
    path: markValue(marks, markNames.path) ?? '',
    ownedBy: markValue(marks, markNames.ownedBy) ?? null,
    attributes: Object.fromEntries(
      marks.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]),
    ),
  };
}

export function markedDistribution(marks: readonly Mark[]): Distribution | null {
  const fields = parsed(markValue(marks, markNames.distribution));
  if (fields === null || text(fields, 'id') === '') return null;
  return {
    id: text(fields, 'id'),
    versionId: text(fields, 'versionId'),
    name: text(fields, 'name'),
    like: texts(fields, 'like'),
    codename: text(fields, 'codename') || null,
  };
}

/** What Plimsoll wrote of the image; null where it did not. */
export interface MarkedImage {
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  readonly size: number;
  readonly layers: readonly LayerFacts[];
  readonly gaps: readonly Gap[];
}

export function markedImage(marks: readonly Mark[]): MarkedImage | null {
  const configDigest = markValue(marks, markNames.configDigest);
  if (!isDigest(configDigest)) return null;
  const layers = marks.filter(([name]) => name === markNames.imageLayer).flatMap(([, value]) => layerOf(value));
  const diffIds = layers.map(({ diffId }) => diffId);
  const digest = (name: string): Digest | null => {
    const value = markValue(marks, name);
    return isDigest(value) ? value : null;
  };
  const prefix = markNames.label;
  return {
    fingerprint: {
      configDigest,
      manifestDigest: digest(markNames.manifestDigest),
      indexDigest: digest(markNames.indexDigest),
      diffIds,
      chainId: chainId(diffIds),
    },
    config: {
      created: markValue(marks, markNames.created) ?? null,
      platform: parsePlatform(markValue(marks, markNames.platform) ?? '') ?? { os: 'linux', architecture: 'unknown' },
      user: markValue(marks, markNames.user) ?? '',
      env: [],
      labels: Object.fromEntries(
        marks.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]),
      ),
      exposedPorts: [],
      hasHealthcheck: false,
      history: [],
      diffIds,
    },
    size: countOf(markValue(marks, markNames.size)),
    layers,
    gaps: marks.filter(([name]) => name === markNames.gap).flatMap(([, value]) => gapsOf(value)),
  };
}

function layerOf(value: string): readonly LayerFacts[] {
  const [diffId, size, entries] = value.split(' ');
  return isDigest(diffId) ? [{ diffId, size: countOf(size), entries: countOf(entries) }] : [];
}

function countOf(value: string | undefined): number {
  return /^[0-9]{1,15}$/.test(value ?? '') ? Number(value) : 0;
}

/** A gap stays one, whatever of it can be read. For which packages there are no advisories is found out anew. */
function gapsOf(value: string): readonly Gap[] {
  const fields = parsed(value) ?? {};
  const hidden = blinds.filter((blind) => texts(fields, 'blinds').includes(blind));
  const reason = gapReasons.find((known) => known === text(fields, 'reason')) ?? 'unreadable';
  if (reason === 'no-advisories') return [];
  if (reason === 'unknown-distribution' && hidden.length === 1 && hidden[0] === 'advisories') return [];
  const layer = text(fields, 'layer');
  return [
    {
      what: text(fields, 'what') || 'SBOM components',
      path: text(fields, 'path') || null,
      layer: isDigest(layer) ? layer : null,
      reason,
      blinds: hidden.length === 0 ? ['packages'] : hidden,
      incomplete: fields['incomplete'] === true,
    },
  ];
}

function parsed(json: string | undefined): Fields | null {
  if (json === undefined) return null;
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : null;
  } catch {
    // A mark that somebody changed says nothing.
    return null;
  }
}
