import { join } from 'node:path';

export const checkout = join(import.meta.dirname, '..', '..', '..');

/** The folder of Plimsoll as it is under test: the package as users have it where `scripts/test.mjs` has built it, else this checkout. */
export const installation = process.env['PLIMSOLL_TEST_PACKAGE'] ?? checkout;

export const launcher = join(installation, 'bin', 'plimsoll');
/** What engines call in place of their runtime. */
export const runtimeLauncher = join(installation, 'bin', 'plimsoll-runtime');
