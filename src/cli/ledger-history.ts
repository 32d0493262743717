import { shortDigest } from '../base/digest.ts';
import { displayWidth, fit } from '../base/display-width.ts';
import { minuteWords } from '../base/moments.ts';
import { printable } from '../base/printable.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import type { ImageHistory } from '../ledger/history.ts';
import { ledgerWords as words } from '../messages/ledger-words.ts';
import type { FailedControl, LedgerEntry } from '../model/ledger.ts';
import { evidenceLine } from '../scan/evidence-line.ts';
import type { Io } from './io.ts';
import { controlWords, entryWords, standingWords } from './ledger-words.ts';

/** Pieces of evidence that are shown of a control where not all are to be. */
const evidenceShown = 5;

/** What a look at one image shows: which it is, what stands, and its entries with what they rest on, the newest first. */
export function* historyLines(image: ImageHistory, now: Date, io: Pick<Io, 'say' | 'verbose'>): Generator<string> {
  const { names, fingerprint, standing } = image;
  const { configDigest, manifestDigest, indexDigest, diffIds, chainId } = fingerprint;
  yield printable(names[0] ?? io.say(words.noName), 1000);
  yield* facts(io, 2, [
    [words.standsAs, standingWords(standing, now)],
    [words.config, verbatim(configDigest)],
    [words.manifest, manifestDigest === null ? null : verbatim(manifestDigest)],
    [words.index, indexDigest === null ? null : verbatim(indexDigest)],
    [words.layers, fill(words.layersOf, { count: diffIds.length, chainId: chainId ?? '-' })],
    ...names.slice(1).map((name): Fact => [words.names, verbatim(name)]),
  ]);
  for (const entry of image.entries.toReversed()) {
    yield '';
    yield* entryLines(entry, now, io);
  }
}

function* entryLines(entry: LedgerEntry, now: Date, io: Pick<Io, 'say' | 'verbose'>): Generator<string> {
  const { sequence, at, keyId, record, origin } = entry;
  const title = `${io.say(fill(words.entry, { sequence }))}  ${minuteWords(at)}  ${io.say(entryWords(entry, now))}`;
  yield printable(title, 2000);
  if (record.kind === 'verdict') for (const control of record.failed) yield* controlLines(control, io);
  const isVerdict = record.kind === 'verdict';
  const isAuthorization = record.kind === 'authorization';
  const from = origin && {
    at: minuteWords(origin.importedAt),
    sequence: origin.sequence,
    ledger: shortDigest(origin.ledger),
    key: origin.keyId.slice(0, 12),
  };
  yield* facts(io, 4, [
    [words.reason, isAuthorization || record.kind === 'revocation' ? verbatim(record.reason) : null],
    [words.user, isVerdict || isAuthorization ? userWords(record.user) : null],
    [words.policy, isVerdict ? verbatim(record.policy.digest) : null],
    [words.advisories, isVerdict ? verbatim(record.database) : null],
    [words.from, from === undefined ? null : fill(words.fromLedger, from)],
    [words.key, verbatim(io.verbose ? keyId : keyId.slice(0, 12))],
  ]);
}

function* controlLines(control: FailedControl, io: Pick<Io, 'say' | 'verbose'>): Generator<string> {
  const { count, evidence, first } = control;
  yield `    ${printable(io.say(controlWords(control)), 2000)}`;
  const others = evidence.slice(1).map((one) => io.say(evidenceLine(one, verbatim(first))));
  const shown = io.verbose ? others : others.slice(0, evidenceShown - 1);
  for (const line of shown) yield `      ${printable(line, 2000)}`;
  if (others.length > shown.length)
    yield `      ${io.say(fill(words.moreEvidence, { count: count - 1 - shown.length }))}`;
  else if (count > 1 + others.length)
    yield `      ${io.say(fill(words.notKept, { count: count - 1 - others.length }))}`;
}

function userWords(user: string): Text {
  return user === '' ? words.userUnset : verbatim(user);
}

type Fact = readonly [label: Text, value: Text | null];

function* facts({ say }: Pick<Io, 'say'>, indent: number, list: readonly Fact[]): Generator<string> {
  const said = list.flatMap(([label, value]) => (value === null ? [] : [[say(label), say(value)] as const]));
  const width = Math.max(...said.map(([label]) => displayWidth(label)));
  for (const [label, value] of said) yield `${' '.repeat(indent)}${fit(label, width)}  ${printable(value, 2000)}`;
}
