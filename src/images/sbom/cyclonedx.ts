import type { Distribution } from '../../model/package.ts';
import { type BomComponent, emptyComponent, emptySubject, type FormatReader, ownMarks } from './bom.ts';
import { type Fields, object, objects, text } from './fields.ts';
import { markedDistribution } from './own-marks.ts';
import type { PackageDrafts } from './package-drafts.ts';
import { idNamed } from './purl-distribution.ts';

/** What is no package where it has no purl. All else that a document lists is a gap then, also what says no type. */
const others: ReadonlySet<string> = new Set([
  'container',
  'cryptographic-asset',
  'data',
  'device',
  'file',
  'operating-system',
]);

/** Reads CycloneDX JSON (ECMA-424), versions 1.2 to 1.7. */
export function cyclonedxReader(drafts: PackageDrafts): FormatReader {
  let distribution: Distribution | null = null;
  const hear = (outermost: Fields): void => {
    // Components lie in components; a list of those still to be looked at needs no stack, however deep they lie.
    const pending = [outermost];
    for (let next = pending.pop(); next !== undefined && !drafts.isCut; next = pending.pop()) {
      for (const inner of objects(next, 'components').toReversed()) pending.push(inner);
      const pairs = propertiesOf(next);
      const type = text(next, 'type');
      if (type === 'operating-system') distribution ??= distributionOf(next, pairs);
      else if (text(next, 'purl') !== '' || !(others.has(type) || isList(pairs)))
        drafts.add(componentOf(next, pairs), '', text(next, 'scope') === 'excluded');
    }
  };
  return {
    list: 'components',
    item: (list, fields) => {
      if (list === 'components') hear(fields);
      // Its own author says that something is missing.
      else if (list === 'compositions' && text(fields, 'aggregate').startsWith('incomplete'))
        drafts.isIncomplete = true;
    },
    facts: (members) => {
      const subject = object(object(members, 'metadata'), 'component');
      for (const inner of objects(subject, 'components')) hear(inner);
      if (text(subject, 'purl') !== '' && !others.has(text(subject, 'type'))) hear({ ...subject, components: [] });
      const pairs = propertiesOf(subject);
      return {
        id: text(members, 'serialNumber') || null,
        distribution: distribution ?? systemItself(subject, pairs, drafts),
        subject: {
          ...emptySubject,
          name: text(subject, 'name'),
          marks: ownMarks(pairs),
          configDigest: new Map(pairs).get('aquasecurity:trivy:ImageID') ?? '',
          diffIds: pairs.filter(([name]) => name === 'aquasecurity:trivy:DiffID').map(([, value]) => value),
        },
      };
    },
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

/** The distribution where a document is about it and not about an image, as packages of it show. */
function systemItself(
  subject: Fields,
  pairs: readonly (readonly [string, string])[],
  { distributions }: PackageDrafts,
): Distribution | null {
  if (text(subject, 'type') !== 'operating-system') return null;
  const system = distributionOf(subject, pairs);
  return [...distributions.values()].some(({ named }) => named.id === system?.id) ? system : null;
}

function distributionOf(component: Fields, pairs: readonly (readonly [string, string])[]): Distribution | null {
  const marked = markedDistribution(ownMarks(pairs));
  if (marked !== null) return marked;
  const named = new Map(pairs);
  const id = named.get('syft:distro:id') || idNamed(text(component, 'name'));
  if (id === '') return null;
  const versionId = named.get('syft:distro:versionID') || text(component, 'version');
  return {
    id,
    versionId,
    name:
      named.get('syft:distro:prettyName') ||
      text(component, 'description') ||
      `${text(component, 'name')} ${versionId}`.trim(),
    like: pairs.filter(([name]) => name.startsWith('syft:distro:idLike:')).map(([, value]) => value),
    codename: named.get('syft:distro:versionCodename') || null,
  };
}
