import type { Reporter } from './reporter.ts';

/** The inventory as CycloneDX 1.6 (ECMA-424), with what the scan found. */
export const cyclonedxReporter: Reporter = {
  format: 'cyclonedx',
  title: { en: 'CycloneDX 1.6 JSON: inventory and vulnerabilities', 'zh-CN': 'CycloneDX 1.6 JSON：软件清单与漏洞' },
  mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  extension: 'cdx.json',
  load: async () => (await import('./cyclonedx/document.ts')).reportOf,
  loadListing: async () => (await import('./cyclonedx/document.ts')).inventoryOf,
};
