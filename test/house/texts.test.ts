import assert from 'node:assert/strict';
import { test } from 'node:test';
import { productFiles } from './tree.ts';

const literal = ["'", '"', '`'].map((quote) => String.raw`${quote}(?:[^${quote}\\]|\\.)*${quote}`).join('|');
const pair = new RegExp(String.raw`\ben:\s*(${literal}),\s*'zh-CN':\s*(${literal})`, 'g');

interface FoundText {
  readonly where: string;
  readonly en: string;
  readonly zh: string;
}

const found: FoundText[] = [];
const unread: string[] = [];
for (const file of productFiles()) {
  if (file.path === 'src/base/text.ts') continue;
  const pairs = [...file.text.matchAll(pair)];
  for (const match of pairs) {
    const line = file.text.slice(0, match.index).split('\n').length;
    found.push({ where: `${file.path}:${line}`, en: inner(match[1]), zh: inner(match[2]) });
  }
  // Texts whose languages are computed are few and know what they do; a literal Chinese text without its English one is a mistake.
  const literals = [...file.text.matchAll(/'zh-CN':\s*['"`]/g)].length;
  if (literals !== pairs.length)
    unread.push(`${file.path}: ${literals} Chinese texts, ${pairs.length} with their English one right before`);
}

test('every text has its English and its Chinese form side by side', () => {
  assert.ok(found.length > 100, `only ${found.length} texts were found`);
  assert.deepEqual(unread, []);
});

test('no text is empty', () => {
  assert.deepEqual(
    found.filter(({ en, zh }) => en.trim() === '' || zh.trim() === ''),
    [],
  );
});

test('both languages fill the same slots', () => {
  const wrong = found.filter(({ en, zh }) => slots(en) !== slots(zh));
  assert.deepEqual(wrong, []);
});

test('Chinese is Chinese, unless the words are the same in every language', () => {
  const wrong = found.filter(({ en, zh }) => !/\p{Script=Han}/u.test(zh) && words(en) !== words(zh));
  assert.deepEqual(wrong, []);
});

test('words that are English sentences are not passed off as the same in every language', () => {
  const wrong = found.filter(({ en, zh }) => en === zh && /[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(en));
  assert.deepEqual(wrong, []);
});

test('what fills a slot of an error is said in both languages', () => {
  // Collectors name what they read in the field's own words, which are the same everywhere.
  const slot = new RegExp(String.raw`\b(?:reason|hint|part|expected|problem|remedy)(?::|\s=)\s*(${literal})`, 'g');
  const wrong: string[] = [];
  for (const file of productFiles()) {
    const code = file.text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    for (const [, text] of code.matchAll(slot)) {
      if (/[a-z]{2,}[,:]? [a-z]{2,}/.test(inner(text))) wrong.push(`${file.path}: ${text}`);
    }
  }
  assert.deepEqual(wrong, []);
});

function inner(quoted: string | undefined): string {
  return (quoted ?? '').slice(1, -1);
}

function slots(text: string): string {
  const names = [...text.matchAll(/(?<!\$)\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort().join(' ');
}

/** Without slots, punctuation and spaces: full-width ones are Chinese too. */
function words(text: string): string {
  return text.replace(/\{[a-zA-Z]+\}|\$\{[^}]*\}/g, '').replace(/[\p{P}\p{S}\s]/gu, '');
}
