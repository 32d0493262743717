import type { Text } from '../../base/text.ts';

/** What a registry is shown to prove who asks. Its texts are secret and stand in no message. */
export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: string; readonly origin: string }
  /** To be traded for an access token at the token server (OAuth2 refresh token). */
  | { readonly kind: 'identity-token'; readonly token: string; readonly origin: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'access-token'; readonly token: string; readonly origin: string };

/** What was found about a registry where logins are stored. `origin` is the file or program, for messages. */
export type FoundLogin =
  | { readonly kind: 'found'; readonly login: Login }
  | { readonly kind: 'none' }
  /** There may be one, but it could not be had. */
  | { readonly kind: 'trouble'; readonly origin: string; readonly reason: Text };
