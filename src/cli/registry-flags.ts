import type { Flags, ValuesOf } from './flag.ts';
import { scanFlags } from './scan-flags.ts';

/** Flags that say how a registry is spoken to: of every command that asks one for something other than an image. */
export const registryFlags = {
  'registry-ca': scanFlags['registry-ca'],
  'registry-insecure': scanFlags['registry-insecure'],
  'registry-token': scanFlags['registry-token'],
  offline: scanFlags.offline,
} as const satisfies Flags;

export function registryOptions(flags: ValuesOf<typeof registryFlags>) {
  return {
    offline: flags.offline,
    registry: {
      ca: flags['registry-ca'],
      insecureHosts: flags['registry-insecure'],
      token: flags['registry-token'],
    },
  };
}
