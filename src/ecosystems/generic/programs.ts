import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import { nameOf } from '../../collect/layer-path.ts';
import type { HarvestedFact } from '../../model/harvest.ts';
import { digestFacts, undigested } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import type { KnownProgram } from './known-program.ts';
import { candidatesFor, recognized } from './recognition.ts';

/** Bitnami tells itself what lies there. */
const elsewhere = /^opt\/bitnami\//;

/** Programs and libraries that say what they are, of those whose name is one that such a thing has. */
export const programsCollector: Collector = {
  name: 'generic-programs',
  revision: 6,
  wants: {
    programs: {
      marks: [],
      sections: [],
      marksFor: (name) => candidatesFor(name).flatMap(({ marks }) => marks.map(({ needle }) => needle)),
    },
  },
  what: 'executable',
  blinds: ['packages'],
  take: (file, content) => take(file, [content], () => digestFacts('generic', file.path, content, file.digests)),
  takePieces: (file, pieces, leads) => {
    const parts = pieces.map((piece, i) => Buffer.concat([leads[i] ?? Buffer.alloc(0), piece]));
    return take(file, parts, () => undigested('generic', file.path));
  },
};

function take({ path }: LayerFile, bytes: readonly Buffer[], digests: () => readonly HarvestedFact[]): Taken {
  const candidates = elsewhere.test(path) ? [] : candidatesFor(nameOf(path));
  const found = candidates.length === 0 ? null : recognized(candidates, bytes);
  return { items: found === null ? [] : [packageOf(found.program, found.version), ...digests()] };
}

export function packageOf({ name, cpe }: Pick<KnownProgram, 'name' | 'cpe'>, version: string) {
  const attributes = { cpe: `cpe:2.3:a:${cpe}:${version.replace(/[^A-Za-z0-9.-]/g, '\\$&')}:*:*:*:*:*:*:*` };
  return languagePackage('generic', name, version, { attributes });
}
