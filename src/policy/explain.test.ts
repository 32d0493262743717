import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyOf } from '../../test/build/control-input.ts';
import { layerOf } from '../../test/sample-report.ts';
import { languages } from '../base/text.ts';
import { explainPolicy } from './explain.ts';
import type { WaiverContent } from './policy-shape.ts';

const now = new Date('2026-03-04T09:30:00Z');

/** The lines of one control, without its name. */
function sentences(id: string, settings: object): readonly string[] {
  const lines = explainPolicy(policyOf({ [id]: settings }), now).map(({ en }) => en);
  const from = lines.indexOf(`  ${id}`) + 1;
  return lines.slice(from, lines.indexOf('', from)).map((line) => line.slice(4));
}

const explained: readonly (readonly [id: string, settings: object, lines: readonly string[]])[] = [
  [
    'vulnerabilities',
    {},
    [
      'It must have no known vulnerability to which any of this applies:',
      '  it is rated high or worse',
      '  attackers are known to exploit it already (CISA’s KEV list)',
      'It counts whether or not there is a repaired version yet.',
    ],
  ],
  [
    'vulnerabilities',
    { severity: 'unknown', epss: 0.001, ids: ['cve-2021-44228'], onlyFixable: true, graceDays: 3, installedOnly: true },
    [
      'It must have no known vulnerability to which any of this applies:',
      '  any vulnerability at all, whatever its rating',
      '  the chance that somebody exploits it within 30 days is put at 0.1 % or more (EPSS)',
      '  it is CVE-2021-44228',
      'One for which there is no repaired version yet does not count.',
      'One that became public less than 3 days ago does not count yet, even if attackers exploit it.',
      'A package that only a lock file names, and that is not installed, does not count.',
      'Those that are named here by their number always count.',
    ],
  ],
  ['rootUser', {}, ['Its programs must not start as root, the administrator who may do everything (user number 0).']],
  ['packages', {}, ['No rule about packages is set, so this always holds.']],
  [
    'packages',
    {
      forbid: [{ name: 'netcat*' }, { name: 'log4j-core', versions: '<2.17.1' }],
      minimum: [{ name: 'openssl', type: 'deb', version: '3.0.11-1' }],
      require: [{ name: 'auditd', type: 'deb' }],
    },
    [
      'It must not contain any of these packages (* stands for any characters):',
      '  netcat*',
      '  log4j-core, versions <2.17.1',
      'Where it contains one of these packages, the version must be at least:',
      '  openssl (deb) 3.0.11-1',
      'It must contain each of these packages:',
      '  auditd (deb)',
    ],
  ],
  ['baseImages', {}, ['It must be built on an approved image, and none is approved: every image is denied.']],
  [
    'baseImages',
    { approved: [{ name: 'golden', diffIds: [layerOf(0), layerOf(1)] }] },
    [
      'It must be built on one of these approved images, known by their content and not by their names:',
      '  golden (layers: 2)',
    ],
  ],
  ['labels', {}, ['No rule about labels is set, so this always holds.']],
  [
    'labels',
    { require: [{ key: 'team' }, { key: 'mail', pattern: '*@x' }], forbid: [{ key: 'stage', value: '' }] },
    [
      'It must carry each of these labels, which whoever builds an image writes on it:',
      '  team, whatever its value',
      '  mail with a value like “*@x” (* stands for any characters)',
      'It must not carry any of these labels:',
      '  stage with the value “”',
    ],
  ],
  [
    'database',
    { maxAge: '36h' },
    [
      'The list of known vulnerabilities that it is compared with must have been brought up to date within the last 36 hours.',
      'The short list that comes with Plimsoll is not enough.',
    ],
  ],
];

for (const [id, settings, lines] of explained) {
  test(`${id} ${JSON.stringify(settings)}`, () => {
    assert.deepEqual(sentences(id, settings), lines);
  });
}

test('nothing is cut short, in either language', () => {
  const ids = Array.from({ length: 40 }, (_, at) => `CVE-2024-${1000 + at}`);
  const lines = explainPolicy(policyOf({ vulnerabilities: { ids } }), now);
  for (const language of languages) {
    const text = lines.map((line) => line[language]).join('\n');
    for (const id of ids) assert.ok(text.includes(id), `${id} in ${language}`);
    assert.doesNotMatch(text, /\{[a-zA-Z]+\}/);
  }
});

function waiver(changes: Partial<WaiverContent>): WaiverContent {
  return {
    control: 'vulnerabilities',
    match: { id: 'CVE-2024-1' },
    reason: 'r',
    owner: 'a@example.com',
    expires: '2026-03-10',
    ...changes,
  };
}

const waivers: readonly (readonly [waiver: WaiverContent, lines: readonly string[]])[] = [
  [
    waiver({ match: { id: 'CVE-2024-1', package: 'curl', path: 'usr/*' }, approvedBy: 'b@example.com' }),
    [
      'what: CVE-2024-1',
      'in the package: curl',
      'in the file: usr/*',
      'in every image',
      'why: r',
      'answers for it: a@example.com',
      'agreed to it: b@example.com',
      'until: the end of 2026-03-10 (UTC), 6 days left',
    ],
  ],
  [
    waiver({ match: { image: 'app/*' }, expires: '2026-03-04T12:00:00Z' }),
    [
      'what: everything that this control finds there',
      'in images called: app/*',
      'why: r',
      'answers for it: a@example.com',
      'agreed to it: nobody is named',
      'until: 2026-03-04T12:00:00Z, ends today',
    ],
  ],
  [
    waiver({ match: { fingerprint: layerOf(0) }, expires: '2026-03-03' }),
    [
      'what: everything that this control finds there',
      `only in the image with the content: ${layerOf(0)}`,
      'why: r',
      'answers for it: a@example.com',
      'agreed to it: nobody is named',
      'until: EXPIRED on 2026-03-03, waives nothing any more',
    ],
  ],
];

for (const [one, lines] of waivers) {
  test(`a waiver of ${JSON.stringify(one.match)}`, () => {
    const all = explainPolicy(policyOf({}, [one]), now).map(({ en }) => en);
    const from = all.indexOf('  1. from the control vulnerabilities') + 1;
    assert.deepEqual(
      all.slice(from).map((line) => line.trim()),
      lines,
    );
  });
}

test('a reason cannot pass for another line', () => {
  const all = explainPolicy(policyOf({}, [waiver({ reason: 'r; agreed to it: ceo@example.com' })]), now);
  assert.equal(all.filter(({ en }) => en.trim().startsWith('agreed to it:')).length, 1);
});
