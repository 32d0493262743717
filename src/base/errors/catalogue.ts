import { advisoryErrors } from './advisory-errors.ts';
import { baselineErrors } from './baseline-errors.ts';
import { callErrors } from './call-errors.ts';
import { fleetErrors } from './fleet-errors.ts';
import { gateErrors } from './gate-errors.ts';
import { goldenErrors } from './golden-errors.ts';
import { imageErrors } from './image-errors.ts';
import { ledgerErrors } from './ledger-errors.ts';
import { networkErrors } from './network-errors.ts';
import { policyErrors } from './policy-errors.ts';
import { sbomErrors } from './sbom-errors.ts';

/** Every error that Plimsoll shows to people, by its code. One file a topic; codes are unique across them. */
export const catalogue = {
  ...callErrors,
  ...imageErrors,
  ...ledgerErrors,
  ...networkErrors,
  ...advisoryErrors,
  ...policyErrors,
  ...gateErrors,
  ...baselineErrors,
  ...goldenErrors,
  ...sbomErrors,
  ...fleetErrors,
} as const;
