import { barScript } from '../../../reports/html/script/bar.ts';
import { brandScript } from '../../../reports/html/script/brand.ts';
import { elementsScript } from '../../../reports/html/script/elements.ts';
import { severityStripScript } from '../../../reports/html/script/severity-strip.ts';
import { wordsScript } from '../../../reports/html/script/words.ts';
import { containersScript } from './containers-script.ts';
import { pageScript } from './page-script.ts';
import { treeScript } from './tree-script.ts';

/** The page's whole script: parts of one function, kept as text because they run in a browser, not here. */
export const script = [
  "(function(){'use strict';",
  wordsScript,
  elementsScript,
  brandScript,
  barScript,
  severityStripScript,
  treeScript,
  containersScript,
  pageScript,
  '})();',
].join('\n');
