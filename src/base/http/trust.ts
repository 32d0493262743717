import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/** Whom to believe about other machines, and what to show them of ourselves. */
export interface Trust {
  /** PEM texts of certificate authorities. */
  readonly authorities: readonly string[];
  /** Whether only those count; else they count besides the ones of this machine. */
  readonly exclusive: boolean;
  /** A client certificate, PEM. */
  readonly identity: { readonly certificate: string; readonly key: string } | null;
}

/** This machine's authorities and nothing of our own to show. */
export const systemTrust: Trust = { authorities: [], exclusive: false, identity: null };

/**
 * Makes the TLS settings that connections share. The authorities are the operating system's, whose owner keeps them; the ones that
 * Node.js brings where the system has none (a minimal container); those of NODE_EXTRA_CA_CERTS in either case.
 */
export function secureContext(trust: Trust): SecureContext {
  const ca = trust.exclusive ? [...trust.authorities] : [...new Set([...machineAuthorities(), ...trust.authorities])];
  const { identity } = trust;
  return createSecureContext({
    ca,
    minVersion: 'TLSv1.2',
    ...(identity === null ? {} : { cert: identity.certificate, key: identity.key }),
  });
}

function machineAuthorities(): string[] {
  const system = getCACertificates('system');
  return [...(system.length > 0 ? system : getCACertificates('bundled')), ...getCACertificates('extra')];
}
