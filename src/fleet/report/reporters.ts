import { fleetCsv } from './csv.ts';
import type { FleetReporter } from './fleet-reporter.ts';
import { fleetHtml } from './html.ts';
import { fleetJson } from './json.ts';
import { fleetMarkdown } from './markdown.ts';
import { fleetTable } from './table.ts';

/** Every format of the summary of `registry scan`. */
export const fleetReporters: readonly FleetReporter[] = [fleetTable, fleetJson, fleetCsv, fleetHtml, fleetMarkdown];
