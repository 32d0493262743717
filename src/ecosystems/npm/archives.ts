import type { Collector, Taken } from '../../collect/collector.ts';
import { AsarFault, asarFiles } from '../../formats/asar.ts';
import { ZipFault, ZipFile } from '../../formats/zip/zip-file.ts';
import type { Harvested, HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { extensionOf } from '../package-json/extension.ts';
import { installed, MAX_SIZE, takeManifest } from '../package-json/manifest.ts';

const ASAR = 'Electron archive';
const VSIX = 'VS Code extension';
/** More than any application is made of; all their manifests together are some megabytes. */
const MAX_PACKAGES = 20_000;
const MAX_MANIFESTS = 256 << 20;
/** The extension's own manifest in its archive. */
const OWN = 'extension/package.json';

/** Electron's applications keep themselves in an archive, which their modules are loaded from. */
export const asarCollector: Collector = {
  name: 'npm-asar',
  revision: 1,
  wants: { extensions: ['.asar'] },
  what: ASAR,
  blinds: ['packages'],
  take: ({ path }, content) => {
    // An empty file holds the place of one that is mounted there.
    if (content.length === 0) return { items: [] };
    try {
      const files = asarFiles(content, (name) => installed.test(name), MAX_SIZE);
      return taken(
        path,
        content,
        ASAR,
        files.map((file) => file.content),
      );
    } catch (error) {
      if (!(error instanceof AsarFault)) throw error;
      return { items: [], gaps: [gap(ASAR, error.kind)] };
    }
  },
};

/** An extension that lies in an image as it is sent around, with the packages that it brings. */
export const vsixCollector: Collector = {
  name: 'npm-vsix',
  revision: 1,
  wants: { extensions: ['.vsix'] },
  what: VSIX,
  blinds: ['packages'],
  take: ({ path }, content) => {
    if (content.length === 0) return { items: [] };
    try {
      const zip = new ZipFile(content);
      const manifests: Buffer[] = [];
      const own: HarvestedPackage[] = [];
      let left = MAX_MANIFESTS;
      for (const entry of zip.entries) {
        if (entry.name !== OWN && !installed.test(entry.name)) continue;
        const manifest = zip.read(entry, Math.min(MAX_SIZE, left));
        left -= manifest.length;
        if (entry.name === OWN) own.push(...extensionOf(manifest));
        else if (manifests.push(manifest) > MAX_PACKAGES) break;
      }
      const { items, gaps } = taken(path, content, VSIX, manifests);
      return { items: [...own, ...items], ...(gaps && { gaps }) };
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      return { items: [], gaps: [gap(VSIX, error.kind)] };
    }
  },
};

function taken(path: string, content: Buffer, what: string, manifests: readonly Buffer[]): Taken {
  const packages = new Map<string, Harvested>();
  const gaps = new Set<HarvestedGap['reason']>(manifests.length > MAX_PACKAGES ? ['too-many'] : []);
  for (const manifest of manifests.slice(0, MAX_PACKAGES)) {
    const one = takeManifest('', manifest);
    for (const { reason } of one.gaps ?? []) gaps.add(reason);
    for (const item of one.items) {
      if (item.kind === 'package') packages.set(`${item.name}\0${item.version}`, item);
    }
  }
  return {
    items: packages.size === 0 ? [] : [...packages.values(), ...digestFacts('npm', path, content)],
    ...(gaps.size > 0 && { gaps: [...gaps].map((reason) => gap(what, reason)) }),
  };
}

function gap(what: string, kind: HarvestedGap['reason'] | ZipFault['kind']): HarvestedGap {
  return { what, reason: kind === 'unsupported' ? 'unsupported-format' : kind, blinds: ['packages'] };
}
