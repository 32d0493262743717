import type { Reporter } from './reporter.ts';

/** The inventory as SPDX 2.3 (ISO/IEC 5962 with its later edition). The format has no place for what a scan found. */
export const spdxReporter: Reporter = {
  format: 'spdx',
  title: { en: 'SPDX 2.3 JSON: inventory', 'zh-CN': 'SPDX 2.3 JSON：软件清单' },
  mediaType: 'application/spdx+json',
  extension: 'spdx.json',
  load: async () => (await import('./spdx/document.ts')).inventoryOf,
  loadListing: async () => (await import('./spdx/document.ts')).inventoryOf,
};
