/**
 * The OSV ecosystems of which a container image can hold packages: what is taken from a bucket when nobody chose.
 * Names as in the OSV schema, "Defined ecosystems". Left out are those that no image holds (Android, GitHub Actions, GIT, OSS-Fuzz, …).
 */
export const imageEcosystems: readonly string[] = [
  'AlmaLinux',
  'Alpaquita',
  'Alpine',
  'Azure Linux',
  'BellSoft Hardened Containers',
  'Bioconductor',
  'Bitnami',
  'CRAN',
  'Chainguard',
  'CleanStart',
  'ConanCenter',
  'Debian',
  'Docker Hardened Images',
  'Echo',
  'Go',
  'Hackage',
  'Hex',
  'Julia',
  'Mageia',
  'Maven',
  'MinimOS',
  'NuGet',
  'Packagist',
  'Photon OS',
  'Pub',
  'PyPI',
  'Red Hat',
  'Rocky Linux',
  'Root',
  'RubyGems',
  'SUSE',
  'SwiftURL',
  'TuxCare',
  'Ubuntu',
  'VSCode',
  'Wolfi',
  'crates.io',
  'npm',
  'opam',
  'openEuler',
  'openSUSE',
];

/** The ecosystem without its release: `Debian:12` is `Debian`. */
export function rootEcosystem(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon === -1 ? ecosystem : ecosystem.slice(0, colon);
}

/**
 * The one way to write a name that its registry takes in several: PyPI's are the same in any case and with whatever separators (PyPA, "Names and
 * normalization"), NuGet's and Packagist's in any case; so are those of suppliers who build such packages anew (`Root:PyPI`). Records are kept under it, and are to be asked for by it.
 */
export function sameName(within: string, name: string): string {
  const ecosystem = within.replace(/^(?:TuxCare|Root|Echo):/, '');
  if (ecosystem === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return ecosystem === 'NuGet' || ecosystem === 'Packagist' ? name.toLowerCase() : name;
}

/**
 * `Packagist:https://packages.drupal.org/8` is Packagist: a registry beside the usual one may be named behind a language's ecosystem (osv-schema,
 * "Defined ecosystems"), and from which one a package came is not in an image.
 */
export function withoutRegistry(ecosystem: string): string {
  const registry = ecosystem.search(/:https?:\/\//);
  return registry === -1 ? ecosystem : ecosystem.slice(0, registry);
}
