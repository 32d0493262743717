import type { Text } from '../../base/text.ts';
import type { RegistryLogin } from '../../model/registry-login.ts';

/** What was found about a registry where logins are stored. `origin` is the file or program, for messages. */
export type FoundLogin =
  | { readonly kind: 'found'; readonly login: RegistryLogin }
  | { readonly kind: 'none' }
  /** There may be one, but it could not be had. */
  | { readonly kind: 'trouble'; readonly origin: string; readonly reason: Text };
