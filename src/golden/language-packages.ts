import type { Report } from '../model/report.ts';
import type { Command, PlanItem } from './plan.ts';
import { isSafeName, isSafeVersion } from './safe-words.ts';

/** Upgrades that a package manager of a language in the image can make, and what only a new build of the application can. */
export interface LanguageUpgrades {
  readonly npm: LanguageStep | null;
  readonly pypi: LanguageStep | null;
  readonly application: readonly PlanItem[];
}

interface LanguageStep {
  readonly items: readonly PlanItem[];
  readonly commands: readonly Command[];
}

type Placed = PlanItem & { readonly path: string };

const globalNpm = /^(?:usr\/(?:local\/)?)lib\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
const npmItself = /^(?:usr\/(?:local\/)?)lib\/node_modules\/npm\/package\.json$/;
const sitePackages = /^usr\/local\/lib\/python3\.[0-9]+\/site-packages\/[^/]+\/METADATA$/;

/** Only what lies where the image's own npm or pip installs is theirs to upgrade; all else belongs to an application. */
export function languageUpgrades(items: readonly Placed[], report: Report): LanguageUpgrades {
  const { packages } = report.inventory;
  const hasNpm = packages.some(({ type, name, path }) => type === 'npm' && name === 'npm' && npmItself.test(path));
  const pip = packages.find(({ type, name, path }) => type === 'pypi' && name === 'pip' && sitePackages.test(path));
  const place = pip === undefined ? null : placeOf(pip.path);
  const isNpm = ({ type, path }: Placed) => type === 'npm' && hasNpm && globalNpm.test(path);
  const isPip = ({ type, path }: Placed) =>
    type === 'pypi' && place !== null && sitePackages.test(path) && placeOf(path) === place;
  const can = (item: Placed) => (isNpm(item) && isWord('npm', item)) || (isPip(item) && isWord('pypi', item));
  const npm = items.filter((item) => can(item) && item.type === 'npm');
  const pypi = items.filter((item) => can(item) && item.type === 'pypi');
  return {
    npm: stepOf(npm, 'npm install --global --ignore-scripts --no-audit --no-fund', '@', ['npm cache clean --force']),
    pypi: stepOf(pypi, 'python3 -m pip install --no-cache-dir --root-user-action=ignore', '==', []),
    application: items.filter((item) => !can(item)),
  };
}

function isWord(kind: 'npm' | 'pypi', { name, fixed }: PlanItem): boolean {
  return isSafeName(kind, name) && fixed !== null && isSafeVersion(fixed);
}

function stepOf(
  items: readonly PlanItem[],
  program: string,
  sign: string,
  after: readonly string[],
): LanguageStep | null {
  if (items.length === 0) return null;
  const words = items.map(({ name, fixed }) => `${name}${sign}${fixed}`);
  return {
    items,
    commands: [{ fixed: program, words }, ...after.map((text) => ({ fixed: text, words: [] }))],
  };
}

/** The directory of packages that a `METADATA` file lies in. */
function placeOf(path: string): string {
  return path.split('/').slice(0, -2).join('/');
}
