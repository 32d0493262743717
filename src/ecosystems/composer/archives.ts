import type { Collector, Taken } from '../../collect/collector.ts';
import { PharFault, pharFiles } from '../../formats/phar.ts';
import type { Harvested, HarvestedGap } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { scriptCollector } from '../script-archives.ts';
import { packagesOfProgram, takePackages } from './installed.ts';

const WHAT = 'PHP archive';
const MAX_LISTS = 16 << 20;
const MAX_PACKAGES = 20_000;
const list = /(?:^|\/)composer\/installed\.(?:json|php)$/;

/** Programs of PHP in one file, such as Composer itself, with the packages that were put into them. */
export const archivesCollector: Collector = {
  name: 'composer-archives',
  revision: 1,
  wants: {
    extensions: ['.phar'],
    // As people call them where they are to be found by a shell.
    names: ['composer', 'wp', 'drush', 'phpunit', 'phpstan', 'psalm', 'php-cs-fixer', 'phpcs', 'phpcbf'],
    maxSize: 128 << 20,
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

const startedByPhp = /^#![^\n]{0,200}php/;

/** The same under whatever name they are started by. */
export const scriptsCollector: Collector = scriptCollector(
  'composer-scripts',
  WHAT,
  { hasArchive: (content) => startedByPhp.test(content.toString('latin1', 0, 256)) && isEnded(content) },
  (beginning) => startedByPhp.test(beginning) && stubEnd.test(beginning),
  take,
);

/** As it stands in front of every archive that PHP makes; what tells of archives names it otherwise. */
const stubEnd = /__HALT_COMPILER\(\);(?: ?\?>)?\r?\n/;

/** Whether the program in front of the archive ends at the first such place. */
function isEnded(content: Buffer): boolean {
  const at = content.indexOf('__HALT_COMPILER();');
  return at !== -1 && stubEnd.test(content.toString('latin1', at, at + 32));
}

function take(path: string, content: Buffer): Taken {
  try {
    const packages = new Map<string, Harvested>();
    const gaps = new Set<HarvestedGap['reason']>();
    const lists = pharFiles(content, (name) => list.test(name), MAX_LISTS) ?? [];
    // That of JSON says licenses, too.
    for (const one of lists.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
      const taken: Taken = one.path.endsWith('.php')
        ? { items: packagesOfProgram(one.content) }
        : takePackages(WHAT, one.content, {});
      for (const { reason } of taken.gaps ?? []) gaps.add(reason);
      for (const item of taken.items) {
        if (item.kind !== 'package' || packages.has(`${item.name}\0${item.version}`)) continue;
        if (packages.size < MAX_PACKAGES) packages.set(`${item.name}\0${item.version}`, item);
        else gaps.add('too-many');
      }
    }
    return {
      items: packages.size === 0 ? [] : [...packages.values(), ...digestFacts('composer', path, content)],
      gaps: [...gaps].map(gap),
    };
  } catch (error) {
    if (!(error instanceof PharFault)) throw error;
    return { items: [], gaps: [gap(error.kind === 'unsupported' ? 'unsupported-format' : error.kind)] };
  }
}

function gap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
