import { createRequire } from 'node:module';
import { run } from '../build/parts.ts';

/**
 * Orders versions by a tool that is not the product: for each group, each version's place among the others of its group. Versions
 * that are the same have the same place; null is no version at all.
 */
export type VersionOrder = (groups: readonly (readonly string[])[]) => readonly (readonly (number | null)[])[];

/** By `dpkg --compare-versions`, called by perl's sort. */
export const dpkgOrder: VersionOrder = (groups) =>
  places(
    groups,
    run(
      'perl',
      [
        '-e',
        `$| = 1;
      sub is { system('dpkg', '--compare-versions', @_) == 0 }
      while (<STDIN>) {
        chomp;
        my @sorted = sort { is($a, 'lt', $b) ? -1 : is($a, 'gt', $b) ? 1 : 0 } split / /;
        my $line = shift @sorted;
        my $last = $line;
        for my $next (@sorted) { $line .= (is($last, 'eq', $next) ? '=' : ' ') . $next; $last = $next }
        print "$line\\n";
      }`,
      ],
      { input: lines(groups) },
    ),
  );

/** By `rpm.vercmp` of the installed rpm, which compares whole `epoch:version-release`. */
export const rpmOrder: VersionOrder = (groups) =>
  places(
    groups,
    run(
      'rpm',
      [
        '--eval',
        `%{lua:
      for line in io.stdin:lines() do
        local sorted = {}
        for version in string.gmatch(line, "%S+") do table.insert(sorted, version) end
        table.sort(sorted, function(a, b) return rpm.vercmp(a, b) < 0 end)
        local out = sorted[1]
        for at = 2, #sorted do
          out = out .. (rpm.vercmp(sorted[at - 1], sorted[at]) == 0 and "=" or " ") .. sorted[at]
        end
        print(out .. "\\n")
      end}`,
      ],
      { input: lines(groups) },
    ),
  );

/** By the `packaging` that pip itself uses. */
export const pipOrder: VersionOrder = (groups) =>
  JSON.parse(
    run(
      'python3',
      [
        '-c',
        `
import json, sys
from pip._vendor.packaging.version import InvalidVersion, Version
def parsed(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None
answer = []
for group in json.load(sys.stdin):
    versions = [parsed(text) for text in group]
    order = sorted({version for version in versions if version is not None})
    answer.append([None if version is None else order.index(version) for version in versions])
print(json.dumps(answer))
`,
      ],
      { input: JSON.stringify(groups) },
    ).toString(),
  );

/** By node-semver, strictly. */
export const semverOrder: VersionOrder = (groups) => {
  const semver = createRequire(import.meta.url)('semver') as {
    valid(text: string): string | null;
    compare(a: string, b: string): number;
  };
  return groups.map((group) => {
    const valid = group.filter((text) => semver.valid(text) !== null);
    return group.map((text) =>
      semver.valid(text) === null ? null : valid.filter((other) => semver.compare(other, text) < 0).length,
    );
  });
};

/** By RubyGems' own `Gem::Version`. */
export const gemOrder: VersionOrder = (groups) =>
  JSON.parse(
    run(
      'ruby',
      [
        '-rjson',
        '-e',
        `puts JSON.generate(JSON.parse(STDIN.read).map { |group|
          versions = group.map { |text| Gem::Version.correct?(text) ? Gem::Version.new(text) : nil }
          order = versions.compact.sort
          versions.map { |version| version && order.index { |other| (other <=> version) == 0 } }
        })`,
      ],
      { input: JSON.stringify(groups) },
    ).toString(),
  );

/** By the library of Composer and PHP's `version_compare`; a branch without numbers has no place. */
export const composerOrder: VersionOrder = (groups) =>
  JSON.parse(
    run(
      'php',
      [
        '-r',
        `require '/usr/share/php/Composer/Semver/autoload.php';
        $parser = new Composer\\Semver\\VersionParser();
        $normalized = function ($text) use ($parser) {
          try { $version = $parser->normalize($text); } catch (UnexpectedValueException) { return null; }
          return str_starts_with($version, 'dev-') ? null : $version;
        };
        echo json_encode(array_map(function ($group) use ($normalized) {
          $versions = array_map($normalized, $group);
          return array_map(fn ($version) => $version === null ? null
            : count(array_filter($versions, fn ($other) => $other !== null && version_compare($other, $version) < 0)), $versions);
        }, json_decode(stream_get_contents(STDIN))));`,
      ],
      { input: JSON.stringify(groups) },
    ).toString(),
  );

function lines(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => `${[...new Set(group)].join(' ')}\n`).join('');
}

/** Reads sorted groups back: `=` stands between versions that are the same. */
function places(groups: readonly (readonly string[])[], output: Buffer): (number | null)[][] {
  // rpm ends each line with an empty one.
  const sorted = output
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  if (sorted.length !== groups.length) throw new Error(`asked for ${groups.length} groups, got ${sorted.length}`);
  return groups.map((group, at) => {
    const place = new Map<string, number>();
    for (const [rank, same] of sorted[at]!.split(' ').entries())
      for (const version of same.split('=')) place.set(version, rank);
    return group.map((version) => {
      const rank = place.get(version);
      if (rank === undefined) throw new Error(`${version} did not come back`);
      return rank;
    });
  });
}
