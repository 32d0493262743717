import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../build/parts.ts';

const feeds = fileURLToPath(new URL('../../../../shared/feeds/', import.meta.url));

/** Where `db update` takes the same records from. */
export const feedSource = new URL('../../../../shared/feeds/osv', import.meta.url).href;
export const kevSource = new URL('../../../../shared/feeds/kev/known_exploited_vulnerabilities.json', import.meta.url)
  .href;

/** Of all that these addresses lead to. */
export function feedsDigest(): string {
  const hash = createHash('sha256');
  for (const path of globSync(`${feeds}**/*.{zip,txt,json}`).sort()) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

/** Whether the feeds lie beside the repository. Skips where they do not, and fails where `CI` is true. */
export function hasFeeds(t: TestContext): boolean {
  if (existsSync(`${feeds}osv/ecosystems.txt`)) return true;
  const message = 'needs the advisory feeds in ../shared/feeds, beside the repository';
  if (process.env['CI'] === 'true') throw new Error(message);
  t.skip(message);
  return false;
}

/** What the judge needs of an OSV record. */
export interface FeedRecord {
  readonly id: string;
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  /** CVSS vectors. */
  readonly vectors: readonly string[];
  /** How the title of an erratum rates it, in lower case. */
  readonly word: string | null;
  readonly affected: readonly FeedEntry[];
}

export interface FeedEntry {
  readonly ecosystem: string;
  readonly name: string;
  /** Those about versions, not commits; each event is its kind and its version. */
  readonly ranges: readonly (readonly (readonly [kind: string, version: string])[])[];
  readonly versions: readonly string[];
}

// Python's zipfile and json: nothing of the product's own way to the same records. Withdrawn records are no statements.
const reader = `
import json, re, sys, zipfile
def rating(record):
    title = re.match(r'(critical|important|moderate|low)\\s*:', record.get('summary') or '', re.I)
    return {'vectors': [one['score'] for one in record.get('severity') or []], 'word': title.group(1).lower() if title else None}
def records(archive):
    with zipfile.ZipFile(archive) as feed:
        for member in feed.namelist():
            record = json.loads(feed.read(member))
            if not record.get('withdrawn'):
                yield record
`;

const recordReader = `${reader}
python_names = sys.argv[2] == 'PyPI'
def name_of(package):
    return re.sub(r'[-_.]+', '-', package['name']).lower() if python_names else package['name']
for record in records(sys.argv[1]):
    out = {key: record.get(key) or [] for key in ('aliases', 'upstream', 'related')}
    out.update(id=record['id'], summary=record.get('summary') or '', **rating(record))
    out['affected'] = [{
        'ecosystem': entry['package']['ecosystem'],
        'name': name_of(entry['package']),
        'ranges': [[list(event.items())[0] for event in span['events']]
                   for span in entry.get('ranges', []) if span['type'] != 'GIT'],
        'versions': entry.get('versions') or [],
    } for entry in record.get('affected', [])]
    print(json.dumps(out))
`;

/** Every record of a feed that is not withdrawn. Names of Python packages are normalized (PEP 503). */
export function recordsOf(
  feed: 'Debian' | 'AlmaLinux' | 'Alpine' | 'npm' | 'PyPI' | 'Go' | 'crates.io' | 'RubyGems' | 'Packagist',
): FeedRecord[] {
  return run('python3', ['-c', recordReader, `${feeds}osv/${feed}/all.zip`, feed])
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** What records of any feed say about how bad a CVE is, where a record is about that CVE alone. */
export type Ratings = Readonly<
  Record<string, { readonly vectors: readonly string[]; readonly words: readonly string[] }>
>;

const ratingReader = `${reader}
import glob
found = {}
for archive in glob.glob(sys.argv[1] + '/osv/*/all.zip'):
    for record in records(archive):
        is_erratum = re.match(r'(AL[SBE]A|DSA|DLA)-', record['id'])
        names = [record['id'], *(record.get('aliases') or []), *(record.get('upstream') or [])]
        names += (record.get('related') or []) if is_erratum else []
        cves = {name for name in names if re.fullmatch(r'CVE-\\d{4}-\\d{4,}', name)}
        if len(cves) != 1:
            continue
        rated = rating(record)
        words = [rated['word']] if rated['word'] else []
        for entry in record.get('affected', []):
            score = (entry.get('database_specific') or {}).get('cvss_v3_score')
            if score:
                words.append('critical' if score >= 9 else 'high' if score >= 7 else 'medium' if score >= 4 else 'low')
        known = found.setdefault(cves.pop(), {'vectors': [], 'words': []})
        known['vectors'] += rated['vectors']
        known['words'] += words
print(json.dumps(found))
`;

export function ratings(): Ratings {
  read ??= JSON.parse(run('python3', ['-c', ratingReader, feeds]).toString()) as Ratings;
  return read;
}
let read: Ratings | null = null;
