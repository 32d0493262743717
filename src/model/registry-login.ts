/** What a registry is shown to prove who asks. Its texts are secret and stand in no message, no log and no file. */
export type RegistryLogin =
  | { readonly kind: 'password'; readonly user: string; readonly password: string; readonly origin: string }
  /** To be traded for an access token at the token server (OAuth2 refresh token). */
  | { readonly kind: 'identity-token'; readonly token: string; readonly origin: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'access-token'; readonly token: string; readonly origin: string };
