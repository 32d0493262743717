import type { Collector } from '../collect/collector.ts';
import { accountsDetector } from './accounts.ts';
import { bundledSboms } from './bundled-sboms.ts';
import { distributionDetector } from './distribution.ts';
import { programs } from './programs.ts';

export const detectors: readonly Collector[] = [distributionDetector, accountsDetector, bundledSboms, programs];

export { pickDistribution } from './distribution.ts';
