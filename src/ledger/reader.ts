import type { Digest } from '../base/digest.ts';
import { shortDigest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import { contradictionWords, faultWords } from '../messages/ledger-faults.ts';
import { chainId } from '../model/image.ts';
import type { ImageIdentity, LedgerEntry, LedgerReader } from '../model/ledger.ts';
import { Fault } from './fault.ts';
import { keys } from './index-keys.ts';
import { kinds, order, type Sharer } from './layer-sharers.ts';
import { openLedger } from './ledger.ts';
import { inEntry } from './ledger-failure.ts';
import { ledgerFiles } from './ledger-files.ts';
import { readSharers } from './standing.ts';
import type { View } from './view.ts';

/** Opens the ledger of a state directory as a gate reads it. It may not be there yet. Nothing is read, and nothing thrown, before a look-up. */
export function openLedgerReader(home: string): LedgerReader {
  const ledger = openLedger(ledgerFiles(home));
  return {
    newest: (identity) => {
      checkLayers(identity);
      return ledger.read(null, (view) => newest(view, identity));
    },
    named: (name) => ledger.read(null, (view) => named(view, name)),
    isKnownAs: (name, identity) => {
      checkLayers(identity);
      return ledger.read(false, (view) => isKnownAs(view, name, identity));
    },
    close: () => ledger.close(),
  };
}

function newest(view: View, identity: ImageIdentity): LedgerEntry | null {
  const known = configOf(view, identity.manifestDigest);
  const config = identity.configDigest ?? known;
  if (known !== null && known !== config) throw contradiction(contradictionWords.otherConfig);
  if (config !== null) {
    const entry = standingOf(view, config);
    if (entry !== null) checkAgreement(entry, identity);
    return entry;
  }
  const layers = layersOf(identity);
  return layers === null ? null : standingOfLayers(view, layers);
}

function layersOf({ diffIds, chainId: chain }: ImageIdentity): Digest | null {
  return chain ?? (diffIds === null ? null : chainId(diffIds));
}

/** The image of a manifest, which names its config; null where the ledger does not know the manifest. */
function configOf(view: View, manifest: Digest | null): Digest | null {
  if (manifest === null) return null;
  const [config, ...others] = view.get(keys.manifest(manifest))?.split(' ') ?? [];
  if (others.length > 0) throw contradiction(fill(contradictionWords.manifest, { manifest: shortDigest(manifest) }));
  return (config as Digest | undefined) ?? null;
}

/** The entry that stands for an image; null where there is none. What it is about is told by the entry, never by the index. */
function standingOf(view: View, config: Digest): LedgerEntry | null {
  const sequence = view.get(keys.config(config));
  if (sequence === null) return null;
  return checked(view.entry(Number(sequence)), ({ record }) => record.fingerprint.configDigest === config);
}

/** Several images may have the same layers: one of them stands for all. */
function standingOfLayers(view: View, layers: Digest): LedgerEntry | null {
  const entryOf = ({ sequence, config }: Sharer) =>
    checked(
      view.entry(sequence),
      ({ record: { fingerprint } }) => fingerprint.configDigest === config && fingerprint.chainId === layers,
    );
  const endOf = ({ record }: LedgerEntry) => ('expires' in record ? record.expires : null);
  const items = readSharers(view.get(keys.layers(layers)));
  const known = items.map((item) =>
    item.kind === kinds.authorization && item.expires === undefined ? { ...item, expires: endOf(entryOf(item)) } : item,
  );
  const [first] = known.sort(order);
  return first === undefined ? null : entryOf(first);
}

function named(view: View, name: string): LedgerEntry | null {
  const sequence = view.get(keys.name(name));
  return sequence === null ? null : checked(view.entry(Number(sequence)), ({ record }) => record.names.includes(name));
}

function isKnownAs(view: View, name: string, identity: ImageIdentity): boolean {
  const known = identity.configDigest ?? configOf(view, identity.manifestDigest);
  if (known !== null) return view.get(keys.nameOf(known, name)) !== null;
  const layers = layersOf(identity);
  if (layers === null) return false;
  if (view.get(keys.nameOfLayers(layers, name)) !== null) return true;
  // An index of old knows the names of images alone.
  const listed = readSharers(view.get(keys.layers(layers)));
  return listed.some(({ config }) => view.get(keys.nameOf(config, name)) !== null);
}

function checked(entry: LedgerEntry, isRight: (entry: LedgerEntry) => boolean): LedgerEntry {
  if (!isRight(entry)) throw inEntry(entry.sequence, new Fault(faultWords.indexValue));
  return entry;
}

/** What is said of an image's layers has to fit together before anything is looked up by it. */
function checkLayers({ diffIds, chainId: chain }: ImageIdentity): void {
  if (diffIds !== null && chain !== null && chainId(diffIds) !== chain) throw contradiction(contradictionWords.layers);
}

/** A config names its layers, so that an image with a recorded config and other layers is not what it says. */
function checkAgreement({ record: { fingerprint } }: LedgerEntry, identity: ImageIdentity): void {
  const { diffIds, chainId: chain } = identity;
  const isOther =
    (diffIds !== null && diffIds.join() !== fingerprint.diffIds.join()) ||
    (chain !== null && chain !== fingerprint.chainId);
  if (isOther) {
    throw contradiction(fill(contradictionWords.config, { config: shortDigest(fingerprint.configDigest) }));
  }
}

function contradiction(reason: Text) {
  return failure('ledger-contradicts', { reason });
}
