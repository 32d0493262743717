import type { Collector } from '../collect/collector.ts';
import { accountsDetector } from './accounts.ts';
import { distributionDetector } from './distribution.ts';

export const detectors: readonly Collector[] = [distributionDetector, accountsDetector];

export { pickDistribution } from './distribution.ts';
