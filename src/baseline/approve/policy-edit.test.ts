import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { diffLines } from './changed-lines.ts';
import { withApprovedBase } from './policy-edit.ts';

const one = `sha256:${'1'.repeat(64)}` as const;
const two = `sha256:${'2'.repeat(64)}` as const;
const base = { name: 'golden-debian', diffIds: [one, two] };

interface Case {
  readonly name: string;
  readonly text: string;
  /** Lines of the file that may go. */
  readonly gone?: readonly string[];
  readonly approved?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a list in blocks, with comments and columns of the author’s own',
    text: `# ours
version: 1
name:   production      # as in the handbook

controls:
  vulnerabilities: { severity: high,   onlyFixable: false }   # see #12
  baseImages:
    approved:
      # reviewed in spring
      - name: golden-alpine
        diffIds:   [ "${one}" ]   # one layer

  rootUser: {}
waivers:
- control: vulnerabilities
  match: { id: CVE-2023-1234 }
  reason: 'not reachable'
  owner: a@example.com
  expires: 2027-03-31
`,
    approved: ['golden-alpine'],
  },
  {
    name: 'a list in brackets',
    text: `version: 1\ncontrols:\n    baseImages:\n        approved: [ { name: golden-alpine, diffIds: ["${one}"] } ]\n    rootUser: {}   # no\n`,
    gone: [`        approved: [ { name: golden-alpine, diffIds: ["${one}"] } ]`],
    approved: ['golden-alpine'],
  },
  {
    name: 'an empty list',
    text: 'version: 1\ncontrols:\n  baseImages:\n    approved: []\n',
    gone: ['    approved: []'],
  },
  {
    name: 'the control as it comes',
    text: 'version: 1\ncontrols:\n  baseImages: {}\n  rootUser: {}\n',
    gone: ['  baseImages: {}'],
  },
  {
    name: 'the control turned off',
    text: 'version: 1\ncontrols:\n  rootUser: {} # !\n  baseImages: false\n',
    gone: ['  baseImages: false'],
  },
  {
    name: 'no such control',
    text: 'version: 1\nextends: builtin:strict\ncontrols:\n  rootUser: {}\nadmission:\n  unscanned: deny\n',
  },
  { name: 'no controls at all', text: '# a beginning\nversion: 1\nextends: builtin:strict   # ours\n' },
  { name: 'controls in brackets', text: 'version: 1\ncontrols: {}\n', gone: ['controls: {}'] },
  { name: 'no line end at the end', text: 'version: 1\ncontrols:\n  rootUser: {}', gone: [] },
];

for (const { name, text, gone = [], approved = [] } of cases) {
  test(`a base is approved in ${name}, and every other line stays as it was`, () => {
    const made = withApprovedBase(text, base);
    const before = parse(text);
    const after = parse(made);
    assert.deepEqual(
      after.controls.baseImages.approved.map((entry: { name: string }) => entry.name),
      [...approved, 'golden-debian'],
    );
    assert.deepEqual(after.controls.baseImages.approved.at(-1), base);
    const rest = (policy: { controls?: object }) => ({ ...policy, controls: { ...policy.controls, baseImages: null } });
    assert.deepEqual(rest(after), rest(before));
    const lines = made.split('\n');
    const lost = text.split('\n').filter((line) => line !== '' && !lines.includes(line) && !gone.includes(line));
    assert.deepEqual(lost, []);
  });
}

test('line ends of Windows stay', () => {
  const made = withApprovedBase('version: 1\r\ncontrols:\r\n  rootUser: {}\r\n', base);
  assert.doesNotMatch(made, /[^\r]\n/);
});

test('the change is shown as a unified diff', () => {
  const text = 'version: 1\ncontrols:\n  rootUser: {}\nwaivers: []\n';
  assert.deepEqual(diffLines(text, withApprovedBase(text, base), 'p.yaml'), [
    '--- p.yaml',
    '+++ p.yaml',
    '@@ -2,4 +2,10 @@',
    ' controls:',
    '   rootUser: {}',
    '+  baseImages:',
    '+    approved:',
    '+      - name: golden-debian',
    '+        diffIds:',
    `+          - ${one}`,
    `+          - ${two}`,
    ' waivers: []',
    ' ',
  ]);
});
