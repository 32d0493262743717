import type { ServiceContext, Services } from './cli/services.ts';
import { ledgerService } from './wiring-ledger.ts';

/** What it takes to read one image, to judge it, and to write down what came of it. */
export type ImageServices = Pick<Services, 'scan' | 'list' | 'ledger' | 'reporters' | 'ecosystems'>;

export function imageServices(context: ServiceContext): ImageServices {
  return {
    scan: async (request) => (await import('./wiring-scan.ts')).scanned(request, context),
    list: async (request) => (await import('./wiring-scan.ts')).listed(request, context),
    ledger: ledgerService(context.home),
    reporters: async () => (await import('./reports/all.ts')).reporters,
    ecosystems: async () => (await import('./ecosystems/all.ts')).ecosystems,
  };
}
