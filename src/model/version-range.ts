import { InvalidVersion, orderToBound, type VersionScheme } from './version-scheme.ts';

type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** One condition of a range. A `series` is `1.2.x`: the numbers that a version has to begin with. */
type Condition =
  | { readonly kind: 'bound'; readonly operator: Operator; readonly version: string }
  | { readonly kind: 'series'; readonly isIn: boolean; readonly numbers: readonly string[] };

/** A range as it is written, before anybody knows in which scheme. */
export interface VersionRange {
  readonly text: string;
  /** One of these must hold; each holds when all its conditions do. */
  readonly alternatives: readonly (readonly Condition[])[];
}

/** A text that is no range; `part` is what is wrong with it, empty where something is missing. */
export class InvalidRange extends Error {
  override readonly name = 'InvalidRange';
  readonly text: string;
  readonly part: string;

  constructor(text: string, part: string) {
    super(part === '' ? `"${text}" has an empty part` : `"${part}" is not a condition on a version`);
    this.text = text;
    this.part = part;
  }
}

const operators = ['<=', '>=', '!=', '==', '<', '>', '='] as const;

/**
 * Reads a range of a policy: conditions with a blank or a comma between them must all hold, `||` separates alternatives.
 * A condition is `<`, `<=`, `>`, `>=`, `=` or `!=` and a version; a version alone means `=`; `1.2.x` (or `1.2.*`) is every version whose numbers
 * begin with 1.2, whatever its epoch; `*` is every version. Throws {@link InvalidRange}.
 */
export function parseVersionRange(text: string): VersionRange {
  return { text, alternatives: text.split('||').map((part) => parseAlternative(text, part)) };
}

function parseAlternative(text: string, alternative: string): readonly Condition[] {
  const words = alternative.split(/[\s,]+/).filter((word) => word !== '');
  const conditions: Condition[] = [];
  let operator: string | null = null;
  for (const word of words) {
    const found: string | undefined = operators.find((sign) => word.startsWith(sign));
    if (operator !== null && found !== undefined) throw new InvalidRange(text, `${operator} ${word}`);
    const version = found === undefined ? word : word.slice(found.length);
    const sign: string = operator ?? found ?? '=';
    operator = version === '' ? sign : null;
    if (version !== '') conditions.push(parseCondition(text, sign === '==' ? '=' : (sign as Operator), version));
  }
  if (operator !== null) throw new InvalidRange(text, operator);
  if (conditions.length === 0) throw new InvalidRange(text, '');
  return conditions;
}

function parseCondition(text: string, operator: Operator, version: string): Condition {
  if (/[<>=|!]/.test(version.replace(/^\d+!/, ''))) throw new InvalidRange(text, `${operator}${version}`);
  const series = /^(\d+(?:\.\d+)*\.)?[xX*]$/.exec(version);
  if (series === null) return { kind: 'bound', operator, version };
  if (operator !== '=' && operator !== '!=') throw new InvalidRange(text, `${operator}${version}`);
  const numbers = (series[1] ?? '').split('.').slice(0, -1).map(withoutZeros);
  return { kind: 'series', isIn: operator === '=', numbers };
}

/**
 * Ties a range to a scheme. Throws {@link InvalidVersion} where a version in the range is none in the scheme; the test that
 * it returns throws the same for the version that it is given. `2` and `2.1` also stand for `2.0.0` and `2.1.0` where a scheme wants three numbers.
 */
export function bindVersionRange<V>(range: VersionRange, scheme: VersionScheme<V>): (version: string) => boolean {
  const alternatives = range.alternatives.map((conditions) => conditions.map((condition) => bind(condition, scheme)));
  return (version) => {
    const parsed = scheme.parse(version);
    return alternatives.some((tests) => tests.every((test) => test(parsed, version)));
  };
}

function bind<V>(condition: Condition, scheme: VersionScheme<V>): (parsed: V, text: string) => boolean {
  if (condition.kind === 'series') {
    const { numbers, isIn } = condition;
    return (_, text) => isInSeries(text, numbers) === isIn;
  }
  const bound = parseBound(condition.version, scheme);
  const holds = orders[condition.operator];
  return (parsed) => holds(orderToBound(scheme, parsed, bound));
}

const orders: Readonly<Record<Operator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
};

function parseBound<V>(version: string, scheme: VersionScheme<V>): V {
  try {
    return scheme.parse(version);
  } catch (error) {
    const short = /^v?\d+(\.\d+)?$/.exec(version);
    if (!(error instanceof InvalidVersion) || short === null) throw error;
    return scheme.parse(short[1] === undefined ? `${version}.0.0` : `${version}.0`);
  }
}

/** The numbers at the beginning of a version, behind an epoch (`1:`, `1!`) and a `v`. */
function isInSeries(version: string, numbers: readonly string[]): boolean {
  const start = /^(?:\d+[:!])?v?(\d+(?:\.\d+)*)/i.exec(version)?.[1]?.split('.') ?? [];
  return numbers.every((number, at) => start[at] !== undefined && withoutZeros(start[at]) === number);
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
