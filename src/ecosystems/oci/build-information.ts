import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import { nameOf } from '../../collect/layer-path.ts';
import { dockerfileLabels } from '../../formats/dockerfile-labels.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';

const WHAT = 'build information of an image';
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };

/**
 * What Red Hat's build systems call the image that they made: `labels.json` of Konflux, and before that the Dockerfile, which is called by the image's name, version and
 * release. Both lie in `root/buildinfo`, the first in images of systems in `usr/share/buildinfo`.
 */
export const buildInformationCollector: Collector = {
  name: 'oci-build-information',
  revision: 1,
  wants: {
    paths: ['root/buildinfo/labels.json', 'usr/share/buildinfo/labels.json'],
    directories: [{ in: 'root/buildinfo', ending: '' }],
    unless: ({ path }) => !path.endsWith('/labels.json') && !dockerfile.test(nameOf(path)),
    maxSize: 1 << 20,
  },
  what: WHAT,
  blinds: ['packages'],
  take: takeLabels,
};

/** `Dockerfile-NAME-VERSION-RELEASE`: neither of the last two has a dash. */
const dockerfile = /^Dockerfile-.+-([^-]+-[^-]+)$/;
const repository = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
const MAX_NAME = 255;

function takeLabels({ path }: LayerFile, content: Buffer): Taken {
  const text = content.toString('utf8');
  const [, called] = dockerfile.exec(nameOf(path)) ?? [];
  const labels = called === undefined ? documentLabels(text) : dockerfileLabels(text);
  if (labels === null) return { items: [], gaps: [unparsable] };
  // The same build systems make images of others, which are in no catalog of Red Hat.
  const isRedHat = /^cpe:\/[ao]:redhat:/.test(labels.get('cpe') ?? '') || labels.get('vendor') === 'Red Hat, Inc.';
  const name = labels.get('name')?.toLowerCase() ?? '';
  const tag = called ?? tagOf(labels);
  if (!isRedHat || !repository.test(name) || name.length > MAX_NAME || tag === null) return { items: [] };
  const component = labels.get('com.redhat.component');
  const cpe = labels.get('cpe');
  const attributes = {
    ...(component === undefined ? {} : { component }),
    ...(cpe === undefined ? {} : { cpe }),
  };
  const pkg = languagePackage('oci', name, tag, { attributes });
  return { items: [{ ...pkg, architecture: architectureOf(labels.get('architecture')) }] };
}

/** The version and release by which the image is tagged; where they are not told, when it was made, which is Konflux' release. */
function tagOf(labels: ReadonlyMap<string, string>): string | null {
  const [version, release] = [labels.get('version'), labels.get('release')];
  if (version !== undefined && release !== undefined && version !== '' && release !== '')
    return `${version}-${release}`;
  const made = Date.parse(labels.get('org.opencontainers.image.created') ?? '');
  return Number.isNaN(made) ? null : String(Math.floor(made / 1000));
}

/** Red Hat's purls have the names that OCI has. */
function architectureOf(said: string | undefined): string | null {
  if (said === undefined || said === '') return null;
  return { x86_64: 'amd64', aarch64: 'arm64' }[said] ?? said;
}

/** Null where it is no document of labels. */
function documentLabels(text: string): ReadonlyMap<string, string> | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null;
  return new Map(
    Object.entries(document).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' && value.length <= 4096 ? [[key, unquoted(value)]] : [],
    ),
  );
}

/** Some were published with another pair of quotes in each value. */
function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
