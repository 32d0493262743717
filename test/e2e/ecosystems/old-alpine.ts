import type { FeedRecord } from '../accuracy/feed-records.ts';
import { pick, random, sample, stepped } from '../accuracy/sampling.ts';
import type { VersionOrder } from '../accuracy/version-order.ts';
import { run } from '../build/parts.ts';

/** A package as apk's database has it. */
export interface Apk {
  readonly name: string;
  readonly version: string;
  readonly origin: string;
}

/** Old and new versions of real packages, and of packages that were built from the same origin. */
export function apksAround(records: readonly FeedRecord[], ecosystem: string, seed: number): readonly Apk[] {
  const next = random(seed);
  const fixes = new Map<string, string[]>();
  for (const { affected } of records) {
    for (const entry of affected) {
      if (entry.ecosystem !== ecosystem) continue;
      const known = fixes.get(entry.name) ?? [];
      fixes.set(entry.name, known);
      known.push(
        ...entry.ranges.flat().flatMap(([kind, version]) => (kind === 'fixed' && isWhole(version) ? [version] : [])),
      );
    }
  }
  const chosen = sample(
    [...fixes].filter(([, versions]) => versions.length > 0),
    120,
    next,
  );
  return chosen.flatMap(([origin, versions]) => {
    const fixed = pick(versions, next);
    const around = [pick(below(fixed), next), fixed, pick(above(fixed), next)];
    return around.map((version, at) => ({
      name: at === 0 ? origin : `${origin}-${['', 'dev', 'libs'][at]}`,
      version,
      origin,
    }));
  });
}

/** What apk takes for the version of a package. */
function isWhole(version: string): boolean {
  return /^[0-9]+(?:\.[0-9]+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*(?:-r[0-9]+)?$/.test(version);
}

function below(version: string): string[] {
  const [base = '', revision = '-r0'] = /^(.*?)(-r[0-9]+)?$/.exec(version)?.slice(1) ?? [];
  return [stepped(base, -1), `${base}_rc1`, stepped(version, -1)]
    .filter((text): text is string => text !== null)
    .map((text) => (text.includes('-r') ? text : `${text}${revision}`))
    .filter(isWhole);
}

function above(version: string): string[] {
  const [base = '', revision = '-r0'] = /^(.*?)(-r[0-9]+)?$/.exec(version)?.slice(1) ?? [];
  return [`${stepped(base, 1)}${revision}`, `${base}_p1${revision}`, `${base}${stepped(revision, 1)}`].filter(isWhole);
}

export function installedText(apks: readonly Apk[]): string {
  return apks.map(({ name, version, origin }) => `P:${name}\nV:${version}\nA:x86_64\nL:MIT\no:${origin}\n\n`).join('');
}

/**
 * By Gentoo's rules as apk-package(5) names them, written in Python for this test: numbers by value (but for parts after the first that begin
 * with a zero, which go by their digits), a letter, suffixes, the revision. Anything else is no version.
 */
export const apkOrder: VersionOrder = (groups) =>
  JSON.parse(run('python3', ['-c', program], { input: JSON.stringify(groups) }).toString());

const program = `
import functools, json, re, sys
SUFFIX = {'alpha': -4, 'beta': -3, 'pre': -2, 'rc': -1, 'cvs': 1, 'svn': 2, 'git': 3, 'hg': 4, 'p': 5}
WHOLE = re.compile(r'([0-9]+(?:\\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)(?:-r([0-9]+))?$')
def parsed(text):
    found = WHOLE.match(text)
    if not found:
        return None
    numbers, letter, suffixes, revision = found.groups()
    words = [(SUFFIX[word], int(digits or 0)) for word, digits in re.findall(r'_([a-z]+)([0-9]*)', suffixes)]
    return numbers.split('.'), letter, words, int(revision or 0)
def sign(a, b):
    return (a > b) - (a < b)
def compared(a, b):
    for at in range(max(len(a[0]), len(b[0]))):
        if at >= len(a[0]) or at >= len(b[0]):
            return sign(len(a[0]), len(b[0]))
        x, y = a[0][at], b[0][at]
        if at > 0 and (x.startswith('0') or y.startswith('0')):
            order = sign(x, y)
        else:
            order = sign(int(x), int(y))
        if order:
            return order
    if a[1] != b[1]:
        return sign(a[1], b[1])
    for at in range(max(len(a[2]), len(b[2]))):
        x = a[2][at] if at < len(a[2]) else (0, 0)
        y = b[2][at] if at < len(b[2]) else (0, 0)
        if x != y:
            return sign(x, y)
    return sign(a[3], b[3])
answer = []
for group in json.load(sys.stdin):
    versions = [parsed(text) for text in group]
    known = sorted((one for one in versions if one is not None), key=functools.cmp_to_key(compared))
    answer.append([None if one is None else sum(compared(other, one) < 0 for other in known) for one in versions])
print(json.dumps(answer))
`;
