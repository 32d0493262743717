import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plimsoll } from '../build/plimsoll.ts';
import type { SampleDatabase, SampleDatabases } from './sample-databases.ts';
import { type SampleImage, sampleImage } from './sample-images.ts';

export type CaseOutcome = 'pass' | 'fail' | 'unknown';

/** An image under a policy, and what one control has to say of it. */
export interface PolicyCase {
  readonly control: string;
  readonly what: string;
  /** What stands under `controls:`; a mapping in flow style. */
  readonly controls: string;
  readonly waivers?: string;
  readonly image?: SampleImage;
  readonly database?: SampleDatabase;
  readonly outcome: CaseOutcome;
  /** In the control's message. */
  readonly says?: RegExp;
  /** In the first piece of evidence. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** How many pieces of evidence waivers took out; 0 unless said. */
  readonly waived?: number;
  readonly expired?: number;
  /** Where it is not the one that belongs to the outcome. */
  readonly exit?: number;
}

/** The part of the JSON report that is looked at. */
export interface Judged {
  readonly verdict: {
    readonly decision: string;
    readonly policy: { readonly name: string; readonly digest: string };
    readonly controls: readonly {
      readonly id: string;
      readonly outcome: string;
      readonly message: string;
      readonly evidence: readonly Readonly<Record<string, unknown>>[];
    }[];
    readonly waived: readonly { readonly control: string; readonly waiver: { readonly owner: string } }[];
    readonly expiredWaivers: readonly { readonly control: string; readonly expires: string }[];
  };
}

const exits: Readonly<Record<CaseOutcome, number>> = { pass: 0, fail: 1, unknown: 3 };

/** Scans the image of a case through the command line, checks all that the case says, and returns its line of the table. */
export async function play(one: PolicyCase, databases: SampleDatabases): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-policy-case-'));
  try {
    const archive = join(folder, 'image.tar');
    const policy = join(folder, 'policy.yaml');
    writeFileSync(archive, sampleImage(one.image ?? {}));
    writeFileSync(policy, `version: 1\nname: case\ncontrols: ${one.controls}\n${one.waivers ?? ''}`);
    const args = ['scan', `archive:${archive}`, '--policy', policy, '-o', 'json'];
    const ran = await plimsoll(args, { home: databases[one.database ?? 'fresh'] });
    return checked(one, ran);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checked(one: PolicyCase, { code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }) {
  const exit = one.exit ?? exits[one.outcome];
  assert.equal(code, exit, `${stderr}${stdout}`);
  if (exit === 3) assert.match(stderr, /^plimsoll: [^\n]+ \((undecided|incomplete)\)\n {2}\S[^\n]*\n$/);
  else assert.equal(stderr, '');
  const { verdict }: Judged = JSON.parse(stdout);
  assert.equal(verdict.decision, exit === 0 ? 'allow' : 'deny');
  const control = verdict.controls.find(({ id }) => id === one.control);
  assert.equal(control?.outcome, one.outcome, control?.message);
  if (one.outcome !== 'pass') assert.ok((control?.evidence.length ?? 0) > 0, 'there is no evidence');
  if (one.says !== undefined) assert.match(control?.message ?? '', one.says);
  for (const [key, value] of Object.entries(one.evidence ?? {})) assert.equal(control?.evidence[0]?.[key], value, key);
  assert.equal(verdict.waived.length, one.waived ?? 0);
  assert.equal(verdict.expiredWaivers.length, one.expired ?? 0);
  return [
    one.control.padEnd(15),
    one.outcome.padEnd(7),
    String(code).padStart(4),
    ` ${one.what}: ${control?.message}`,
  ].join(' ');
}
