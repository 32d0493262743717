/** An OpenVEX document of a vendor with these statements. */
export function openVexOf(statements: readonly object[]): Record<string, unknown> {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'Vendor',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements,
  };
}

/** A CycloneDX document with these vulnerabilities. */
export function cyclonedxOf(vulnerabilities: readonly object[], more: object = {}): Record<string, unknown> {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, vulnerabilities, ...more };
}

/** A CSAF VEX with something of everything: a package in a platform, an image, flags, threats, groups. */
export function csafOf(): Record<string, unknown> {
  const product = (product_id: string, product_identification_helper: object) => ({
    category: 'product_version',
    name: product_id,
    product: { name: product_id, product_id, product_identification_helper },
  });
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      publisher: { category: 'vendor', name: 'Vendor', namespace: 'https://example.com' },
      title: 'x',
      tracking: { current_release_date: '2026-01-02T00:00:00Z', status: 'final' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Vendor',
          branches: [
            product('el9', { cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' }),
            product('openssl', { purl: 'pkg:rpm/redhat/openssl?arch=src' }),
            product('cart', { purl: 'pkg:npm/cart@1' }),
            product('unknown', {}),
          ],
        },
      ],
      relationships: [
        {
          category: 'default_component_of',
          product_reference: 'openssl',
          relates_to_product_reference: 'el9',
          full_product_name: { name: 'x', product_id: 'el9:openssl' },
        },
      ],
      product_groups: [{ group_id: 'g', product_ids: ['cart'] }],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2024-1',
        product_status: { known_not_affected: ['el9:openssl', 'cart', 'unknown'] },
        flags: [{ label: 'component_not_present', product_ids: ['el9:openssl'] }],
        threats: [{ category: 'impact', details: 'only on Windows', group_ids: ['g'] }],
      },
      { ids: [{ system_name: 'x', text: 'V-1' }], product_status: { fixed: ['cart'] } },
    ],
  };
}
