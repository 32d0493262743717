import type { TestContext } from 'node:test';

/** What package managers say of a registry that they do not reach, not of a package that it does not have. */
const unreachable =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b|NewConnectionError|ConnectTimeoutError|ProxyError|Failed to establish a new connection/;

/**
 * Makes something out of what a registry has. Where it is not reached the test is skipped (undefined is returned), and fails where `CI` is true.
 */
export function fromRegistry<T>(t: TestContext, registry: string, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (process.env['CI'] === 'true' || !unreachable.test(complaintOf(error))) throw error;
    t.skip(`needs ${registry}, which is not reached`);
    return undefined;
  }
}

function complaintOf(error: unknown): string {
  const streams = error instanceof Error ? (error as { stderr?: Buffer; stdout?: Buffer }) : {};
  return `${streams.stderr ?? ''}${streams.stdout ?? ''}`;
}
