import { readFileSync } from 'node:fs';
import { comparedVersion, fromPurl } from '../found.ts';
import { anchorePlaces } from './anchore.ts';
import type { Tool } from './tool.ts';

interface Artifact {
  readonly purl: string;
  readonly name: string;
  readonly type: string;
  readonly version: string;
  readonly locations?: readonly { path: string }[];
  readonly licenses?: readonly { value: string; spdxExpression?: string }[];
  readonly metadata?: { readonly source?: string; readonly sourceVersion?: string };
}

export const syft: Tool = {
  name: 'syft',
  version: { args: ['--version'], pattern: /(\d\S*)/ },
  // It lists packages and never matches.
  prepare: () => false,
  forget: null,
  scan: ({ kind, at }, _, output) => ({
    program: 'syft',
    args: ['scan', `${anchorePlaces[kind]}:${at}`, '-q', '-o', 'json'],
    env: { SYFT_CHECK_FOR_APP_UPDATE: 'false', SYFT_REGISTRY_INSECURE_USE_HTTP: 'true' },
    output,
  }),
  packages: (output) => {
    const { artifacts } = JSON.parse(readFileSync(output, 'utf8')) as { artifacts: readonly Artifact[] };
    return artifacts.flatMap(fromArtifact);
  },
  problems: () => [],
};

/** It gives these no purl; what they are called here. */
const unnamed: Readonly<Record<string, string>> = {
  model: 'model',
  'apple-app-bundle': 'macapps',
  terraform: 'terraform',
};

function fromArtifact({ purl, name, type, version, locations, licenses = [], metadata }: Artifact) {
  const path = locations?.[0]?.path.replace(/^\//, '') ?? '';
  const known = unnamed[type];
  if (purl === '' && known !== undefined)
    return [{ type: known, name, version: comparedVersion(known, version), purl, path, source: null, licenses: [] }];
  if (purl === '') return [];
  const source = metadata?.source ? `${metadata.source} ${metadata.sourceVersion || version}` : null;
  const names = licenses.map(({ value, spdxExpression }) => spdxExpression || value).sort();
  return [fromPurl(purl, path, { licenses: names, source })];
}
