import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readTerraformLock } from '../formats/lock-files/terraform-lock.ts';
import { semver } from '../versions/semver.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

/**
 * Where Terraform and OpenTofu unpack a provider, and where they look for one that somebody put there (developer.hashicorp.com, "Provider Installation"):
 * `providers/HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/`.
 */
const place =
  /(?:^|\/)(?:\.terraform\/providers|\.?terraform(?:\.d)?\/plugins|plugin-cache)\/([^/]+\.[^/]+\/[^/]+\/[^/]+)\/(\d[^/]*)\/[a-z0-9]+_[a-z0-9]+\/terraform-provider-[^/]+$/;

const providersCollector: Collector = {
  name: 'terraform-providers',
  revision: 1,
  wants: { programs: { marks: [], sections: [] } },
  what: 'Terraform provider',
  blinds: ['packages'],
  take: ({ path }) => take(path),
  takeBeginning: ({ path }) => take(path),
};

function take(path: string): Taken {
  const [, address, version] = place.exec(path) ?? [];
  return address === undefined || version === undefined
    ? { items: [] }
    : { items: [languagePackage('terraform', address, version)] };
}

/**
 * Providers of Terraform, by the address under which it knows them. No feed speaks of them, and that is no gap: what of one is in the image is a program of Go, which is
 * judged as that; of what a lock file names nothing is there.
 */
export const terraform: Ecosystem = {
  id: 'terraform',
  title: { en: 'Providers of Terraform', 'zh-CN': 'Terraform 提供程序' },
  kind: 'language',
  versions: semver,
  collectors: [
    providersCollector,
    lockFileCollector('terraform', 'terraform-lock', { names: ['.terraform.lock.hcl'] }, readTerraformLock),
  ],
  assemble: (assembly) =>
    languagePackages(assembly, 'terraform', (address, version) => {
      const slash = address.lastIndexOf('/');
      return purlOf('terraform', slash === -1 ? null : address.slice(0, slash), address.slice(slash + 1), version);
    }),
  brings: (_, packages) => packages.map(({ path }) => path),
  advisoryNames: () => [],
  isInert: () => true,
};
