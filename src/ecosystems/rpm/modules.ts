import type { Advisory, AffectedPackage } from '../../model/advisory.ts';
import type { Package } from '../../model/package.ts';

/** Red Hat, AlmaLinux, Rocky: the release of a build for a module says so (`….module_el8.5.0+…`, `….module+el8+…`). */
const builtForModule = /\.module[_+]/;

/**
 * Whether a record is about the build that is installed. A module's packages carry the names and often the versions of others: nodejs 16
 * and nodejs 18 of one release, or a perl of a module beside the system's. Observed in AlmaLinux's records: all versions of a record are a
 * module's or none is, and the summary names the stream (`Important: nodejs:18 security update`). So: both or neither are built for a
 * module; and where record and package name the stream of the same module, it is the same one.
 */
export function concernsBuild(
  pkg: Package,
  match: {
    readonly advisory: Pick<Advisory, 'summary'>;
    readonly affected: Pick<AffectedPackage, 'ranges' | 'versions'>;
  },
): boolean {
  const { affected } = match;
  const label = pkg.attributes['modularityLabel'] ?? '';
  const isModular = label !== '' || builtForModule.test(pkg.version);
  const versions = [
    ...affected.versions,
    ...affected.ranges.flatMap(({ events }) => events.flatMap((event) => Object.values(event) as string[])),
  ].filter((version) => version !== '0');
  // A record without a version to tell by is about every build.
  if (versions.length > 0 && versions.some((version) => builtForModule.test(version)) !== isModular) return false;
  const [module, stream] = label.split(':');
  if (!module || !stream) return true;
  const streams = match.advisory.summary
    .slice(0, 500)
    .split(/[\s,]+/)
    .filter((word) => word.startsWith(`${module}:`))
    .map((word) => word.slice(module.length + 1));
  return streams.length === 0 || streams.includes(stream);
}
