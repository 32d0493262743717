import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { licenseOfText } from './license-text.ts';

/** Plimsoll's own, as the Apache Software Foundation has it. */
const apache = readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8');
const of = (name: string) => readFileSync(new URL(`../../node_modules/${name}/LICENSE`, import.meta.url), 'utf8');
/** As packages have them that are installed here. */
const [mit, bsd] = [of('zod'), of('smol-toml')];
const twoClauses = bsd.replace(/\n3\. Neither[\s\S]*?(?=\n\nTHIS)/, '');
const terms = apache.slice(0, apache.indexOf('END OF TERMS'));

describe('a license by its text', () => {
  const cases: readonly [string, string, string | null][] = [
    ['whole', apache, 'Apache-2.0'],
    ['in other lines', apache.replace(/\s+/g, '\r\n'), 'Apache-2.0'],
    ['from the other address', apache.replace('http://www.apache.org', 'https://www.apache.org'), 'Apache-2.0'],
    ['with its owner', apache.replace(/Copyright \[yyyy\].*/, 'Copyright 2026 Somebody'), 'Apache-2.0'],
    ['without its appendix', `${terms}END OF TERMS AND CONDITIONS\n`, 'Apache-2.0'],
    ['without its end', terms, 'Apache-2.0'],
    ['with a word changed', apache.replace('perpetual', 'revocable'), null],
    ['cut', apache.slice(0, 5000), null],
    ['with more behind it', `${apache}\nThis product includes a library under another license.\n`, null],
    ['with more within its appendix', apache.replace('APPENDIX', `APPENDIX ${'x '.repeat(1000)}`), null],
    ['MIT', mit, 'MIT'],
    ['MIT under its other name', mit.replace('MIT License', 'The MIT License (MIT)'), 'MIT'],
    ['MIT with a word changed', mit.replace('without restriction', 'with restriction'), null],
    ['MIT with more behind it', `${mit}\nParts of it are under another one.\n`, null],
    ['MIT for a part', `Files in vendor are licensed as follows.\n${mit}`, null],
    ['MIT, cut', mit.slice(0, 700), null],
    ['BSD with three clauses', bsd, 'BSD-3-Clause'],
    ['BSD of somebody by name', bsd.replace('the copyright holder nor', 'Acme Inc. nor'), 'BSD-3-Clause'],
    ['BSD with two clauses', twoClauses, 'BSD-2-Clause'],
    ['BSD with a clause of its own', bsd.replace('THIS SOFTWARE', '4. No use in anger.\n\nTHIS SOFTWARE'), null],
    ['by its tag', '\n/* SPDX-License-Identifier: Apache-2.0 OR LGPL-2.1\n', 'Apache-2.0 OR LGPL-2.1'],
    ['with two tags', 'SPDX-License-Identifier: MIT\nSPDX-License-Identifier: ISC\n', null],
    ['with a tag in a sentence', 'Write SPDX-License-Identifier: MIT there', null],
    ['in a file that is longer', `SPDX-License-Identifier: MIT\n${' '.repeat(16 << 10)}`, null],
    ['of no text', '', null],
  ];
  for (const [name, text, license] of cases) test(name, () => assert.equal(licenseOfText(Buffer.from(text)), license));
});
