import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { ExecutableFault } from '../formats/executable/executable.ts';
import { isAudited, type RustCrate, readRustAuditData, rustAuditMark } from '../formats/executable/rust-audit-data.ts';
import { readCargoLock } from '../formats/lock-files/toml-locks.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import { crates as crateVersions } from '../versions/crates.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Rust audit data';

/** The list of crates that `cargo auditable` writes into programs, as distributions that build with it have it in theirs. */
const programsCollector: Collector = {
  name: 'cargo-programs',
  revision: 2,
  wants: { programs: { marks: [rustAuditMark], sections: ['.dep-v0'] } },
  what: WHAT,
  blinds: ['packages'],
  take: (file, content) => take(file, content),
  // Where the section lies is known only at the end of the file.
  takePieces: (_, pieces) => (pieces.some(isAudited) ? { items: [], gaps: [gap('too-large')] } : { items: [] }),
};

function take({ path, digests }: LayerFile, content: Buffer): Taken {
  try {
    const crates = readRustAuditData(content);
    if (crates === null) return { items: [] };
    const packages = new Map(crates.map((crate) => [`${crate.name}\0${crate.version}`, packageOf(crate)]));
    return { items: [...packages.values(), ...digestFacts('cargo', path, content, digests)] };
  } catch (error) {
    if (!(error instanceof ExecutableFault)) throw error;
    return { items: [], gaps: [gap('unparsable')] };
  }
}

function gap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}

function packageOf({ name, version, source, isRoot }: RustCrate): HarvestedPackage {
  const from = source === 'crates.io' || source === '' ? {} : { source };
  return languagePackage('cargo', name, version, { attributes: { ...from, ...(isRoot ? { root: 'true' } : {}) } });
}

const lockCollector = lockFileCollector('cargo', 'cargo-lock', { names: ['Cargo.lock'] }, readCargoLock);

/** Rust crates, as programs tell of them. */
export const cargo: Ecosystem = {
  id: 'cargo',
  title: { en: 'Rust crates in programs', 'zh-CN': '程序中的 Rust crate' },
  kind: 'language',
  versions: crateVersions,
  collectors: [programsCollector, lockCollector],
  addsUp: true,
  assemble: (assembly) => languagePackages(assembly, 'cargo', (name, version) => purlOf('cargo', null, name, version)),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'crates.io', name, version }],
};
