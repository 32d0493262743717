import type { Distribution } from '../../model/package.ts';
import { type BomComponent, emptyComponent, emptySubject, type FormatReader, MOST_COMPONENTS } from './bom.ts';
import { count, type Fields, object, objects, text, texts } from './fields.ts';
import type { PackageDrafts } from './package-drafts.ts';

/** Reads Syft's own JSON: artifacts, who owns whom, the distribution, the source. */
export function syftReader(drafts: PackageDrafts): FormatReader {
  const ownership: (readonly [owner: string, owned: string])[] = [];
  return {
    list: 'artifacts',
    item: (list, fields) => {
      if (list === 'artifacts') drafts.add(componentOf(fields), text(fields, 'id'));
      else if (list === 'artifactRelationships' && text(fields, 'type') === 'ownership-by-file-overlap') {
        if (ownership.length >= MOST_COMPONENTS) drafts.isCut = true;
        else ownership.push([text(fields, 'parent'), text(fields, 'child')]);
      }
    },
    facts: (members) => {
      for (const [owner, owned] of ownership) drafts.setOwner(owned, drafts.purlOf(owner));
      const source = object(members, 'source');
      // Older versions call it `target`.
      const image = { ...object(source, 'target'), ...object(source, 'metadata') };
      return {
        id: null,
        subject: {
          ...emptySubject,
          name: text(source, 'name') || text(image, 'userInput'),
          configDigest: text(image, 'imageID'),
          manifestDigest: text(image, 'manifestDigest'),
          diffIds: objects(image, 'layers').map((layer) => text(layer, 'digest')),
        },
        distribution: distributionOf(object(members, 'distro')),
      };
    },
  };
}

function componentOf(artifact: Fields): BomComponent {
  const metadata = object(artifact, 'metadata');
  const [location = {}] = objects(artifact, 'locations');
  return {
    ...emptyComponent,
    name: text(artifact, 'name'),
    version: text(artifact, 'version'),
    purl: text(artifact, 'purl'),
    licenses: licensesOf(artifact),
    architecture: text(metadata, 'architecture') || text(metadata, 'arch'),
    source: sourceOf(artifact, metadata),
    layer: text(location, 'layerID'),
    path: text(location, 'path'),
    module: text(metadata, 'modularityLabel'),
  };
}

/** dpkg and apk leave the source out where it is called as the package is. */
function sourceOf(artifact: Fields, metadata: Fields): BomComponent['source'] {
  const version = text(artifact, 'version');
  switch (text(artifact, 'type')) {
    case 'deb':
      return {
        name: text(metadata, 'source') || text(artifact, 'name'),
        version: text(metadata, 'sourceVersion') || version,
      };
    case 'apk':
      return { name: text(metadata, 'originPackage') || text(artifact, 'name'), version };
    default:
      return null;
  }
}

/** Texts in older versions, objects in newer ones. */
function licensesOf(artifact: Fields): readonly string[] {
  if (texts(artifact, 'licenses').length > 0) return texts(artifact, 'licenses');
  return objects(artifact, 'licenses').flatMap((license) => {
    const said = text(license, 'spdxExpression') || text(license, 'value');
    return said === '' ? [] : [said];
  });
}

function distributionOf(distro: Fields): Distribution | null {
  const id = text(distro, 'id') || text(distro, 'name').toLowerCase();
  if (id === '') return null;
  const versionId = text(distro, 'versionID') || text(distro, 'version');
  const like =
    count(distro, 'idLike') > 0 ? texts(distro, 'idLike') : text(distro, 'idLike').split(/\s+/).filter(Boolean);
  return {
    id,
    versionId,
    name: text(distro, 'prettyName') || `${id} ${versionId}`.trim(),
    like,
    codename: text(distro, 'versionCodename') || null,
  };
}
