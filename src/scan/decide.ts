import { shortDigest } from '../base/digest.ts';
import { PlimsollError, reasonOf } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import type { FailedControl, ImageIdentity, LedgerEntry, LedgerReader, LedgerRecord } from '../model/ledger.ts';
import type { Admitted, AskedUser, Decide, Decision, Question, RefusalCode, Refused } from '../model/question.ts';
import type { Policy } from '../policy/policy.ts';
import { hasWaiverEndedSince } from '../policy/waivers.ts';
import { decisionWords as words } from './decision-words.ts';
import { refuseRootUser } from './escalation.ts';
import { evidenceLine } from './evidence-line.ts';
import { isPoisoned, newNames } from './poisoned.ts';

/** What decisions are made with. */
export interface DecideParts {
  readonly policy: Policy;
  readonly ledger: LedgerReader;
  readonly now: () => Date;
  /** Reads and judges exactly the image of a question and records the verdict. One scan for many who ask. */
  readonly scan: (question: Question) => Promise<void>;
  /** Writes an entry, without those of its names that other content has claimed first. Rejects where it could not be kept. */
  readonly record: (record: LedgerRecord) => Promise<void>;
}

/** What the ledger says of an image, before the policy's word on images that it says nothing of. */
type Standing =
  | { readonly kind: 'known'; readonly decision: Decision; readonly entry: LedgerEntry }
  /** No entry, or one that no longer counts. */
  | { readonly kind: 'open'; readonly refusal: Refused };

/**
 * The one place where it is decided whether an image may pass: the ledger first, then what the policy says of images that the ledger does
 * not answer for. Whatever goes wrong on the way is a refusal.
 */
export function decideOver(parts: DecideParts): Decide {
  return async (question) => {
    try {
      return await decided(question, parts);
    } catch (error) {
      return refused('undecided', fill(words.broke, { reason: reasonOf(error) }), words.brokeNext);
    }
  };
}

/** Each is looked up, and each new one is kept, while all others who ask wait. */
const mostNames = 1000;

async function decided(question: Question, parts: DecideParts): Promise<Decision> {
  if (question.names.length > mostNames)
    return refused(
      'undecided',
      fill(words.manyNames, { count: question.names.length, limit: mostNames }),
      words.manyNamesNext,
    );
  if (!isIdentified(question.identity)) return refused('undecided', words.unidentified, words.unidentifiedNext);
  const decision = poisoned(question, parts) ?? (await judged(question, parts));
  return decision.admitted ? named(question, decision, parts) : decision;
}

function poisoned(question: Question, { ledger }: DecideParts): Refused | null {
  const poison = isPoisoned(question, ledger);
  return poison === null ? null : refused('poisoned', poison, words.poisonedNext);
}

/** Keeps under which new names a known image comes in. Where there is none, which is the rule, nothing is written. */
async function named(question: Question, decision: Admitted, parts: DecideParts): Promise<Decision> {
  const names = newNames(question, parts.ledger);
  if (names.length === 0) return decision;
  try {
    return await seen({ ...question, names }, decision, parts);
  } catch (error) {
    // A host that only has the public half of the key is meant to decide by what others have judged.
    if (!(error instanceof PlimsollError) || error.code !== 'signing-key-missing') throw error;
    return { ...decision, because: `${decision.because}; its name is not kept: there is no signing key here` };
  }
}

/** Remembers that an image was let in. */
async function seen(question: Question, decision: Admitted, parts: DecideParts): Promise<Decision> {
  const { act, names, identity } = question;
  const { configDigest, manifestDigest, indexDigest, diffIds, chainId } = identity;
  // Content that is not known well enough could not be found again.
  if (configDigest === null || diffIds === null) return decision;
  const fingerprint = { configDigest, manifestDigest, indexDigest, diffIds, chainId };
  await parts.record({ kind: 'sighting', fingerprint, names, by: `${act}: ${decision.because}` });
  // Other content may have come in under one of the names meanwhile.
  return poisoned(question, parts) ?? decision;
}

async function judged(question: Question, parts: DecideParts): Promise<Decision> {
  const first = standing(question, parts);
  if (first.kind === 'known') return withUser(question, first.entry, first.decision, parts);
  const { unscanned } = parts.policy.admission;
  // Somebody looked and found something: until somebody looks again, neither trust nor leniency with unknown images speaks for it.
  const isDenied = first.refusal.code === 'denied';
  const trust = isDenied ? null : trustedBy(question, parts.policy);
  if (trust !== null) return admitUnjudged(question, trust, parts);
  switch (unscanned) {
    case 'deny':
      return first.refusal;
    case 'allow':
      return isDenied ? first.refusal : admitUnjudged(question, 'unscanned images are allowed', parts);
    case 'scan': {
      await parts.scan(question);
      const second = standing(question, parts);
      if (second.kind === 'open') return second.refusal;
      // A scan takes its time: who was let in under a name meanwhile has it.
      return poisoned(question, parts) ?? withUser(question, second.entry, second.decision, parts);
    }
  }
}

/** A name alone identifies nothing, and neither does an empty list of layers. */
function isIdentified(identity: ImageIdentity): boolean {
  const { configDigest, manifestDigest, indexDigest, chainId } = identity;
  return [configDigest, manifestDigest, indexDigest, chainId].some((digest) => digest !== null);
}

