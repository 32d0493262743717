import type { AdvisoryName } from '../collect/ecosystem.ts';
import { dockerHardened } from '../model/distributions/osv-releases.ts';
import type { Distribution, Package } from '../model/package.ts';

const VENDOR = 'Docker Hardened Images';
/** Who maintains what Docker builds anew, as the databases of dpkg and apk have it. */
const maintainers = /<dhi@docker\.com>\s*$/i;
/** What Docker puts behind the version of a package of Debian's that it has mended: `9.7-3+dhi3`. */
const mark = /\+dhi\d+$/;

/** What is kept of a package's maintainer: whether it is one that builds packages of others anew, by the name of its advisories. */
export function vendorOf(maintainer: string | null | undefined): Package['attributes'] {
  return maintainers.test(maintainer ?? '') ? { vendor: VENDOR } : {};
}

/**
 * A package's names in Docker's advisories of its hardened images. That Docker built a package its maintainer says, or its version. Of all others in an image that
 * calls itself Docker's (`ID=dhi`) nothing says it: whoever puts packages of Debian or Alpine on top has them under the same names.
 */
export function dockerNames(pkg: Package, distribution: Distribution): readonly AdvisoryName[] {
  const isDockers = pkg.attributes['vendor'] === VENDOR || (pkg.type === 'deb' && mark.test(pkg.version));
  if (!isDockers && distribution.id !== 'dhi') return [];
  const known = [pkg, pkg.source ?? pkg].map(({ name, version }) => ({ name, version }));
  const distinct = new Map(known.map((one) => [`${one.name} ${one.version}`, one]));
  const proof = isDockers ? {} : { isUnproven: true as const };
  return dockerHardened(distribution).flatMap((ecosystem) =>
    [...distinct.values()].map((one) => ({ ecosystem, ...one, ofSupplier: true as const, ...proof })),
  );
}

/**
 * The version that the distribution knows: Docker's mark sorts behind that of Debian's next fix (`9.7-3+deb13u1`), which a package that lacks it would
 * then be taken to have.
 */
export function versionBeforeDocker(type: string, version: string): string {
  return type === 'deb' ? version.replace(mark, '') : version;
}
