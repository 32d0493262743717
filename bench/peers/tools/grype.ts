import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { anchorePlaces } from './anchore.ts';
import type { Tool } from './tool.ts';

export const grype: Tool = {
  name: 'grype',
  version: { args: ['--version'], pattern: /(\d\S*)/ },
  prepare(state, { own }) {
    const given = own !== null && existsSync(join(own, 'grype'));
    if (given) cpSync(join(own, 'grype'), state, { recursive: true });
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
};
