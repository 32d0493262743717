import { z } from 'zod';
import { sha256 } from '../../src/base/digest.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { ControlResult } from '../../src/model/verdict.ts';
import type { VersionScheme } from '../../src/model/version-scheme.ts';
import { assemblePolicy } from '../../src/policy/assemble.ts';
import type { ControlInput } from '../../src/policy/control.ts';
import { controls } from '../../src/policy/controls/all.ts';
import { judge } from '../../src/policy/judge.ts';
import type { LoadOptions } from '../../src/policy/load.ts';
import { nothingSaid } from '../../src/policy/merge.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { WaiverContent } from '../../src/policy/policy-shape.ts';
import { deb } from '../../src/versions/deb.ts';
import { npm } from '../../src/versions/npm.ts';
import { pep440 } from '../../src/versions/pep440.ts';
import { sampleReport } from '../sample-report.ts';

const schemes: Readonly<Record<string, VersionScheme>> = { deb, npm, pypi: pep440 };

/** As the policy loader is wired, with three kinds of packages. */
export const loadOptions: LoadOptions = {
  controls,
  packageKinds: async () => ({ schemeOf: (type) => schemes[type], packageTypes: Object.keys(schemes) }),
};

/** An image without packages, findings, gaps or user, looked at a moment after the advisories were fetched. */
export function controlInput(
  changes: Partial<Omit<ControlInput, 'inventory' | 'config'>> & {
    readonly inventory?: Partial<ControlInput['inventory']>;
    readonly config?: Partial<ControlInput['config']>;
  } = {},
): ControlInput {
  const { fingerprint, config, database, inventory } = sampleReport();
  return {
    ref: 'docker:registry.local/app/cart:2',
    fingerprint,
    vulnerabilities: [],
    database: { ...database, feeds: [...database.feeds, { name: 'EPSS', records: 9, withdrawn: 0, modified: null }] },
    now: new Date('2026-03-04T09:30:00Z'),
    schemeOf: (type) => schemes[type],
    ...changes,
    config: { ...config, ...changes.config },
    inventory: { ...inventory, packages: [], gaps: [], ...changes.inventory },
  };
}

export function gap(changes: Partial<Gap> = {}): Gap {
  return {
    what: 'rpm database',
    path: 'var/lib/rpm/Packages',
    layer: sha256('layer'),
    reason: 'corrupt',
    blinds: ['packages'],
    incomplete: false,
    ...changes,
  };
}

/** A policy of these settings, as if a file had said them. */
export function policyOf(settings: Readonly<Record<string, unknown>>, waivers: readonly WaiverContent[] = []): Policy {
  for (const [id, value] of Object.entries(settings))
    controls
      .find((control) => control.id === id)!
      .settings(z)
      .parse(value);
  return assemblePolicy(
    { ...nothingSaid, controls: new Map(Object.entries(settings)), waivers },
    { name: 'test', files: [] },
    controls,
  );
}

/** What one control says. */
export function resultOf(id: string, settings: unknown, input: ControlInput): ControlResult {
  return judge(policyOf({ [id]: settings }), input).controls[0]!;
}
