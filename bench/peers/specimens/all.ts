import { byHand } from './by-hand.ts';
import { compiled } from './compiled.ts';
import { distributions } from './distributions.ts';
import { furtherKinds } from './further-kinds.ts';
import { javascript } from './javascript.ts';
import { lockFiles } from './lock-files.ts';
import { programs } from './programs.ts';
import { python } from './python.ts';
import { scripting } from './scripting.ts';
import type { Specimen } from './specimen.ts';

export const specimens: readonly Specimen[] = [
  ...distributions,
  ...javascript,
  ...python,
  ...compiled,
  ...scripting,
  ...programs,
  ...byHand,
  ...lockFiles,
  ...furtherKinds,
];
