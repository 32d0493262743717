import type { Evidence } from '../model/verdict.ts';
import type { ControlInput } from './control.ts';
import { globMatches } from './glob.ts';
import type { Waiver } from './policy.ts';

/** What a waiver looks at of an image. */
export type WaivedImage = Pick<ControlInput, 'ref' | 'fingerprint'>;

export function isExpired(waiver: Waiver, now: Date): boolean {
  return now.getTime() >= waiver.until;
}

/** Whether a waiver is about an image and a piece of evidence of its control. Its end is not looked at. */
export function waives({ facts }: Waiver, control: string, evidence: Evidence, image: WaivedImage): boolean {
  if (facts.control !== control) return false;
  return Object.entries(facts.match).every(([key, wanted]) => {
    switch (key) {
      case 'id':
        return namesOf(evidence).includes(wanted.toUpperCase());
      case 'image':
        return isImage(wanted, image.ref);
      case 'fingerprint':
        return wanted === image.fingerprint.configDigest || wanted === image.fingerprint.manifestDigest;
      case 'package':
      case 'path': {
        const value = evidence[key];
        return typeof value === 'string' && globMatches(wanted, value);
      }
      default:
        return false;
    }
  });
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
