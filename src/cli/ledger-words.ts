import { shortDigest } from '../base/digest.ts';
import { minuteWords } from '../base/moments.ts';
import { printable } from '../base/printable.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import { ledgerWords as words } from '../messages/ledger-words.ts';
import type { Fingerprint } from '../model/image.ts';
import type { FailedControl, LedgerEntry } from '../model/ledger.ts';
import { evidenceLine } from '../scan/evidence-line.ts';

/** What an entry says of its image, in one line: `denied by policy production: vulnerabilities: CVE-… (and 3 more)`. */
export function entryWords({ record }: LedgerEntry, now: Date): Text {
  switch (record.kind) {
    case 'revocation':
      return fill(words.revoked, { reason: record.reason });
    case 'sighting':
      return fill(words.seenBy, { by: record.by });
    case 'authorization': {
      const { owner, expires } = record;
      if (expires === null) return fill(words.authorized, { owner });
      const isOver = !(now.getTime() < Date.parse(expires));
      return fill(isOver ? words.authorizationEnded : words.authorizedUntil, { owner, until: minuteWords(expires) });
    }
    case 'verdict': {
      const policy = record.policy.name;
      if (record.decision === 'allow') return fill(words.allowed, { policy });
      const [first] = record.failed;
      if (first === undefined) return fill(words.denied, { policy });
      const count = record.failed.reduce((sum, control) => sum + control.count, 0) - 1;
      const line = controlWords(first);
      return fill(words.deniedFor, { policy, why: count > 0 ? fill(words.andMore, { why: line, count }) : line });
    }
  }
}

export function standingWords(entry: LedgerEntry | null, now: Date): Text {
  return entry === null ? words.seen : entryWords(entry, now);
}

/** A control that did not pass with its first evidence: `vulnerabilities: CVE-2023-1234 in openssl 3.0.9, fixed in 3.0.11`. */
export function controlWords({ id, first, evidence: [evidence] }: FailedControl): Text {
  const line = evidence === undefined ? verbatim(first) : evidenceLine(evidence, verbatim(first));
  return fill(verbatim('{id}: {line}'), { id, line });
}

/** How an image is called in a sentence: by its last name and its short fingerprint, or by the latter alone. */
export function imageWords(names: readonly string[], { configDigest }: Fingerprint): string {
  const [name] = names;
  return name === undefined ? shortDigest(configDigest) : `${printable(name, 300)} (${shortDigest(configDigest)})`;
}
