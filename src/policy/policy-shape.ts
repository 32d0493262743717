import type { z } from 'zod';
import type { Zod } from './control.ts';
import { digestShape, durationShape, evidenceIdShape, expiryShape, globShape, wordsShape } from './setting-shapes.ts';

/** A policy file as it is written, its controls not yet looked into. */
export interface PolicyFileContent {
  readonly version: 1;
  readonly name?: string;
  readonly extends?: string;
  readonly controls?: Readonly<Record<string, unknown>>;
  readonly admission?: AdmissionContent;
  readonly waivers?: readonly WaiverContent[];
}

export interface AdmissionContent {
  readonly unscanned?: 'deny' | 'scan' | 'allow';
  readonly trusted?: { readonly prefixes?: readonly string[]; readonly labels?: Readonly<Record<string, string>> };
  readonly maxVerdictAge?: string;
}

export interface WaiverContent {
  readonly control: string;
  readonly match: WaiverMatch;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy?: string;
  readonly expires: string;
}

export interface WaiverMatch {
  readonly id?: string;
  readonly package?: string;
  readonly path?: string;
  readonly image?: string;
  readonly fingerprint?: string;
}

/** The shape of a whole file; `controls` and `control` (a control's id) are given by whoever knows the controls. */
export function policyFileShape<C extends z.ZodType, I extends z.ZodType>(zod: Zod, controls: C, control: I) {
  return zod
    .strictObject({
      version: zod.literal(1).meta({ description: 'The version of this language.' }),
      name: zod.exactOptional(wordsShape(zod, 'What reports call the policy.')),
      extends: zod.exactOptional(
        wordsShape(
          zod,
          'What this policy adds to: builtin:observe, builtin:default, builtin:strict, or a file, relative to this one.',
        ),
      ),
      controls: zod.exactOptional(controls),
      admission: zod.exactOptional(admissionShape(zod)),
      waivers: zod.exactOptional(
        zod.array(waiverShape(zod, control)).meta({ description: 'Recorded exceptions, each with an end.' }),
      ),
    })
    .meta({ title: 'Plimsoll policy', description: 'What an image has to be like to be allowed.' });
}

function admissionShape(zod: Zod): z.ZodType<AdmissionContent> {
  const trusted = zod
    .strictObject({
      prefixes: zod.exactOptional(zod.array(wordsShape(zod, 'The beginning of image names.'))),
      labels: zod.exactOptional(zod.record(zod.string(), zod.string())),
    })
    .meta({ description: 'Images that gates let in without a verdict.' });
  return zod
    .strictObject({
      unscanned: zod.exactOptional(
        zod
          .enum(['deny', 'scan', 'allow'])
          .meta({ description: 'What a gate does with an image that has no verdict.' }),
      ),
      trusted: zod.exactOptional(trusted),
      maxVerdictAge: zod.exactOptional(durationShape(zod, 'After this time a verdict no longer counts.')),
    })
    .meta({ description: 'What gates do beyond the verdict.' });
}

function waiverShape(zod: Zod, control: z.ZodType) {
  const match = zod
    .strictObject({
      id: zod.exactOptional(evidenceIdShape(zod, 'The id of the evidence; of a vulnerability any of its names.')),
      package: zod.exactOptional(globShape(zod, 'The name of the package.')),
      path: zod.exactOptional(globShape(zod, 'The path inside the image.')),
      image: zod.exactOptional(globShape(zod, 'The name of the image as it was asked for.')),
      fingerprint: zod.exactOptional(digestShape(zod, 'The config digest or manifest digest of the image.')),
    })
    .refine((keys) => Object.keys(keys).length > 0, { params: { wrong: emptyMatch } })
    .meta({ description: 'All of these have to match; at least one is needed.', minProperties: 1 });
  return zod.strictObject({
    control,
    match,
    reason: wordsShape(zod, 'Why this is acceptable.'),
    owner: wordsShape(zod, 'Who answers for it.'),
    approvedBy: zod.exactOptional(wordsShape(zod, 'Who agreed.')),
    expires: expiryShape(zod, 'The last day (UTC) or the moment at which the waiver ends.'),
  });
}

const emptyMatch = {
  en: 'must say what is waived: at least one of id, package, path, image, fingerprint',
  'zh-CN': '必须说明豁免的对象：id、package、path、image、fingerprint 至少一项',
} as const;
