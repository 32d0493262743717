/** Filled in by `scripts/bundle.mjs`. */
declare const PLIMSOLL_BUILD: string | undefined;

/** Tells this program from every other version of it; null for a checkout, whose sources change under it. */
export const buildId: string | null = typeof PLIMSOLL_BUILD === 'undefined' ? null : PLIMSOLL_BUILD;
