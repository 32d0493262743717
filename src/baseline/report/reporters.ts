import type { BaselineReporter } from './baseline-reporter.ts';
import { baselineHtml } from './html.ts';
import { baselineJson } from './json.ts';
import { baselineTable } from './table.ts';

/** Every format of `baseline report`. */
export const baselineReporters: readonly BaselineReporter[] = [baselineTable, baselineJson, baselineHtml];
