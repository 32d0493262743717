import { realpathSync } from 'node:fs';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { readBounded } from '../bounded-file.ts';
import { reasonOf } from '../errors.ts';

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
  return [...(system.length > 0 ? system : getCACertificates('bundled')), ...extraAuthorities(process.env)];
}

/** Bytes of a file of authorities: those of a whole system have a quarter of a megabyte. */
const MOST_EXTRA = 16 << 20;

/** Those of NODE_EXTRA_CA_CERTS: the launcher keeps Node.js from reading them at every start. As Node.js does, it says so where they cannot be had, and goes on. */
function extraAuthorities({ NODE_EXTRA_CA_CERTS: file }: NodeJS.ProcessEnv): readonly string[] {
  const read = getCACertificates('extra');
  if (read.length > 0 || file === undefined || file === '') return read;
  try {
    const text = readBounded(realpathSync(file), MOST_EXTRA).toString('latin1');
    return text.match(/-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----[^-]+-----END \1-----/g) ?? [];
  } catch (error) {
    process.emitWarning(`Ignoring extra certs from \`${file}\`: ${reasonOf(error)}`);
    return [];
  }
}
