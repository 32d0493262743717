import type { Text } from '../base/text.ts';
import type { Severity } from '../model/finding.ts';
import type { Distribution } from '../model/package.ts';

/** Programs with which images manage their packages. */
export type ManagerId = 'apt' | 'dnf' | 'microdnf' | 'yum' | 'zypper' | 'apk';

/** What is proposed for one image: its hardened successor, or why none can be made of it and what to do instead. */
export interface GoldenPlan {
  readonly image: {
    readonly ref: string;
    readonly configDigest: string;
    readonly distribution: Distribution | null;
    /** As its config says. */
    readonly user: string;
  };
  readonly policy: { readonly name: string; readonly digest: string };
  readonly outcome: Proposal | Instead;
  /** What cannot be done here, or has to be looked at by somebody. */
  readonly remarks: readonly Remark[];
}

export interface Proposal {
  readonly kind: 'dockerfile';
  readonly from: BaseReference;
  readonly steps: readonly Step[];
}

/** No Dockerfile on top of the image can work. */
export interface Instead {
  readonly kind: 'rebuild';
  readonly code: 'distribution-ended' | 'no-package-manager';
  readonly why: Text;
  readonly advice: readonly Text[];
  /** What the image would need. */
  readonly items: readonly PlanItem[];
}

export interface BaseReference {
  /** What stands behind FROM: `HOST/REPOSITORY@DIGEST`, or an image id of the engine. */
  readonly text: string;
  readonly kind: 'digest' | 'id';
}

/** One instruction of the Dockerfile and why it is there. */
export interface Step {
  readonly kind: 'root' | 'upgrade' | 'forbidden' | 'tools' | 'language' | 'account' | 'setuid' | 'labels' | 'user';
  /** An inactive one is only proposed: it stands in the Dockerfile as a comment. */
  readonly active: boolean;
  readonly why: Text;
  readonly items: readonly PlanItem[];
  readonly instruction: Instruction;
}

export type Instruction =
  | { readonly verb: 'USER'; readonly user: string }
  | { readonly verb: 'LABEL'; readonly labels: readonly (readonly [key: string, value: string])[] }
  | { readonly verb: 'RUN'; readonly commands: readonly Command[] };

/** Fixed words of ours, and after them words that come from the image: each of those passes a strict pattern, or is not here. */
export interface Command {
  readonly fixed: string;
  readonly words: readonly string[];
}

/** One package that a step is about. */
export interface PlanItem {
  readonly name: string;
  readonly type: string;
  readonly installed: string;
  /** The lowest version that has all fixes; null where it is not about a version. */
  readonly fixed: string | null;
  readonly fixes: readonly { readonly id: string; readonly severity: Severity; readonly knownExploited: boolean }[];
  readonly note: Text | null;
}

export interface Remark {
  readonly code: string;
  readonly text: Text;
}

/** What somebody may decide about a plan. */
export interface GoldenOptions {
  /** Remove shells, compilers, package managers and network tools that nothing needs, instead of proposing it. */
  readonly removeTools: boolean;
  /** Upgrade language packages, instead of proposing it. */
  readonly languagePackages: boolean;
  readonly keepUser: boolean;
  readonly keepSetuid: boolean;
}
