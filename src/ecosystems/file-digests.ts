import type { FileDigest } from '../collect/collector.ts';
import type { Assembly, Placed } from '../collect/ecosystem.ts';
import { bytesInMemory, type FileBytes } from '../formats/file-bytes.ts';
import type { HarvestedFact } from '../model/harvest.ts';

/** Where distributions put files. What lies elsewhere (`usr/local`, `app`, `srv`) they did not bring. */
const ofDistributions = /^(?:boot\/|usr\/(?!local\/)|lib(?:32|64)?\/|opt\/rh\/|var\/lib\/ghc\/)/;

/**
 * The digests of a file from which a language's package was read, as a fact, so that `assemble` can ask whose it is. Only where a
 * distribution's package may have brought it: hashing every package.json of an image would cost more than reading them.
 */
export function digestFacts(
  ecosystem: string,
  path: string,
  content: Buffer,
  digests?: readonly FileDigest[],
): readonly HarvestedFact[] {
  return begunDigestFacts(ecosystem, path, bytesInMemory(content), digests)();
}

/** The same where digests may be taken beside: what is returned waits for them. */
export function begunDigestFacts(
  ecosystem: string,
  path: string,
  bytes: FileBytes,
  digests: readonly FileDigest[] = ['md5', 'sha1', 'sha256'],
): () => readonly HarvestedFact[] {
  if (!ofDistributions.test(path)) return () => [];
  const begun = digests.map((algorithm) => ({ algorithm, digits: bytes.digest(algorithm) }));
  return () => {
    const values = begun.map(({ algorithm, digits }) => `${algorithm}:${digits()}`);
    return [{ kind: 'fact', ecosystem, fact: 'digests', key: path, values }];
  };
}

/** The same for a program that was too large to be held: whose it is tells its path alone. */
export function undigested(ecosystem: string, path: string): readonly HarvestedFact[] {
  if (!ofDistributions.test(path)) return [];
  return [{ kind: 'fact', ecosystem, fact: 'digests', key: path, values: [] }];
}

/** Who brought a file, for every path from which this ecosystem read a package. Of a file that was read twice, the digests count where either knew them. */
export function ownersByPath({ facts, ownerOf }: Pick<Assembly, 'facts' | 'ownerOf'>): (path: string) => string | null {
  const digests = new Map<string, readonly string[]>();
  for (const { path, item } of facts.filter(isDigests))
    if (item.values.length > 0 || !digests.has(path)) digests.set(path, item.values);
  return (path) => {
    const known = digests.get(path) ?? [];
    return ownerOf(path, known.length === 0 && digests.has(path) ? null : known);
  };
}

function isDigests({ item }: Placed<HarvestedFact>): boolean {
  return item.fact === 'digests';
}

/**
 * Whether it matters who brought a file: other ecosystems read packages from files of its name, or it may be a program. As distributions name
 * programs they have no dot, lie in a directory for programs, or are libraries. Of what is named so without being one (`copyright`, `README`)
 * most is left out.
 */
export function isOwnerAsked(path: string): boolean {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const dot = fileName.lastIndexOf('.');
  if (dot === -1)
    return fileName === 'METADATA' || fileName === 'PKG-INFO' || fileName === 'DESCRIPTION' || !ofTexts.test(fileName);
  return (
    metadataNames.has(fileName) ||
    metadataEndings.has(fileName.slice(dot)) ||
    fileName.endsWith('.deps.json') ||
    fileName.endsWith('.cdx.json') ||
    fileName.endsWith('.spdx.json') ||
    library.test(fileName) ||
    haskell.test(fileName) ||
    ofPrograms.test(path) ||
    ofKernel.test(fileName)
  );
}

const metadataNames: ReadonlySet<string> = new Set(['package.json', 'installed.json', 'vendor.txt']);
const metadataEndings: ReadonlySet<string> = new Set([
  '.egg-info',
  '.jar',
  '.war',
  '.ear',
  '.gemspec',
  '.app',
  '.rockspec',
  '.bin',
  '.exe',
  '.dll',
  '.asar',
  '.egg',
  '.whl',
]);
const ofTexts = /^(?:[A-Z_-]+|copyright|changelog|[Mm]akefile)$/;
/** `NAME-VERSION[-HASH].conf` of GHC's package databases. */
const haskell = /-\d[\d.]*(?:-\w+)?\.conf$/;
const ofPrograms = /(?:^|\/)(?:s?bin|libexec|games)\/[^/]/;
/** Kernels and their modules. */
const ofKernel = /^vmlinuz-|\.ko(?:\.(?:gz|xz|zst))?$/;
const library = /\.so(?:\.[0-9.]+)?$/;
