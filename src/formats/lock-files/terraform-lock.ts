import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 16_384;

/**
 * `.terraform.lock.hcl` (developer.hashicorp.com, "Dependency Lock File"), as Terraform and OpenTofu write it: `provider "HOST/NAMESPACE/TYPE" {` and in the block
 * `version = "…"`.
 */
export function readTerraformLock(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const found: LockedPackage[] = [];
  let provider: string | null = null;
  for (const line of content.toString('utf8').split('\n')) {
    const text = line.trim();
    const [, address] = /^provider\s+"([^"\s]{1,300})"\s*\{$/.exec(text) ?? [];
    if (address !== undefined) provider = address;
    else if (text === '}') provider = null;
    const [, version] = provider === null ? [] : (/^version\s*=\s*"([^"\s]{1,100})"$/.exec(text) ?? []);
    found.push(...lockedPackage(provider, version));
  }
  return found.length > 0 || /^\s*(?:#|$)/.test(content.toString('utf8', 0, 200)) ? found : null;
}
