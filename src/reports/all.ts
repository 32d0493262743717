import { cyclonedxReporter } from './cyclonedx.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { spdxReporter } from './spdx.ts';
import { tableReporter } from './table.ts';

/** Every output format, the default first. */
export const reporters: readonly Reporter[] = [
  tableReporter,
  jsonReporter,
  htmlReporter,
  markdownReporter,
  cyclonedxReporter,
  spdxReporter,
];
