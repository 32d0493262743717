import type { ErrorEntry } from '../errors.ts';

export const networkErrors = {} as const satisfies Record<string, ErrorEntry>;
