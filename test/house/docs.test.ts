import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { readOrNull, referencePages } from '../../scripts/docs.ts';
import { gapReasons } from '../../src/model/gap.ts';
import { refusalCodes } from '../../src/model/question.ts';
import { files, root } from './tree.ts';

test('the tables of docs/reference are in step with the code: node scripts/docs.ts', async () => {
  const stale = [...(await referencePages())]
    .filter(([path, content]) => readOrNull(path) !== content)
    .map(([path]) => path);
  assert.deepEqual(stale, []);
});

test('links between documents lead somewhere', () => {
  const broken: string[] = [];
  for (const file of files('*.md', 'docs/**/*.md', 'bench/*.md')) {
    for (const [, target = ''] of file.text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#)/.test(target)) continue;
      const path = join(root, dirname(file.path), target.replace(/#.*$/, ''));
      if (!existsSync(path)) broken.push(`${file.path}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('every document is in the index, in both languages where it exists in both', () => {
  const index = readOrNull('docs/README.md') ?? '';
  const missing = files('docs/*.md', 'docs/reference/*.md')
    .map((file) => file.path.replace(/^docs\//, ''))
    .filter((path) => path !== 'README.md' && !index.includes(`](${path})`));
  assert.deepEqual(missing, []);
});

test('every reason of a gap stands in the table of what ends it, in both languages', () => {
  for (const page of ['docs/scan.md', 'docs/scan.zh-CN.md']) {
    const rows = (readOrNull(page) ?? '').matchAll(/^\| ((?:`[a-z-]+`(?:, |、)?)+) \|/gm);
    const named = new Set(
      [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, one]) => one)),
    );
    assert.deepEqual(
      gapReasons.filter((reason) => !named.has(reason)),
      [],
      page,
    );
  }
});

test('every code of a refusal at the gate on Docker stands in the table of them, in both languages', () => {
  const sources = files('src/gates/docker/**/*.ts').filter(({ path }) => !path.endsWith('.test.ts'));
  const given = sources.flatMap(({ text }) => [
    ...text.matchAll(/\brefuse\(\s*(?:\w+,\s*)?'([a-z-]+)'/g),
    ...text.matchAll(/^ {2}'?([a-z-]+)'?: \{\n {4}status: /gm),
  ]);
  const codes = new Set([...refusalCodes, ...given.map(([, code = '']) => code)]);
  assert.ok(codes.size > 25, `only ${codes.size} codes were found`);
  for (const page of ['docs/gate-docker.md', 'docs/gate-docker.zh-CN.md']) {
    const rows = (readOrNull(page) ?? '').matchAll(/^\| ((?:`[a-z-]+`(?:, |、)?)+) \|/gm);
    const named = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, one]) => one));
    assert.deepEqual(
      [...codes].filter((code) => !named.includes(code)),
      [],
      page,
    );
  }
});