function standing(question: Question, { policy, ledger, now }: DecideParts): Standing {
  const entry = ledger.newest(question.identity);
  if (entry === null) return { kind: 'open', refusal: refused('unknown-image', words.unknown, words.unknownNext) };
  const { record } = entry;
  const next = fill(words.show, { fingerprint: shortDigest(record.fingerprint.configDigest) });
  const known = (decision: Decision): Standing => ({ kind: 'known', entry, decision });
  switch (record.kind) {
    case 'revocation':
      return known(refused('revoked', fill(words.revoked, { reason: record.reason }), next));
    case 'authorization': {
      // A date that cannot be read has passed.
      const isOver = record.expires !== null && !(now().getTime() < Date.parse(record.expires));
      if (isOver) return known(refused('expired', fill(words.expired, { expires: record.expires ?? '' }), next));
      return known({ admitted: true, because: `authorization ${entry.sequence}` });
    }
    case 'verdict': {
      if (record.decision === 'deny') {
        const denial = refused('denied', denialWords(record.failed), next);
        // Another policy might allow it: only a new scan can tell, and until then it stays denied.
        return record.policy.digest === policy.digest ? known(denial) : { kind: 'open', refusal: denial };
      }
      if (record.policy.digest !== policy.digest)
        return { kind: 'open', refusal: refused('other-policy', fill(words.otherPolicy, { name: policy.name }), next) };
      // What was allowed by a waiver is not allowed for longer than the waiver holds.
      if (hasWaiverEndedSince(policy, entry.at, now()))
        return { kind: 'open', refusal: refused('too-old', fill(words.waiverEnded, { at: entry.at }), next) };
      const age = now().getTime() - Date.parse(entry.at);
      const { maxVerdictAge } = policy.admission;
      // A verdict from the future has an age that nobody knows.
      if (maxVerdictAge !== null && !(age >= -clockSlack && age <= maxVerdictAge))
        return { kind: 'open', refusal: refused('too-old', fill(words.tooOld, { at: entry.at }), next) };
      return known({ admitted: true, because: `verdict ${entry.sequence}` });
    }
    case 'sighting':
      return { kind: 'open', refusal: refused('unknown-image', words.unknown, words.unknownNext) };
  }
}

/** Milliseconds that two clocks of one fleet may be apart. */
const clockSlack = 5 * 60_000;

function withUser(question: Question, entry: LedgerEntry, decision: Decision, { policy }: DecideParts): Decision {
  const { record } = entry;
  if (!decision.admitted || (record.kind !== 'verdict' && record.kind !== 'authorization')) return decision;
  const user = question.user ?? otherUser(question, record.user);
  return user === null ? decision : (refuseRootUser(user, record, policy) ?? decision);
}

/** Found by its layers alone, an image may be another one than was judged, with a user of its own: as if somebody had asked for that one. */
function otherUser({ identity, ownUser }: Question, judged: string): AskedUser | null {
  if (identity.configDigest !== null || ownUser === null || ownUser === judged) return null;
  return { text: ownUser === '' ? '0' : ownUser, uid: null, passwd: 'image' };
}

/** Why an image without a verdict passes; null where nothing vouches for it. */
function trustedBy({ origins, labels }: Question, policy: Policy): string | null {
  const { prefixes, labels: wanted } = policy.admission.trusted;
  const prefix = prefixes.find((start) => origins.some((origin) => origin.startsWith(start)));
  if (prefix !== undefined) return `trusted prefix ${prefix}`;
  const pairs = Object.entries(wanted);
  const isLabelled =
    pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return isLabelled ? `trusted labels ${pairs.map(([key]) => key).join(', ')}` : null;
}

/** An image that was never judged passes only where it is remembered, and never as root where the policy forbids that. */
async function admitUnjudged(question: Question, because: string, parts: DecideParts): Promise<Decision> {
  if (question.user !== null) {
    const refusal = refuseRootUser(question.user, { user: null, rootNames: null }, parts.policy);
    if (refusal !== null) return refusal;
  }
  const { names, identity } = question;
  const isKept = names.length > 0 && names.every((name) => parts.ledger.isKnownAs(name, identity));
  const decision: Admitted = { admitted: true, because };
  return isKept ? decision : seen(question, decision, parts);
}

function denialWords(failed: readonly FailedControl[]): Text {
  const [first] = failed;
  if (first === undefined) return words.deniedBare;
  const more = failed.reduce((sum, control) => sum + control.count, 0) - 1;
  const [evidence] = first.evidence;
  const line = evidence === undefined ? verbatim(first.first) : evidenceLine(evidence, verbatim(first.first));
  const said = fill(verbatim('{id}: {line}'), { id: first.id, line: printed(line) });
  return more > 0 ? fill(words.andMore, { said, more }) : said;
}

/** Evidence is what the image says of itself. */
function printed(line: Text): Text {
  return { en: printable(line.en, 300), 'zh-CN': printable(line['zh-CN'], 300) };
}

function refused(code: RefusalCode, reason: Text, next: Text): Refused {
  return { admitted: false, code, reason, next };
}
