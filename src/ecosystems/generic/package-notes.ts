import type { Collector } from '../../collect/collector.ts';
import { readPackageNote } from '../../formats/executable/package-note.ts';
import { undigested } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { purlOf } from '../purl.ts';

/**
 * Programs that say for which package of which distribution they were built. It counts where no package brought them: copied out of their distribution, as
 * they often are. By their versions no feed is asked: those are the distribution's, and which releases of it have what was fixed only its
 * database would tell.
 */
export const packageNotesCollector: Collector = {
  name: 'generic-package-notes',
  revision: 1,
  wants: { programs: { marks: [], sections: [] } },
  what: 'executable',
  blinds: ['programs'],
  take: ({ path }, content) => take(path, content),
  takeBeginning: ({ path }, beginning) => take(path, beginning),
};

function take(path: string, bytes: Buffer): ReturnType<Collector['take']> {
  const note = readPackageNote(bytes);
  if (note === null) return { items: [] };
  const { type, name, version, architecture, os, osVersion } = note;
  const attributes = {
    packageType: type || 'unknown',
    architecture,
    distro: [os, osVersion].filter(Boolean).join('-'),
  };
  return { items: [languagePackage('generic', name, version, { attributes }), ...undigested('generic', path)] };
}

/** Whether a package is known by such a note. */
export function isNoted({ purl }: { readonly purl: string }): boolean {
  return /[?&]package_type=/.test(purl);
}

/** What the note said stands in the purl, so that other tools keep it. */
export function purlOfProgram(name: string, version: string, attributes: Readonly<Record<string, string>>): string {
  const { packageType = null, architecture = null, distro = null } = attributes;
  return packageType === null
    ? purlOf('generic', null, name, version)
    : purlOf('generic', null, name, version, { arch: architecture, distro, package_type: packageType });
}
