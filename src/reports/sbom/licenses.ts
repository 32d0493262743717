import parse from 'spdx-expression-parse';

/** A licence as an SBOM may write it. */
export interface ReadLicense {
  /** `id`: one of SPDX's list; `expression`: more than that, valid; `name`: what SPDX has no word for. */
  readonly kind: 'id' | 'expression' | 'name';
  readonly text: string;
  /** An `OR` at its outside, which binds weaker than the `AND` between several. */
  readonly isChoice: boolean;
}

/** No declared licence is longer; what is has no business in a recursive parser. */
const LONGEST = 300;

/** Reads licences, each distinct text once. */
export function licenseReader(): (text: string) => ReadLicense {
  const known = new Map<string, ReadLicense>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = readLicense(text);
    known.set(text, read);
    return read;
  };
}

function readLicense(text: string): ReadLicense {
  const name: ReadLicense = { kind: 'name', text, isChoice: false };
  // Licences of a document's own are defined in that document, which is not ours.
  if (text.length > LONGEST || /Ref-/i.test(text)) return name;
  try {
    const expression = parse(text);
    if ('conjunction' in expression) return { kind: 'expression', text, isChoice: expression.conjunction === 'or' };
    const isListed = expression.plus === undefined && expression.exception === undefined;
    return { kind: isListed ? 'id' : 'expression', text: isListed ? expression.license : text, isChoice: false };
  } catch {
    // Anything that SPDX does not know is a name.
    return name;
  }
}

/** Several expressions, all of which hold. */
export function allOf(expressions: readonly Pick<ReadLicense, 'text' | 'isChoice'>[]): string {
  if (expressions.length === 1) return expressions[0]?.text ?? '';
  return expressions.map(({ text, isChoice }) => (isChoice ? `(${text})` : text)).join(' AND ');
}
