import { debianCodenames } from '../../model/distributions/osv-releases.ts';
import type { Distribution } from '../../model/package.ts';

/** Distributions whose releases are their first number or two; of all others the whole version is a release of its own. */
const numbers: Readonly<Record<string, number>> = {
  debian: 1,
  rhel: 1,
  centos: 1,
  rocky: 1,
  almalinux: 1,
  ol: 1,
  alpine: 2,
  dhi: 2,
};

/**
 * Whether a purl's qualifier `distro` names the release of the image: `debian-12`, `12`, `bookworm` of Debian 12, `jammy` and
 * `esm-infra/jammy` of Ubuntu 22.04, `rhel-9` of 9.4, but not `rhel-9.2`. What cannot be told is another release.
 */
export function namesRelease(said: string, distribution: Distribution | null): boolean {
  if (distribution === null) return false;
  const id = distribution.id.toLowerCase();
  // Ubuntu's channels for subscribers are of a release.
  const text = said.toLowerCase().replace(/^esm-(?:infra|apps)(?:-legacy)?\//, '');
  const release = text.startsWith(`${id}-`) ? text.slice(id.length + 1) : text;
  if (release === '') return false;
  const { versionId, codename } = distribution;
  if (release === versionId || release === codename?.toLowerCase()) return true;
  const own = releaseOf(id, versionId);
  if (own === '') return false;
  if (release === own) return true;
  if (id !== 'debian') return false;
  // Point releases of Debian are not releases of their own; an image without a shell may not say its codename.
  return release.startsWith(`${own}.`) || (Object.hasOwn(debianCodenames, release) && debianCodenames[release] === own);
}

function releaseOf(id: string, versionId: string): string {
  const count = Object.hasOwn(numbers, id) ? numbers[id] : undefined;
  return count === undefined ? versionId : versionId.split('.').slice(0, count).join('.');
}
