import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOsvRecord } from './osv-record.ts';

const parse = (value: unknown) =>
  parseOsvRecord(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const minimal = { id: 'TEST-1', modified: '2024-01-02T03:04:05Z' };
const affected = (entry: object) =>
  parse({ ...minimal, affected: [{ package: { ecosystem: 'npm', name: 'a' }, ...entry }] }).affected;

test('a record as a distribution publishes it', () => {
  const advisory = parse({
    schema_version: '1.6.0',
    id: 'ALSA-2024:1234',
    modified: '2024-05-06T07:08:09.123456Z',
    published: '2024-05-06T00:00:00+02:00',
    summary: 'Important:  some\nlibrary update',
    related: ['CVE-2024-0001', 'CVE-2024-0002'],
    affected: [
      {
        package: { ecosystem: 'AlmaLinux:9', name: 'somelib', purl: 'pkg:rpm/almalinux/somelib' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2-3.el9' }] }],
        something: { new: true },
      },
    ],
    references: [
      { type: 'WEB', url: 'https://example.org/b' },
      { type: 'ADVISORY', url: 'https://example.org/a' },
      { type: 'WEB', url: 'javascript:alert(1)' },
    ],
    credits: [{ name: 'nobody' }],
  });
  assert.deepEqual(advisory, {
    id: 'ALSA-2024:1234',
    modified: '2024-05-06T07:08:09.123456Z',
    published: '2024-05-05T22:00:00.000Z',
    withdrawn: null,
    aliases: [],
    upstream: [],
    related: ['CVE-2024-0001', 'CVE-2024-0002'],
    summary: 'Important: some library update',
    severity: [],
    severityWord: 'important',
    affected: [
      {
        ecosystem: 'AlmaLinux:9',
        name: 'somelib',
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2-3.el9' }] }],
        versions: [],
        severity: [],
        severityWord: null,
      },
    ],
    references: ['https://example.org/a', 'https://example.org/b'],
  });
});

test('what feeds write differently is read as they mean it', () => {
  assert.equal(parse({ ...minimal, id: 'ALPINE-CVE-????-?????' }).id, 'ALPINE-CVE-????-?????');
  assert.equal(parse({ ...minimal, modified: '1-01-01T00:00:00Z' }).modified, '0001-01-01T00:00:00Z');
  assert.equal(parse({ ...minimal, withdrawn: null }).withdrawn, null);
  assert.equal(parse({ ...minimal, withdrawn: '2024-02-01T00:00:00Z' }).withdrawn, '2024-02-01T00:00:00Z');
  assert.deepEqual(parse({ ...minimal, aliases: null, affected: null, references: null }).aliases, []);
  assert.equal(parse({ ...minimal, details: '# Title\n\nFirst words\nof it.\n\nMore.' }).summary, 'First words of it.');
  assert.deepEqual(affected({ ranges: [{ type: 'GIT', repo: 'https://x', events: [{ introduced: '0' }] }] }), []);
  assert.deepEqual(affected({ ranges: [{ type: 'ECOSYSTEM', events: [] }] }), []);
  assert.deepEqual(affected({ versions: ['1', '2'] })[0]?.versions, ['1', '2']);
  // One object with two events, as before OSV 1.1.
  assert.deepEqual(affected({ ranges: [{ type: 'SEMVER', events: [{ introduced: '1', fixed: '2' }] }] })[0]?.ranges, [
    { type: 'SEMVER', events: [{ introduced: '1' }, { fixed: '2' }] },
  ]);
  // A record about commits alone: the package is missing.
  assert.deepEqual(
    parse({ ...minimal, affected: [{ ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }] }).affected,
    [],
  );
});

test('a name that its registry takes in several ways is one', () => {
  const cases = [
    ['PyPI', 'Flask_AppBuilder', 'flask-appbuilder'],
    ['PyPI', 'zope.interface', 'zope-interface'],
    ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json'],
    ['Packagist', 'Twig/Twig', 'twig/twig'],
    ['Go', 'github.com/Masterminds/goutils', 'github.com/Masterminds/goutils'],
    ['Maven', 'org.A:b', 'org.A:b'],
  ];
  for (const [ecosystem, written, kept] of cases) {
    const record = parse({ ...minimal, affected: [{ package: { ecosystem, name: written }, versions: ['1'] }] });
    assert.equal(record.affected[0]?.name, kept);
  }
});

test('a registry beside the usual one is no ecosystem of its own', () => {
  const package_ = { ecosystem: 'Packagist:https://packages.drupal.org/8', name: 'drupal/webform' };
  const record = parse({ ...minimal, affected: [{ package: package_, versions: ['6.2.0'] }] });
  assert.deepEqual(
    record.affected.map(({ ecosystem, name }) => [ecosystem, name]),
    [['Packagist', 'drupal/webform']],
  );
});

test('the words for how bad it is', () => {
  const word = (more: object) => parse({ ...minimal, ...more }).severityWord;
  assert.equal(word({ database_specific: { severity: 'HIGH' } }), 'high');
  assert.equal(word({ database_specific: { severity: 'MODERATE' }, summary: 'Critical: x' }), 'moderate');
  assert.equal(word({ severity: [{ type: 'Ubuntu', score: 'medium' }] }), 'medium');
  assert.equal(word({ summary: 'low: x' }), 'low');
  assert.equal(word({ summary: 'Lowering: x' }), null);
  assert.equal(word({ database_specific: { severity: 'unknown' } }), null);
  const scored = [7.1, 3, 'x'].map((score) => ({ database_specific: { cvss_v3_score: score } }));
  assert.equal(word({ affected: [...scored, {}] }), 'high');
  assert.equal(word({ affected: scored, summary: 'Low: x' }), 'low');
  assert.equal(word({ affected: [{ ecosystem_specific: { urgency: 'high' } }] }), null);
  const ofPackage = (more: object) => affected({ versions: ['1'], ...more })[0]?.severityWord;
  assert.equal(ofPackage({ ecosystem_specific: { urgency: 'low**' } }), 'low');
  assert.equal(ofPackage({ ecosystem_specific: { urgency: 'not yet assigned' } }), null);
  assert.equal(ofPackage({ ecosystem_specific: { urgency: 'end-of-life' } }), null);
  assert.equal(ofPackage({ ecosystem_specific: { ubuntu_priority: 'medium' } }), 'medium');
  assert.equal(ofPackage({ ecosystem_specific: { severity: 'Important' } }), 'important');
  assert.deepEqual(
    [9.8, 7, 6.9, 0.1, 0, 11, '9.8', null].map((score) => ofPackage({ database_specific: { cvss_v3_score: score } })),
    ['critical', 'high', 'medium', 'low', null, null, null, null],
  );
});

test('that nobody will fix it', () => {
  const left = (more: object) => affected({ versions: ['1'], ...more })[0]?.willNotFix;
  assert.equal(left({ ecosystem_specific: { urgency: 'end-of-life' } }), true);
  assert.equal(left({ database_specific: { fix_state: 'Will not fix' } }), true);
  assert.equal(left({ ecosystem_specific: { status: 'ignored' } }), true);
  assert.equal(left({ ecosystem_specific: { urgency: 'low', status: ['ignored'] } }), undefined);
  assert.equal(left({}), undefined);
});

const hostile: [string, unknown, RegExp][] = [
  ['nothing', '', /not JSON/],
  ['cut off', JSON.stringify(minimal).slice(0, 20), /not JSON/],
  ['a list', [], /not an object/],
  ['no id', { modified: minimal.modified }, /id is not a text/],
  ['an id that climbs', { ...minimal, id: '../../etc/passwd' }, /id has a slash/],
  ['an id with a line end', { ...minimal, id: 'A\nB' }, /control character/],
  ['no time', { id: 'X' }, /modified is not a text/],
  ['a time in words', { ...minimal, modified: 'yesterday' }, /not a time/],
  ['a month 13', { ...minimal, modified: '2024-13-01T00:00:00Z' }, /not a time/],
  ['aliases as text', { ...minimal, aliases: 'CVE-2024-1' }, /aliases is not a list/],
  ['an alias as number', { ...minimal, aliases: [1] }, /aliases is not a text/],
  ['affected as object', { ...minimal, affected: {} }, /affected is not a list/],
  [
    'a package without a name',
    { ...minimal, affected: [{ package: { ecosystem: 'npm' }, versions: ['1'] }] },
    /name of a package/,
  ],
  [
    'an unknown range',
    { ...minimal, affected: [{ package: {}, ranges: [{ type: 'MAGIC', events: [] }] }] },
    /neither SEMVER/,
  ],
  [
    'an unknown event',
    { ...minimal, affected: [{ ranges: [{ type: 'SEMVER', events: [{ mended: '1' }] }] }] },
    /not an event/,
  ],
  [
    'a version as number',
    { ...minimal, affected: [{ ranges: [{ type: 'SEMVER', events: [{ fixed: 1 }] }] }] },
    /is not a text/,
  ],
  ['a severity as text', { ...minimal, severity: ['high'] }, /severity is not an object/],
  ['too many aliases', { ...minimal, aliases: new Array(20_001).fill('x') }, /more than 20000/],
  ['deep nesting', `{"id":"X","details":${'['.repeat(2 ** 20)}`, /nested more than 64/],
  ['a swarm of lists', `{"id":"X","details":[${'[],'.repeat(1_100_000)}[]]}`, /more than 1000000 lists/],
];

for (const [name, value, reason] of hostile) {
  test(`refused: ${name}`, () => {
    assert.throws(() => parse(value), { name: 'InvalidRecord', message: reason });
  });
}

test('refused: bytes that are no text, and more of them than a record has', () => {
  assert.throws(() => parseOsvRecord(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), {
    name: 'InvalidRecord',
    message: /UTF-8/,
  });
  assert.throws(() => parseOsvRecord(Buffer.alloc(16 * 2 ** 20 + 1, 0x20)), {
    name: 'InvalidRecord',
    message: /bytes, more than/,
  });
});

test('keys of the prototype are only keys', () => {
  const advisory = parse(
    `{"__proto__":{"id":"evil"},"id":"X-1","modified":"${minimal.modified}","constructor":{"prototype":1}}`,
  );
  assert.equal(advisory.id, 'X-1');
  assert.equal(({} as Record<string, unknown>)['id'], undefined);
});
