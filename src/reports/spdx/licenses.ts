import { sha256, shortDigest } from '../../base/digest.ts';
import { allOf, licenseReader } from '../sbom/licenses.ts';

/** Writes licences as SPDX expressions, and remembers what they call by names that the document has to define. */
export function licenseWriter(): {
  readonly expressionOf: (licenses: readonly string[]) => string;
  /** Those that were used up to now. */
  readonly extracted: () => Iterable<object>;
} {
  const licenseOf = licenseReader();
  const named = new Map<string, string>();
  const refOf = (name: string): string => {
    const id = `LicenseRef-${shortDigest(sha256(name))}`;
    named.set(id, name);
    return id;
  };
  return {
    expressionOf: (licenses) => {
      if (licenses.length === 0) return 'NOASSERTION';
      return allOf(
        licenses.map(licenseOf).map((read) => (read.kind === 'name' ? { ...read, text: refOf(read.text) } : read)),
      );
    },
    extracted: function* () {
      for (const [licenseId, name] of named) yield { licenseId, name, extractedText: name };
    },
  };
}
