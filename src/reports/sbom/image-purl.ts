import type { Listing } from '../../model/listing.ts';

/** The image as a package (purl-spec, type `oci`); null where no registry has it under a digest. */
export function imagePurl({ source, names, fingerprint, config }: Listing): string | null {
  const { manifestDigest } = fingerprint;
  const [name] = names;
  if (source !== 'registry' || manifestDigest === null || name === undefined) return null;
  const repository = name.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const last = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  const query = `arch=${encodeURIComponent(config.platform.architecture)}&repository_url=${encodeURIComponent(repository)}`;
  return `pkg:oci/${encodeURIComponent(last)}@${encodeURIComponent(manifestDigest)}?${query}`;
}
