import { answerScript } from './script/answer.ts';
import { barScript } from './script/bar.ts';
import { brandScript } from './script/brand.ts';
import { controlsScript } from './script/controls.ts';
import { elementsScript } from './script/elements.ts';
import { findingDetailScript } from './script/finding-detail.ts';
import { findingFiltersScript } from './script/finding-filters.ts';
import { findingsScript } from './script/findings.ts';
import { footScript } from './script/foot.ts';
import { hullScript } from './script/hull.ts';
import { modelScript } from './script/model.ts';
import { packagesScript } from './script/packages.ts';
import { pageScript } from './script/page.ts';
import { sightsScript } from './script/sights.ts';
import { todoScript } from './script/todo.ts';
import { wordsScript } from './script/words.ts';

/**
 * The page's whole script: parts of one function, in this order. They are kept as text because they run in a browser, not here: no types
 * of the DOM reach the rest of the program, and the bundle needs no second file.
 */
export const script = [
  "(function(){'use strict';",
  wordsScript,
  modelScript,
  elementsScript,
  brandScript,
  barScript,
  answerScript,
  todoScript,
  controlsScript,
  hullScript,
  findingFiltersScript,
  findingDetailScript,
  findingsScript,
  packagesScript,
  sightsScript,
  footScript,
  pageScript,
  '})();',
].join('\n');
