import type { Taken } from '../../collect/collector.ts';
import { type PythonMetadata, readPythonMetadata } from '../../formats/python-metadata.ts';
import { digestFacts } from '../file-digests.ts';
import { normalizedLicense, normalizedLicenses } from '../license-names.ts';

export const WHAT = 'Python package metadata';

/** The package whose metadata lies at a path. */
export function takeMetadata(path: string, content: Buffer, isFile = true): Taken {
  const metadata = readPythonMetadata(content);
  const [, fromName, fromVersion] = directoryName.exec(path) ?? [];
  // pip, too, goes by the name of the directory where the file does not say.
  const name = metadata.name ?? fromName;
  const version = metadata.version ?? fromVersion;
  if (!name || !version) return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  return {
    items: [
      {
        kind: 'package',
        ecosystem: 'pypi',
        name,
        version,
        architecture: null,
        source: null,
        licenses: licensesOf(metadata),
        attributes: {},
      },
      ...(isFile ? digestFacts('pypi', path, content) : []),
    ],
  };
}

/** `name-version.dist-info`, `name-version-py3.11.egg-info`, `name-version-py3.11.egg`. */
export const directoryName =
  /(?:^|\/)([^/-]{1,200})-([^/-]{1,100})(?:-py[^/]{0,50})?\.(?:dist-info|egg-info|egg)(?:\/|$)/;

/** `License-Expression` is SPDX. Where there is none, the licence's short name; texts of licences stand there too, which name nothing. */
function licensesOf({ licenseExpression, license, classifiers }: PythonMetadata): readonly string[] {
  if (licenseExpression !== null) return [normalizedLicense(licenseExpression)];
  const declared = license !== null && license.length <= 100 && license.toUpperCase() !== 'UNKNOWN' ? [license] : [];
  const named = classifiers
    .filter((classifier) => classifier.startsWith('License :: '))
    .map((classifier) => classifier.slice(classifier.lastIndexOf(' :: ') + 4))
    .filter((name) => name !== 'OSI Approved');
  return normalizedLicenses(declared.length > 0 ? declared : named);
}
