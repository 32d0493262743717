/** Counters and histograms in the text format of Prometheus (exposition format 0.0.4). */
export interface Metrics {
  count(name: MetricName, labels: Readonly<Record<string, string>>): void;
  set(name: GaugeName, value: number): void;
  /** @param seconds how long something took */
  observe(name: HistogramName, seconds: number): void;
  /** The whole page. */
  text(): string;
}

const counters = {
  plimsoll_gate_decisions_total: 'Decisions about images, by gate, what was asked, and the outcome.',
  plimsoll_gate_refusals_total: 'Requests that were refused, by gate and reason.',
  plimsoll_gate_found_total:
    'Images and containers that came past all locks, by what they are and why they may not be.',
  plimsoll_gate_troubles_total: 'Defects, broken connections and lines that could not be logged, by gate.',
  plimsoll_gate_policy_reloads_total: 'How often policy, configuration and key were read anew, by gate and outcome.',
} as const;

const gauges = {
  plimsoll_gate_policy_loaded_seconds: 'When the policy in force was read, in seconds since 1970.',
  plimsoll_gate_policy_stale: '1 where what was last read anew could not be used, so that an older policy is in force.',
} as const;

const histograms = {
  plimsoll_gate_decision_seconds: 'How long decisions took, scans at the door included.',
} as const;

export type MetricName = keyof typeof counters;
export type GaugeName = keyof typeof gauges;
export type HistogramName = keyof typeof histograms;

/** Upper bounds in seconds: a look into the ledger, a slow disk, a scan. */
const bounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1, 5, 30, 120];
/** Values of labels come from a fixed set of words; should one not, it does not grow without end. */
const MAX_SERIES = 1000;

export function newMetrics(): Metrics {
  const series = new Map<string, number>();
  const levels = new Map<GaugeName, number>();
  const measured = new Map<HistogramName, { readonly buckets: number[]; sum: number; count: number }>();
  return {
    count(name, labels) {
      const key = `${name}{${Object.entries(labels)
        .map(([label, value]) => `${label}="${escaped(value)}"`)
        .join(',')}}`;
      if (!series.has(key) && series.size >= MAX_SERIES) return;
      series.set(key, (series.get(key) ?? 0) + 1);
    },
    set(name, value) {
      levels.set(name, value);
    },
    observe(name, seconds) {
      const histogram = measured.get(name) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
      measured.set(name, histogram);
      const at = bounds.findIndex((bound) => seconds <= bound);
      if (at >= 0) histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1;
      histogram.sum += seconds;
      histogram.count += 1;
    },
    text() {
      const lines: string[] = [];
      for (const [name, help] of Object.entries(counters)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
        for (const [key, value] of series) if (key.startsWith(`${name}{`)) lines.push(`${key} ${value}`);
      }
      for (const [name, value] of levels)
        lines.push(`# HELP ${name} ${gauges[name]}`, `# TYPE ${name} gauge`, `${name} ${value}`);
      for (const [name, { buckets, sum, count }] of measured) {
        lines.push(`# HELP ${name} ${histograms[name]}`, `# TYPE ${name} histogram`);
        let below = 0;
        for (const [at, bound] of bounds.entries()) {
          below += buckets[at] ?? 0;
          lines.push(`${name}_bucket{le="${bound}"} ${below}`);
        }
        lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
