import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Where the peers keep their databases unless they are told otherwise: `trivy/` and `grype/` lie in it (Go's `os.UserCacheDir`). */
export function userCache(): string {
  return process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
}
