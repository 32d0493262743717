import { type Digest, sha256 } from '../../base/digest.ts';
import type { Package } from '../../model/package.ts';
import { type BomComponent, MOST_COMPONENTS } from './bom.ts';
import { markedPackage } from './own-marks.ts';
import { distributionOfPurl, type NamedDistribution } from './purl-distribution.ts';
import { isOfDistribution, type PurlPackage, packageOf } from './purl-package.ts';

type Draft = { -readonly [Key in keyof Package]: Package[Key] };

/** What has no attributes shares having none. */
const noAttributes: Package['attributes'] = {};
/** Stands for the layer of what names none, until the place is known. */
const nowhere = sha256('');

/** Why a component is no package that can be looked up. */
export interface ComponentFault {
  readonly name: string;
  readonly reason: 'no-purl' | 'unparsable';
}

/** A distribution that purls name, and how many of them do. */
export interface NamedOften {
  readonly named: NamedDistribution;
  count: number;
}

/** The packages of a document, made while it is read: nothing else of its components is kept. */
export class PackageDrafts {
  readonly #drafts = new Set<Draft>();
  readonly #unplaced = new Set<Draft>();
  /** By what the document calls a component. */
  readonly #byReference = new Map<string, Draft | ComponentFault>();
  readonly #texts = new Map<string, string>();
  readonly #layers = new Map<string, Digest>();
  readonly #licenses = new Map<string, readonly string[]>();
  readonly faults = new Set<ComponentFault>();
  /** As the packages of distributions name them, those that Plimsoll wrote aside. */
  readonly distributions = new Map<string, NamedOften>();
  /** Whether any package of a distribution, those that Plimsoll wrote aside, says what it was built from. */
  hasSources = false;
  /** Those that were needed to build or test alone, as the document says. */
  readonly excluded = new Set<Package>();
  /** Components, or what is said of them, beyond those that were read. */
  isCut = false;
  /** Whether its list of components is none, or has in it what is none. */
  isBroken = false;
  /** Whether it says itself that something is left out. */
  isIncomplete = false;
  #count = 0;

  /**
   * @param reference by what other parts of the document name it; empty where none does
   * @param isExcluded whether the document says that it was needed to build or test alone (CycloneDX, `scope`)
   */
  add(component: BomComponent, reference = '', isExcluded = false): void {
    if (this.#count >= MOST_COMPONENTS) {
      this.isCut = true;
      return;
    }
    this.#count += 1;
    const marked = markedPackage(component);
    const read = marked === null ? packageOf(component) : marked;
    if (typeof read === 'string') {
      const fault = { name: component.name.slice(0, 200) || component.purl.slice(0, 200), reason: read };
      this.faults.add(fault);
      if (reference !== '') this.#byReference.set(reference, fault);
      return;
    }
    if ('pkg' in read) this.#see(read);
    const { layer, ...pkg } = 'pkg' in read ? read.pkg : read;
    const draft = this.#lean(pkg, layer);
    if (layer === null) this.#unplaced.add(draft);
    this.#drafts.add(draft);
    if (isExcluded) this.excluded.add(draft);
    if (reference !== '') this.#byReference.set(reference, draft);
  }

  /** Empty where it is no package. */
  purlOf(reference: string): string {
    const found = this.#byReference.get(reference);
    return found !== undefined && 'purl' in found ? found.purl : '';
  }

  setOwner(reference: string, purl: string): void {
    const found = this.#byReference.get(reference);
    if (found !== undefined && 'purl' in found && purl !== '') found.ownedBy = purl;
  }

  /** Takes back a component that turned out to be what the document is about. */
  drop(reference: string): void {
    const found = this.#byReference.get(reference);
    if (found === undefined) return;
    if ('purl' in found) this.#drafts.delete(found);
    else this.faults.delete(found);
  }

  renameLicenses(names: ReadonlyMap<string, string>): void {
    if (names.size === 0) return;
    for (const draft of this.#drafts) draft.licenses = draft.licenses.map((license) => names.get(license) ?? license);
  }

  /** @param place stands for the layer of what does not name one */
  packages(place: Digest): Package[] {
    for (const draft of this.#unplaced) draft.layer = place;
    this.#unplaced.clear();
    return [...this.#drafts];
  }

  #see({ pkg, purl }: PurlPackage): void {
    if (!isOfDistribution(purl.type)) return;
    if (pkg.source !== null) this.hasSources = true;
    const named = distributionOfPurl(purl);
    const key = `${named.id} ${named.release}`;
    const before = this.distributions.get(key);
    if (before === undefined) this.distributions.set(key, { named, count: 1 });
    else before.count += 1;
  }

  /** A hundred thousand packages share a handful of layers, types and licenses: one of each is kept. */
  #lean(pkg: Omit<Package, 'layer'>, layer: Digest | null): Draft {
    return {
      ...pkg,
      type: shared(this.#texts, pkg.type, pkg.type),
      path: shared(this.#texts, pkg.path, pkg.path),
      licenses: shared(this.#licenses, pkg.licenses.join('\0'), pkg.licenses),
      layer: layer === null ? nowhere : shared(this.#layers, layer, layer),
      attributes: Object.keys(pkg.attributes).length === 0 ? noAttributes : pkg.attributes,
    };
  }
}

/** The first of several values that are the same, as long as they are few. */
function shared<V>(known: Map<string, V>, key: string, value: V): V {
  const first = known.get(key);
  if (first !== undefined) return first;
  if (known.size < 1000) known.set(key, value);
  return value;
}
