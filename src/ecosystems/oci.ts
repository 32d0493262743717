import type { Ecosystem } from '../collect/ecosystem.ts';
import { rpm } from '../versions/rpm.ts';
import { buildInformationCollector } from './oci/build-information.ts';
import { purlOf } from './purl.ts';

/** Where Red Hat's catalog has its images (its guidelines for security data, "purl"). */
const REGISTRY = 'registry.redhat.io';
const catalogued = /[?&]repository_url=registry\.redhat\.io(?:%2F|\/)/i;

/**
 * Images of Red Hat, as they call themselves: the image that is read, or the one that it stands on. OSV's records of Red Hat are about the packages in them, which are
 * matched as what they are; so nothing is hidden by no record being about the image. What an image says of itself takes nothing away either.
 */
export const oci: Ecosystem = {
  id: 'oci',
  title: { en: "Red Hat's container images", 'zh-CN': '红帽容器镜像' },
  kind: 'binary',
  versions: rpm,
  collectors: [buildInformationCollector],
  assemble: ({ packages }) => {
    const all = packages.map(({ item, path, layer }) => ({
      name: lastOf(item.name),
      version: item.version,
      type: 'oci',
      purl: imagePurl(item.name, item.version, item.architecture),
      architecture: item.architecture,
      source: null,
      licenses: [],
      layer,
      path,
      ownedBy: null,
      attributes: item.attributes,
    }));
    // One image may say it in two places.
    const first = new Map(all.toSorted((a, b) => (a.path < b.path ? 1 : -1)).map((pkg) => [pkg.purl, pkg]));
    return [...first.values()];
  },
  advisoryNames: () => [],
  isInert: ({ purl }) => catalogued.test(purl) && !purl.includes('@'),
};

/** A version would be a digest, which the image cannot know. */
function imagePurl(name: string, tag: string, architecture: string | null): string {
  const repository = `${REGISTRY}/${name}`;
  return purlOf('oci', null, lastOf(name), '', {
    arch: architecture,
    repository_url: repository,
    tag,
  });
}

function lastOf(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
