import type { LookupFunction } from 'node:net';
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a host of a URL is this machine, by the name alone: an address of 127.0.0.0/8 or `::1` (with or without brackets), or
 * `localhost`, which {@link localLookup} never asks anybody about. No other name is, whatever it resolves to.
 */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const family = isIP(bare);
  if (family === 0) return isLocalName(bare);
  return loopback.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** RFC 6761, section 6.3: `localhost` and the names below it. */
function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

const local = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Resolves `localhost` as RFC 6761 wants it, to this machine, without asking a resolver that could say otherwise. */
export const localLookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) {
    callback(null, local);
    return;
  }
  const wanted = options.family === 6 || options.family === 'IPv6' ? local[1] : local[0];
  callback(null, wanted?.address ?? '127.0.0.1', wanted?.family ?? 4);
};
