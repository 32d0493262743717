import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from '../problems.ts';
import { anchorePlaces } from './anchore.ts';
import type { Tool } from './tool.ts';

interface Report {
  readonly matches: readonly {
    readonly vulnerability: { readonly id: string; readonly advisories?: readonly { readonly id: string }[] };
    readonly relatedVulnerabilities: readonly { readonly id: string }[];
    readonly artifact: {
      readonly name: string;
      readonly version: string;
      readonly upstreams?: readonly { readonly name: string }[];
    };
  }[];
}

export const grype: Tool = {
  name: 'grype',
  version: { args: ['--version'], pattern: /(\d\S*)/ },
  prepare(state, { own }) {
    const database = join(own ?? '', 'grype', 'db');
    const given = own !== null && existsSync(database);
    if (given) cpSync(database, state, { recursive: true });
    return given;
  },
  onlyMatches: true,
  forget: null,
  scan: ({ kind, at }, state, output) => ({
    program: 'grype',
    args: [`${anchorePlaces[kind]}:${at}`, '-q', '-o', 'json'],
    env: {
      GRYPE_DB_CACHE_DIR: state,
      GRYPE_DB_AUTO_UPDATE: 'false',
      GRYPE_DB_VALIDATE_AGE: 'false',
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
      GRYPE_REGISTRY_INSECURE_USE_HTTP: 'true',
    },
    output,
  }),
  // Its report names only what matched; it lists what Syft lists.
  packages: () => [],
  problems: (output) => {
    const { matches } = JSON.parse(readFileSync(output, 'utf8')) as Report;
    return problemsOf(
      matches.map(({ vulnerability: { id, advisories = [] }, relatedVulnerabilities, artifact }) => ({
        ids: [id, ...advisories.map((one) => one.id), ...relatedVulnerabilities.map((one) => one.id)],
        packageNames: [artifact.name, ...(artifact.upstreams ?? []).map(({ name }) => name)],
        version: artifact.version,
      })),
    );
  },
};
