import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { ExecutableFault } from '../formats/executable/executable.ts';
import { isAudited, type RustCrate, readRustAuditData, rustAuditMark } from '../formats/executable/rust-audit-data.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { crates as crateVersions } from '../versions/crates.ts';
import { digestFacts, ownersByPath } from './file-digests.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Rust audit data';

/** The list of crates that `cargo auditable` writes into programs, as distributions that build with it have it in theirs. */
const programsCollector: Collector = {
  name: 'cargo-programs',
  revision: 1,
  wants: { programs: { marks: [rustAuditMark] } },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
  // Where the section lies is known only at the end of the file.
  takePieces: (_, pieces) => (pieces.some(isAudited) ? { items: [], gaps: [gap('too-large')] } : { items: [] }),
};

function take(path: string, content: Buffer): Taken {
  try {
    const crates = readRustAuditData(content);
    if (crates === null) return { items: [] };
    const packages = new Map(crates.map((crate) => [`${crate.name}\0${crate.version}`, packageOf(crate)]));
    return { items: [...packages.values(), ...digestFacts('cargo', path, content)] };
  } catch (error) {
    if (!(error instanceof ExecutableFault)) throw error;
    return { items: [], gaps: [gap('unparsable')] };
  }
}

function gap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}

function packageOf({ name, version, source, isRoot }: RustCrate): HarvestedPackage {
  return {
    kind: 'package',
    ecosystem: 'cargo',
    name,
    version,
    architecture: null,
    source: null,
    licenses: [],
    attributes: { ...(source === 'crates.io' || source === '' ? {} : { source }), ...(isRoot ? { root: 'true' } : {}) },
  };
}

/** Rust crates, as programs tell of them. */
export const cargo: Ecosystem = {
  id: 'cargo',
  title: { en: 'Rust crates in programs', 'zh-CN': '程序中的 Rust crate' },
  kind: 'language',
  versions: crateVersions,
  collectors: [programsCollector],
  assemble,
  advisoryNames: ({ name, version }) => [{ ecosystem: 'crates.io', name, version }],
};

function assemble(assembly: Assembly): readonly Package[] {
  const ownerOf = ownersByPath(assembly);
  return assembly.packages.map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type: 'cargo',
    purl: purlOf('cargo', null, item.name, item.version),
    architecture: null,
    source: null,
    licenses: [],
    layer,
    path,
    ownedBy: ownerOf(path),
    attributes: item.attributes,
  }));
}
