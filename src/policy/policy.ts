import type { Digest } from '../base/digest.ts';
import type { WaiverFacts } from '../model/verdict.ts';
import type { Control } from './control.ts';

/** A policy in force: everything that its files say, put together and checked. */
export interface Policy {
  readonly name: string;
  /** Of what it demands: names, comments and the order of keys do not count. */
  readonly digest: Digest;
  /** What it was read from, files that these extend included; absolute. */
  readonly files: readonly string[];
  /** Those that are on, in the order in which Plimsoll lists them. */
  readonly controls: readonly ActiveControl[];
  readonly admission: Admission;
  readonly waivers: readonly Waiver[];
}

export interface ActiveControl {
  readonly control: Control;
  /** Of the control's own shape. */
  readonly settings: unknown;
}

/** What gates do beyond the verdict. */
export interface Admission {
  /** With an image that has no verdict: refuse it, scan it at the door, or let it in. */
  readonly unscanned: 'deny' | 'scan' | 'allow';
  readonly trusted: {
    /** An image whose name begins with one of these is trusted. */
    readonly prefixes: readonly string[];
    /** An image that carries all of these labels is trusted; none means that no label makes an image trusted. */
    readonly labels: Readonly<Record<string, string>>;
  };
  /** Milliseconds after which a verdict no longer counts; null for never. */
  readonly maxVerdictAge: number | null;
}

export interface Waiver {
  readonly facts: WaiverFacts;
  /** The first moment at which it no longer holds; milliseconds since 1970. */
  readonly until: number;
}

export const strictAdmission: Admission = {
  unscanned: 'deny',
  trusted: { prefixes: [], labels: {} },
  maxVerdictAge: null,
};
