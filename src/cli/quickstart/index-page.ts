import { basename } from 'node:path';
import { printable } from '../../base/printable.ts';
import type { Language } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import type { Look } from './look.ts';
import { fateOf, fateWords, foundWords } from './summary.ts';

/** A page that leads to the reports beside it: one file, no script, no network. */
export function* indexPage(looks: readonly Look[], language: Language): Iterable<string> {
  yield `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(texts.pageTitle[language])}</title>
<style>
:root { color-scheme: light dark; --line: #8884; --deny: #c62828; --allow: #2e7d32; --failed: #b26a00; }
@media (prefers-color-scheme: dark) { :root { --deny: #ff8a80; --allow: #a5d6a7; --failed: #ffcc80; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
ul { list-style: none; padding: 0; }
li { border-bottom: 1px solid var(--line); padding: .75rem 0; display: flex; gap: 1rem; flex-wrap: wrap; }
li b { min-width: 5rem; }
.denied b { color: var(--deny); } .allowed b { color: var(--allow); } .undecided b, .failed b { color: var(--failed); }
li span { flex: 1 1 20rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escapeHtml(texts.pageTitle[language])}</h1>
<ul>
`;
  for (const look of looks) yield row(look, language);
  yield '</ul>\n</body>\n</html>\n';
}

function row(look: Look, language: Language): string {
  const fate = fateOf(look);
  const name = escapeHtml(printable(look.ref));
  const linked = look.kind === 'seen' ? `<a href="${encodeURIComponent(basename(look.file))}">${name}</a>` : name;
  const verdict = escapeHtml(fateWords[fate][language]);
  return `<li class="${fate}"><b>${verdict}</b><span>${linked}<br>${escapeHtml(foundWords(look)[language])}</span></li>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
