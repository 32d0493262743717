const everywhere = [
  '0',
  '1',
  '2',
  '9',
  '10',
  '01',
  '00',
  '12345678901234567890123',
  '.',
  '.',
  '-',
  '+',
  '~',
  'a',
  'b',
  'rc',
];

const own: Readonly<Record<string, readonly string[]>> = {
  deb: ['1:', '0:', '-1', '~~', '+dfsg', '~rc1', '+b1', '_', 'Z', 'é', '-0ubuntu1'],
  rpm: ['1:', '0:', '-1', '^', '^20240101', '.el8', '_', '~rc1', '..', '%', 'Z', '-1.el8_9'],
  alpm: ['1:', '0:', '-1', '-1.1', '..', '_', 'rc1', 'beta', 'Z', '+1+gabc'],
  apk: [
    '1',
    '2.',
    '.01',
    '_alpha',
    '_beta2',
    '_pre',
    '_rc1',
    '_cvs',
    '_svn',
    '_git20240101',
    '_hg',
    '_p1',
    '~0a1b',
    '-r0',
    '-r10',
    'c',
  ],
  semver: ['1.0.0', '1.2.3', '0.0.0', '-alpha', '-rc.1', '-1', '.2', '+build', '-0a', '--', '-10'],
  npm: ['1.0.0', '1.2.3', '0.0.0', 'v', '-alpha', '-rc.1', '-1', '.2', '+build', '=', '-10', ' '],
  go: [
    'v',
    'v1.0.0',
    '1.2.3',
    'v0.0.0',
    '-0',
    '.20191109021931-daa7c04131f5',
    '+incompatible',
    '-rc.1',
    '-pre',
    '.2',
    '+dirty',
    'v1',
  ],
  crates: ['1.0.0', '0.1.2', '0.0.0', '-alpha', '-rc.1', '-1', '.2', '+build', '-0a', '18446744073709551615.0.0', 'v'],
  maven: [
    '1.0',
    '.0',
    '-1',
    '-alpha',
    '-beta1',
    'm2',
    '-rc',
    '-cr',
    '-snapshot',
    '-ga',
    '.final',
    '-sp',
    'Final',
    '.RELEASE',
    '-jre',
    '.x',
    '-0',
    'a1',
    '..',
  ],
  gem: ['1.0', '.0', '.a', '.pre', '-1', '.rc1', '.beta', 'Z', '.0.0', '5.2.4', '.b10'],
  composer: [
    '1.0',
    'v',
    '.0',
    '-alpha',
    'b2',
    '-RC1',
    '-p1',
    'pl',
    '-dev',
    '.x-dev',
    '-stable',
    '+x',
    '@dev',
    '2010.01',
    '.*',
    'dev-',
  ],
  nuget: ['1.0', '.0.0.1', '-alpha', '-Beta', '.2', '-rc.1', '+build', '-0a', '--', '-10'],
  cran: ['1.0', '-3', '.9000', '-58.2', '.01', '2023.1'],
  hex: ['1.0.0', '1.2.3', '0.0.0', '-alpha', '-rc.1', '-1', '.2', '+build', '-0a', '-dev'],
  pub: ['1.0.0', '1.2.3', '0.0.0', '-alpha', '-rc.1', '-1', '.2', '+build', '+1', '+01', '-0a', '-dev'],
  julia: ['1.0.0', '1.2', '0', 'v', '-alpha', '-rc.1', '-1', '.2', '+build', '+1', '-DEV', '+0'],
  hackage: ['1.0', '.0', '.9000', '.58.2', '.01', '2023.1'],
  opam: ['1.0', '.0', '~rc1', '~beta', '-1', '+dev', '_', 'v', 'Z', '~~'],
  conan: ['1.0', '.0', '-pre', '-1', '+build', '+1', 'cci.20200101', '.Final', '_', '..'],
  cpan: ['1.0', 'v1', '.02', '.003', '_01', 'v', '.5', '1.2.3', '00', '.10'],
  luarocks: ['1.0', '.0', 'scm', 'dev', 'rc', 'beta', '-1', '_', 'alpha2', 'cvs', 'pre', 'Z'],
  php: ['1.0', '.0', 'alpha', 'RC1', 'pl', '-dev', 'p1', '_', '#', 'b2', 'Z', 'x'],
  nix: ['1.0', '.0', 'pre', 'rc', '-1', '_', 'a', '?', 'unstable', 'Z'],
  pep440: [
    '1.0',
    '2',
    '1!',
    'v',
    'a1',
    '.beta',
    'rc2',
    'c',
    '.post1',
    '-1',
    'rev',
    '.dev',
    'dev3',
    '+local',
    '+1.a',
    '_',
    'PRE',
    '-',
  ],
};

/** Pieces that versions of a scheme are made of, so that chance puts valid ones together often and near misses as often. */
export function versionPieces(scheme: string): readonly string[] {
  return [...everywhere, ...(own[scheme] ?? [])];
}

/** Pseudo-random numbers in [0, 1), the same ones for the same seed (mulberry32, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pairs of texts that are mostly versions and often much alike, one in the other's neighbourhood. */
export function versionPairs(scheme: string, count: number, seed: number): [string, string][] {
  const random = seededRandom(seed);
  const pieces = versionPieces(scheme).filter((piece) => piece.trim() === piece);
  const pick = () => pieces[Math.floor(random() * pieces.length)] ?? '';
  const version = () => Array.from({ length: 1 + Math.floor(random() * 6) }, pick);
  return Array.from({ length: count }, () => {
    const a = version();
    const b = random() < 0.6 ? a.with(Math.floor(random() * a.length), pick()) : version();
    if (random() < 0.2) b.push(pick());
    return [a.join(''), b.join('')];
  });
}
