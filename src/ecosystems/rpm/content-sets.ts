import type { Collector, Taken } from '../../collect/collector.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import type { HarvestedFact, HarvestedGap } from '../../model/harvest.ts';
import type { Distribution } from '../../model/package.ts';

const WHAT = 'content manifest';
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['advisories'] };
/** An image names a few dozen. */
const MAX_SETS = 5000;

/** Red Hat's build system leaves in each layer of its images from which repositories its packages are. */
export const contentSetsCollector: Collector = {
  name: 'rpm-content-sets',
  revision: 1,
  wants: {
    directories: [
      { in: 'root/buildinfo/content_manifests', ending: '.json' },
      { in: 'usr/share/buildinfo', ending: '.json' },
    ],
    maxSize: 4 << 20,
  },
  what: WHAT,
  blinds: ['advisories'],
  take: (_, content) => takeManifest(content.toString('utf8')),
};

function takeManifest(text: string): Taken {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { items: [], gaps: [unparsable] };
  }
  // Labels of the image lie beside it, in a document of their own.
  const sets =
    typeof document === 'object' && document !== null && 'content_sets' in document ? document.content_sets : [];
  if (!Array.isArray(sets)) return { items: [], gaps: [unparsable] };
  const names = sets.filter((name): name is string => typeof name === 'string' && name.length < 200);
  const items = names.slice(0, MAX_SETS).map((key): HarvestedFact => {
    return { kind: 'fact', ecosystem: 'rpm', fact: 'content-set', key, values: [] };
  });
  if (names.length > MAX_SETS) return { items, gaps: [{ ...unparsable, reason: 'too-many' }] };
  return names.length === sets.length ? { items } : { items, gaps: [unparsable] };
}

/**
 * The products of Red Hat, as the CPEs in OSV's names of ecosystems, whose repositories an image was built with and that its release alone
 * does not tell: streams with longer support, and products on top. They are asked beside those of the release and never in their place:
 * what an image says of itself may add findings, and takes none away.
 */
export function productsOf(facts: readonly Placed<HarvestedFact>[], distribution: Distribution | null): string | null {
  const names = facts.filter(({ item }) => item.fact === 'content-set').map(({ item }) => item.key);
  const products = new Set(names.flatMap((name) => productOf(name, distribution?.versionId ?? '') ?? []));
  return products.size === 0 ? null : [...products].sort().join(' ');
}

const repositories: Readonly<Record<string, string>> = {
  baseos: 'baseos',
  appstream: 'appstream',
  highavailability: 'highavailability',
  resilientstorage: 'resilientstorage',
  nfv: 'nfv',
  rt: 'realtime',
  sap: 'sap',
  'sap-solutions': 'sap_hana',
  supplementary: 'supplementary',
  'codeready-builder': 'crb',
};

const products: Readonly<Record<string, string>> = {
  rhocp: 'openshift',
  openstack: 'openstack',
  'jb-eap': 'jboss_enterprise_application_platform',
  'ansible-automation-platform': 'ansible_automation_platform',
};

function productOf(name: string, versionId: string): string | null {
  if (name === 'rhel-server-rhscl-7-rpms') return 'rhel_software_collections:3::el7';
  const onTop = /^([a-z-]+)-([0-9]+(?:\.[0-9]+)*)-for-rhel-([0-9]+)-[a-z0-9_]+-rpms$/.exec(name);
  if (onTop !== null) {
    const [, product = '', version, release] = onTop;
    return Object.hasOwn(products, product) ? `${products[product]}:${version}::el${release}` : null;
  }
  // Most say of which minor release they are: `rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2`.
  const [, set = name, own] = /^(.*-rpms)__([0-9]+_DOT_[0-9]+)$/.exec(name) ?? [];
  const longer =
    /^rhel-([0-9]+)-for-[a-z0-9_]+-([a-z-]+?)-(eus|aus|tus|e4s)-rpms$/.exec(set) ??
    /^codeready-builder-for-rhel-([0-9]+)-[a-z0-9_]+()-(eus)-rpms$/.exec(set);
  const minor = own?.replace('_DOT_', '.') ?? /^[0-9]+\.[0-9]+$/.exec(versionId)?.[0];
  if (longer === null || minor === undefined) return null;
  const [, release = '', repository = '', stream = ''] = longer;
  if (!minor.startsWith(`${release}.`)) return null;
  if (Number(release) >= 10) return `enterprise_linux_${stream}:${minor}`;
  const key = repository || 'codeready-builder';
  return Object.hasOwn(repositories, key) ? `rhel_${stream}:${minor}::${repositories[key]}` : null;
}
