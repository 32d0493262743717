import type { Distribution } from '../../model/package.ts';
import { type Bom, type BomComponent, emptyComponent, emptySubject, MOST_COMPONENTS, ownMarks } from './bom.ts';
import { type Fields, object, objects, text } from './fields.ts';
import { markedDistribution } from './own-marks.ts';

/** What is a package where it has a purl, and a gap where it has none. */
const packages: ReadonlySet<string> = new Set(['application', 'framework', 'library', 'platform']);

/** Reads CycloneDX JSON (ECMA-424), versions 1.2 to 1.6. */
export function readCyclonedx(document: Fields): Bom {
  const subject = object(object(document, 'metadata'), 'component');
  const found: BomComponent[] = [];
  let distribution: Distribution | null = null;
  let isCut = false;
  // Components lie in components; a list of those still to be looked at needs no stack, however deep they lie.
  const pending: Fields[] = [...objects(document, 'components'), ...objects(subject, 'components')].reverse();
  if (text(subject, 'purl') !== '' && packages.has(text(subject, 'type'))) pending.push({ ...subject, components: [] });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const inner of objects(next, 'components').toReversed()) pending.push(inner);
    const pairs = propertiesOf(next);
    const type = text(next, 'type');
    if (type === 'operating-system') distribution ??= distributionOf(next, pairs);
    else if (text(next, 'purl') !== '' || (packages.has(type) && !isList(pairs))) {
      if (found.length >= MOST_COMPONENTS) {
        isCut = true;
        break;
      }
      found.push(componentOf(next, pairs));
    }
  }
  const pairs = propertiesOf(subject);
  const named = new Map(pairs);
  return {
    id: text(document, 'serialNumber') || null,
    subject: {
      ...emptySubject,
      name: text(subject, 'name'),
      marks: ownMarks(pairs),
      configDigest: named.get('aquasecurity:trivy:ImageID') ?? '',
      manifestDigest: '',
      diffIds: pairs.filter(([name]) => name === 'aquasecurity:trivy:DiffID').map(([, value]) => value),
    },
    distribution,
    components: found,
    isCut,
  };
}

/** Trivy lists lock files as applications: what is in them is listed, too. */
function isList(pairs: readonly (readonly [string, string])[]): boolean {
  return pairs.some(([name]) => name === 'aquasecurity:trivy:Class');
}

function propertiesOf(component: Fields): readonly (readonly [string, string])[] {
  return objects(component, 'properties').map((entry) => [text(entry, 'name'), text(entry, 'value')] as const);
}

function componentOf(component: Fields, pairs: readonly (readonly [string, string])[]): BomComponent {
  const named = new Map(pairs);
  const said = (...names: string[]): string => names.map((name) => named.get(name)).find(Boolean) ?? '';
  const group = text(component, 'group');
  const name = text(component, 'name');
  return {
    ...emptyComponent,
    name: group === '' ? name : `${group}/${name}`,
    version: text(component, 'version'),
    purl: text(component, 'purl'),
    licenses: licensesOf(component),
    marks: ownMarks(pairs),
    source: trivySource(said),
    layer: said('syft:location:0:layerID', 'aquasecurity:trivy:LayerDiffID'),
    path: said('syft:location:0:path', 'aquasecurity:trivy:FilePath'),
    module: said('syft:metadata:modularityLabel', 'aquasecurity:trivy:Modularitylabel'),
  };
}

/** Trivy writes the parts of a source package's version one by one. */
function trivySource(said: (name: string) => string): BomComponent['source'] {
  const name = said('aquasecurity:trivy:SrcName');
  const version = said('aquasecurity:trivy:SrcVersion');
  if (name === '' || version === '') return null;
  const epoch = said('aquasecurity:trivy:SrcEpoch');
  const release = said('aquasecurity:trivy:SrcRelease');
  return { name, version: `${epoch === '' ? '' : `${epoch}:`}${version}${release === '' ? '' : `-${release}`}` };
}

function licensesOf(component: Fields): readonly string[] {
  return objects(component, 'licenses').flatMap((choice) => {
    const license = object(choice, 'license');
    const said = text(choice, 'expression') || text(license, 'id') || text(license, 'name');
    return said === '' ? [] : [said];
  });
}

function distributionOf(component: Fields, pairs: readonly (readonly [string, string])[]): Distribution | null {
  const marked = markedDistribution(ownMarks(pairs));
  if (marked !== null) return marked;
  const named = new Map(pairs);
  const id = named.get('syft:distro:id') || text(component, 'name').toLowerCase();
  if (id === '') return null;
  const versionId = named.get('syft:distro:versionID') || text(component, 'version');
  return {
    id,
    versionId,
    name: named.get('syft:distro:prettyName') || text(component, 'description') || `${id} ${versionId}`.trim(),
    like: pairs.filter(([name]) => name.startsWith('syft:distro:idLike:')).map(([, value]) => value),
    codename: named.get('syft:distro:versionCodename') || null,
  };
}

export function isCyclonedx(document: Fields): boolean {
  return text(document, 'bomFormat') === 'CycloneDX';
}
