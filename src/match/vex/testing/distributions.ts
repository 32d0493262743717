/** Red Hat's VEX of a problem, as security.access.redhat.com has them (data/csaf/v2/vex): a fixed build, components without one, modules of both forms. */
export function redHatVex(): Record<string, unknown> {
  const product = (category: string, product_id: string, helper: object, branches: readonly object[] = []) => ({
    category,
    name: product_id,
    product: { name: product_id, product_id, product_identification_helper: helper },
    branches,
  });
  const relation = (part: string, whole: string) => ({
    category: 'default_component_of',
    full_product_name: { name: `${part} as a component of ${whole}`, product_id: `${whole}:${part}` },
    product_reference: part,
    relates_to_product_reference: whole,
  });
  const module = 'ruby:3.0:8060020220810162001:ad008a3a';
  const gem = 'rubygem-json-0:2.5.1-141.module+el8.6.0+16148+54a2ba8b.x86_64';
  const unexplained = ['red_hat_enterprise_linux_9:curl'];
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      publisher: { category: 'vendor', name: 'Red Hat Product Security', namespace: 'https://www.redhat.com' },
      title: 'a problem',
      tracking: { current_release_date: '2026-02-01T00:00:00+00:00', id: 'CVE-2024-1', status: 'final' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Red Hat',
          branches: [
            {
              category: 'product_family',
              name: 'Red Hat Enterprise Linux',
              branches: [
                product('product_name', 'red_hat_enterprise_linux_8', { cpe: 'cpe:/o:redhat:enterprise_linux:8' }),
                product('product_name', 'red_hat_enterprise_linux_9', { cpe: 'cpe:/o:redhat:enterprise_linux:9' }),
                product('product_name', 'AppStream-8.6.0', { cpe: 'cpe:/a:redhat:enterprise_linux:8::appstream' }),
              ],
            },
            product('product_version', 'openssl', { purl: 'pkg:rpm/redhat/openssl?arch=src' }),
            product('product_version', 'compat-openssl11', { purl: 'pkg:rpm/redhat/compat-openssl11?arch=src' }),
            product('product_version', 'curl', { purl: 'pkg:rpm/redhat/curl?arch=src' }),
            product('product_version', 'ruby', { purl: 'pkg:rpm/redhat/ruby?arch=src' }),
            product('product_version', 'ruby:2.5/ruby', { purl: 'pkg:rpmmod/redhat/ruby:2.5/ruby' }),
            product('product_version', 'ruby:3.1/ruby', { purl: 'pkg:rpm/redhat/ruby?arch=src&rpmmod=ruby:3.1' }),
            product('product_version', 'openssl-1:3.0.7-27.el9.x86_64', {
              purl: 'pkg:rpm/redhat/openssl@3.0.7-27.el9?arch=x86_64&epoch=1',
            }),
            product('product_version', module, {
              purl: 'pkg:rpmmod/redhat/ruby@3.0:8060020220810162001:ad008a3a',
            }),
            product('product_version', gem, {
              purl: 'pkg:rpm/redhat/rubygem-json@2.5.1-141.module%2Bel8.6.0%2B16148%2B54a2ba8b?arch=x86_64',
            }),
          ],
        },
      ],
      relationships: [
        relation('openssl', 'red_hat_enterprise_linux_8'),
        relation('compat-openssl11', 'red_hat_enterprise_linux_9'),
        relation('curl', 'red_hat_enterprise_linux_9'),
        relation('ruby', 'red_hat_enterprise_linux_9'),
        relation('ruby:2.5/ruby', 'red_hat_enterprise_linux_8'),
        relation('ruby:3.1/ruby', 'red_hat_enterprise_linux_8'),
        relation('openssl-1:3.0.7-27.el9.x86_64', 'red_hat_enterprise_linux_9'),
        relation(module, 'AppStream-8.6.0'),
        relation(gem, `AppStream-8.6.0:${module}`),
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2024-1',
        flags: [
          {
            label: 'vulnerable_code_not_present',
            product_ids: [
              'red_hat_enterprise_linux_8:openssl',
              'red_hat_enterprise_linux_9:ruby',
              'red_hat_enterprise_linux_8:ruby:2.5/ruby',
            ],
          },
        ],
        product_status: {
          known_not_affected: [
            ...unexplained,
            'red_hat_enterprise_linux_8:openssl',
            'red_hat_enterprise_linux_9:ruby',
            'red_hat_enterprise_linux_8:ruby:2.5/ruby',
          ],
          known_affected: ['red_hat_enterprise_linux_9:compat-openssl11'],
          under_investigation: ['red_hat_enterprise_linux_8:ruby:3.1/ruby'],
          fixed: [
            'red_hat_enterprise_linux_9:openssl-1:3.0.7-27.el9.x86_64',
            `AppStream-8.6.0:${module}`,
            `AppStream-8.6.0:${module}:${gem}`,
          ],
        },
        remediations: [
          {
            category: 'no_fix_planned',
            details: 'Will not fix',
            product_ids: ['red_hat_enterprise_linux_9:compat-openssl11'],
          },
        ],
        // A rating, as Red Hat has it for all products: no reason for any.
        threats: [{ category: 'impact', details: 'Moderate', product_ids: unexplained }],
      },
    ],
  };
}

/** What Debian's tracker says of some source packages in its releases (security-tracker.debian.org/tracker/data/json). */
export function debianTracker(): Record<string, Record<string, object>> {
  const description = 'a problem';
  return {
    openssl: {
      'CVE-2024-1': {
        description,
        scope: 'remote',
        releases: {
          bookworm: {
            status: 'resolved',
            repositories: { bookworm: '3.0.11-1~deb12u1', 'bookworm-security': '3.0.11-1~deb12u2' },
            fixed_version: '3.0.11-1~deb12u1',
            urgency: 'not yet assigned',
          },
          bullseye: { status: 'resolved', repositories: { bullseye: '1.1.1n-0' }, fixed_version: '0', urgency: 'low' },
          trixie: { status: 'open', repositories: { trixie: '3.0.11-1' }, urgency: 'unimportant' },
          sid: { status: 'undetermined', repositories: { sid: '3.0.11-1' }, urgency: 'not yet assigned' },
        },
      },
      'CVE-2024-2': {
        description,
        releases: {
          bookworm: { status: 'open', urgency: 'low', nodsa: 'Minor issue', nodsa_reason: 'ignored' },
          bullseye: { status: 'open', urgency: 'low', nodsa: 'Minor issue', nodsa_reason: 'postponed' },
          trixie: { status: 'open', urgency: 'end-of-life' },
        },
      },
    },
    zlib: { 'TEMP-0000000-ABCDEF': { releases: { bookworm: { status: 'open', urgency: 'not yet assigned' } } } },
  };
}
