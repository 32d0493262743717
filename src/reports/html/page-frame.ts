import { hash } from 'node:crypto';
import type { Language } from '../../base/text.ts';
import { embedded, escaped } from './embed.ts';

/** What a page is made of. All that comes from images and engines is in `data`, put in place as text by the script. */
export interface PageParts {
  readonly title: string;
  readonly language: Language;
  /** Which program wrote it. */
  readonly generator: string;
  readonly style: string;
  readonly script: string;
  /** Markup, escaped already, for a reader that runs no scripts. */
  readonly withoutScript: string;
  readonly data: object;
}

/** A page that opens from disk, in pieces. Its policy lets it load nothing and run and style only what stands in it, named by hash. */
export function* framedPage(parts: PageParts): Generator<string> {
  const { title, language, generator, style, script, withoutScript, data } = parts;
  yield '<!doctype html>\n';
  yield `<html lang="${language}">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, script)}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n';
  yield `<meta name="generator" content="${escaped(generator)}">\n`;
  yield `<title>${escaped(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n`;
  yield `<noscript>${withoutScript}</noscript>\n<div id="app"></div>\n`;
  yield '<script type="application/json" id="data">';
  yield embedded(data);
  yield `</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

function contentPolicy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${sourceHash(style)}'`,
    `script-src '${sourceHash(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sourceHash(source: string): string {
  return `sha256-${hash('sha256', source, 'base64')}`;
}
