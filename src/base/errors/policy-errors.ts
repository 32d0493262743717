import type { ErrorEntry } from '../errors.ts';

export const policyErrors = {} as const satisfies Record<string, ErrorEntry>;
