import type { Evidence } from '../model/verdict.ts';
import type { ControlInput } from './control.ts';
import { globMatches } from './glob.ts';
import type { Policy, Waiver } from './policy.ts';
import type { WaiverMatch } from './policy-shape.ts';

const dayLength = 86_400_000;

/** What a waiver looks at of an image. */
export type WaivedImage = Pick<ControlInput, 'ref' | 'fingerprint'>;

export function isExpired(waiver: Waiver, now: Date): boolean {
  return now.getTime() >= waiver.until;
}

/** Whether a waiver held at some time and no longer does: what was judged then may come out differently now. A time that nobody can read is such a time. */
export function hasWaiverEndedSince({ waivers }: Policy, time: string, now: Date): boolean {
  return waivers.some((waiver) => isExpired(waiver, now) && !(Date.parse(time) >= waiver.until));
}

/** Days after today (in UTC) on which a waiver still holds; 0 for one that ends today, and for one that has expired. */
export function daysLeft({ until }: Waiver, now: Date): number {
  const lastDay = Math.floor((until - 1) / dayLength);
  return Math.max(0, lastDay - Math.floor(now.getTime() / dayLength));
}

/**
 * Finds the waiver that takes a piece of a control's evidence out of an image: of several one that names the id, then the first in the policy. Null where
 * there is none. What is the same for all evidence is looked at once, and ids by key: a central policy has thousands of waivers.
 */
export function waiverFinder(
  waivers: readonly Waiver[],
  control: string,
  image: WaivedImage,
): (evidence: Evidence) => Waiver | null {
  const own = waivers.filter(({ facts }) => facts.control === control && isAboutImage(facts.match, image));
  const byId = Map.groupBy(own, ({ facts }) => facts.match['id']?.toUpperCase() ?? null);
  return (evidence) => {
    const isAbout = ({ facts }: Waiver) =>
      (['package', 'path'] as const).every((key) => isMatch(facts.match[key], evidence[key]));
    const naming = namesOf(evidence).flatMap((name) => byId.get(name) ?? []);
    return naming.find(isAbout) ?? byId.get(null)?.find(isAbout) ?? null;
  };
}

function isMatch(pattern: string | undefined, value: Evidence[string] | undefined): boolean {
  return pattern === undefined || (typeof value === 'string' && globMatches(pattern, value));
}

function isAboutImage({ image, fingerprint }: WaiverMatch, asked: WaivedImage): boolean {
  const { configDigest, manifestDigest } = asked.fingerprint;
  // The config of a directory is made up, and the same for all of them.
  const digests = asked.ref.startsWith('rootfs:') ? [] : [configDigest, manifestDigest];
  const isContent = fingerprint === undefined || digests.some((digest) => digest === fingerprint);
  return isContent && (image === undefined || isImage(image, asked.ref));
}

/** The id and all its aliases, which evidence carries with blanks between them. Upper case. */
function namesOf({ id, aliases }: Evidence): readonly string[] {
  const others = typeof aliases === 'string' ? aliases.split(' ') : [];
  return [id, ...others].flatMap((name) => (typeof name === 'string' ? [name.toUpperCase()] : []));
}

/** Sources whose references are names of images. What the others name is a file, and whoever makes a file names it as he likes. */
const namingScheme = /^(?:docker|registry|containerd):/;
const anyScheme = /^(?:docker|registry|containerd|archive|oci|rootfs|sbom):/;

/** A pattern with a scheme is for the whole reference as asked for; one without is for names of images, unless it is for everything. */
function isImage(pattern: string, ref: string): boolean {
  if ((anyScheme.test(pattern) || /^\*+$/.test(pattern)) && globMatches(pattern, ref)) return true;
  return namingScheme.test(ref) && globMatches(pattern, ref.replace(namingScheme, ''));
}
