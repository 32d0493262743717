import { productVersion } from './base/product-version.ts';
import { remembered } from './base/remembered.ts';
import { checkVersion } from './policy/check-text.ts';
import { controls } from './policy/controls/all.ts';
import { loadPolicy } from './policy/load.ts';
import type { Policy } from './policy/policy.ts';

/** Loads policies as `loadPolicy` does. The kinds of packages are loaded where a text is new. */
export function loadPolicyFiles(files: readonly string[]): Promise<Policy> {
  const known = remembered(`policies-${productVersion()}-${checkVersion}`);
  return loadPolicy(files, { controls, packageKinds, known });
}

async function packageKinds() {
  const { ecosystems } = await import('./ecosystems/all.ts');
  const byType = new Map(ecosystems.map(({ id, versions }) => [id, versions]));
  return { schemeOf: (type: string) => byType.get(type), packageTypes: [...byType.keys()] };
}
