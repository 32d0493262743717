import type { ErrorEntry } from '../errors.ts';

export const advisoryErrors = {} as const satisfies Record<string, ErrorEntry>;
