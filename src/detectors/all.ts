import type { Collector } from '../collect/collector.ts';
import { accountsDetector } from './accounts.ts';
import { bundledSboms, hardenedSboms } from './bundled-sboms.ts';
import { distributionDetector } from './distribution.ts';
import { nestedSystems } from './nested-systems.ts';
import { programs } from './programs.ts';
import { windows } from './windows.ts';

export const detectors: readonly Collector[] = [
  distributionDetector,
  accountsDetector,
  bundledSboms,
  hardenedSboms,
  nestedSystems,
  windows,
  programs,
];

export { pickDistribution } from './distribution.ts';
