/**
 * The base score of a CVSS 3.0 or 3.1 vector by the equations of the CVSS v3.1 specification, section 7.1. The two versions differ
 * in rounding only, and not for any base score. Throws for other vectors: the records have none.
 */
export function baseScore(vector: string): number {
  const metric = Object.fromEntries(vector.split('/').map((part) => part.split(':') as [string, string]));
  const value = (name: string): number => {
    const weight = weights[name]?.[metric[name] ?? ''];
    if (weight === undefined) throw new Error(`${name} is missing in ${vector}`);
    return weight;
  };
  const isChanged = metric['S'] === 'C';
  const privileges = (isChanged ? { N: 0.85, L: 0.68, H: 0.5 } : { N: 0.85, L: 0.62, H: 0.27 })[metric['PR'] as 'N'];
  if (!/^CVSS:3\.[01]\//.test(vector) || privileges === undefined) throw new Error(`not a CVSS 3 vector: ${vector}`);
  const base = 1 - (1 - value('C')) * (1 - value('I')) * (1 - value('A'));
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  const exploitability = 8.22 * value('AV') * value('AC') * privileges * value('UI');
  if (impact <= 0) return 0;
  return roundUp(Math.min((isChanged ? 1.08 : 1) * (impact + exploitability), 10));
}

/** Section 5, "Qualitative Severity Rating Scale"; 0 is `negligible` in a report. */
export function severityWord(score: number): string {
  if (score === 0) return 'negligible';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  return score < 9 ? 'high' : 'critical';
}

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};

/** Appendix A: up to one decimal, on integers so that no rounding error decides. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
