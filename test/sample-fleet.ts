import type { Digest } from '../src/base/digest.ts';
import { failure } from '../src/base/errors.ts';
import { failures, skips } from '../src/fleet/failures.ts';
import type { FleetSummary } from '../src/fleet/fleet-summary.ts';
import type { ImageRow } from '../src/fleet/image-row.ts';

const digestOf = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
/** An image as a registry scan tells of it; an allowed one without findings, unless otherwise said. */
export const fleetRow = (names: readonly string[], more: Partial<ImageRow> = {}): ImageRow => ({
  names,
  digest: digestOf('a'),
  configDigest: digestOf('b'),
  platform: 'linux/amd64',
  created: '2026-01-02T03:04:05Z',
  size: 123_456_789,
  layers: 3,
  distribution: 'Debian GNU/Linux 12',
  base: null,
  user: '',
  packages: 88,
  verdict: 'allowed',
  failed: [],
  undecided: [],
  findings: { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 },
  fixable: 0,
  exploited: 0,
  gaps: 0,
  isIncomplete: false,
  reports: {},
  recorded: null,
  ...more,
});

/** A run over three images, one name that cannot be, and a signature; hostile texts in it. */
export function fleetSummary(changes: Partial<FleetSummary> = {}): FleetSummary {
  const [failed, skipped] = [failures(), skips()];
  failed.add('bad/\u001b[31mname:1', failure('name-unusable', { name: 'bad/\u001b[31mname:1' }));
  skipped.add('shop/cart:sha256-1.sig', 'signature', 'application/vnd.dev.cosign.simplesigning.v1+json');
  const platforms = { kind: 'one', platform: { os: 'linux', architecture: 'amd64' }, isExplicit: false } as const;
  return {
    tool: { name: 'plimsoll', version: '0' },
    ask: { host: 'r.example', prefix: 'shop', list: null, repositories: [], tags: [], newest: null, platforms },
    policy: { name: 'production', digest: digestOf('c') },
    database: { digest: digestOf('d'), builtAt: '2026-01-01T00:00:00Z', feeds: [], starter: false },
    repositories: 2,
    empty: 1,
    names: 5,
    rows: [
      fleetRow(['shop/calm:1']),
      fleetRow(['shop/cart:1', 'shop/cart:latest'], {
        verdict: 'denied',
        failed: ['vulnerabilities'],
        findings: { critical: 2, high: 5, medium: 0, low: 1, negligible: 0, unknown: 0 },
        fixable: 6,
        distribution: '=cmd|"/c calc"!A1, \u202e<script>alert(1)</script>',
        reports: { json: { file: 'shop.cart.1-0123456789ab.json', digest: digestOf('e') } },
      }),
      fleetRow(['shop/part:1'], { isIncomplete: true, gaps: 2 }),
    ],
    skips: skipped,
    failures: failed,
    effort: {
      startedAt: '2026-01-02T00:00:00.000Z',
      endedAt: '2026-01-02T00:01:00.000Z',
      milliseconds: 60_000,
      requests: 12,
      bytes: 3456,
      refusals: 1,
      takenOver: 1,
    },
    ...changes,
  };
}
