import type { Severity } from '../../model/finding.ts';
import type { Style } from './line.ts';

export const severityStyles: Readonly<Record<Severity, Style>> = {
  critical: 'critical',
  high: 'bad',
  medium: 'warn',
  low: 'note',
  negligible: 'dim',
  unknown: 'dim',
};
