/**
 * Seeds and numbers of runs for fuzz tests. In `npm test` both are fixed, so that a test does the same every time; a campaign
 * (`scripts/fuzz.mjs`) gives a seed, from which each test makes one of its own, and goes on for longer.
 */
const given = process.env['PLIMSOLL_FUZZ_SEED'];
const LONGER = 5;

export function seedOf(fixed: number): number {
  return given === undefined ? fixed : Number(given) ^ Math.imul(fixed, 0x9e3779b1);
}

export function runsOf(usual: number): number {
  return given === undefined ? usual : usual * LONGER;
}

/** For fast-check. */
export function campaign(seed: number, runs: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: seedOf(seed), numRuns: runsOf(runs) };
}
