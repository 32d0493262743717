import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { PlimsollError } from '../base/errors.ts';
import { parseEpss } from './epss.ts';
import { parseKev } from './kev.ts';

const kev = (value: unknown) =>
  parseKev(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'kev.json');
const epss = (text: string) => parseEpss(Buffer.from(text), 'epss.csv');
const entry = { cveID: 'CVE-2024-0001', dateAdded: '2024-05-06', vendorProject: 'Somebody' };

test('the KEV catalogue', () => {
  assert.deepEqual(kev({ dateReleased: '2024-05-07T01:02:03.4567Z', count: 1, vulnerabilities: [entry] }), {
    released: '2024-05-07T01:02:03Z',
    exploited: [{ cve: 'CVE-2024-0001', since: '2024-05-06' }],
  });
  assert.deepEqual(kev({ vulnerabilities: [] }), { released: null, exploited: [] });
});

test('EPSS scores, packed or not', () => {
  const text =
    '#model_version:v2025.03.14,score_date:2025-08-25T12:55:00Z\ncve,epss,percentile\nCVE-2024-0001,0.97,0.99\r\nCVE-2024-0002,1e-05,0.1\n';
  const scores = [
    { cve: 'CVE-2024-0001', epss: 0.97 },
    { cve: 'CVE-2024-0002', epss: 0.00001 },
  ];
  assert.deepEqual(epss(text), { scored: '2025-08-25T12:55:00Z', scores });
  assert.deepEqual(parseEpss(gzipSync(text), 'epss.csv.gz').scores, scores);
  assert.deepEqual(epss('cve,epss\n'), { scored: null, scores: [] });
});

const damaged: [string, () => unknown, RegExp][] = [
  ['KEV: cut off', () => kev('{"vulnerabilities": [{'), /kev\.json is damaged: it is not JSON/],
  ['KEV: a web page', () => kev('<html>'), /it is not JSON/],
  ['KEV: another document', () => kev({ cves: [] }), /not a KEV catalog/],
  ['KEV: fewer than announced', () => kev({ count: 2, vulnerabilities: [entry] }), /announces 2 entries and has 1/],
  ['KEV: nested without end', () => kev('['.repeat(1_000_000)), /nested too deeply/],
  ['KEV: no CVE', () => kev({ vulnerabilities: [{ ...entry, cveID: 'x' }] }), /entry 1 names no CVE/],
  ['KEV: no date', () => kev({ vulnerabilities: [{ ...entry, dateAdded: 'now' }] }), /CVE-2024-0001 has no date/],
  ['EPSS: empty', () => epss(''), /its columns/],
  ['EPSS: other columns', () => epss('id,score\n'), /its columns/],
  ['EPSS: a line cut off', () => epss('cve,epss,percentile\nCVE-2024-0001,0.5,0.1\nCVE-20'), /line 3 is not/],
  ['EPSS: a line of a megabyte', () => epss(`cve,epss\nCVE-2024-0001,${'1'.repeat(1_000_000)}`), /line 2 is not/],
  ['EPSS: more than 1', () => epss('cve,epss\nCVE-2024-0001,1.5\n'), /line 2 is not/],
  ['EPSS: not a number', () => epss('cve,epss\nCVE-2024-0001,high\n'), /line 2 is not/],
  [
    'EPSS: gzip cut off',
    () => parseEpss(gzipSync('cve,epss\n').subarray(0, 15), 'e.gz'),
    /e\.gz is damaged: it does not unpack/,
  ],
];
for (const [name, work, message] of damaged)
  test(`refused by name: ${name}`, () => assert.throws(work, { code: 'feed-damaged', message }));

test('any bytes are read or refused by name', () => {
  const gzip = gzipSync('cve,epss\nCVE-2024-0001,0.5\n');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(gzip.length - 1), fc.nat(255), (bytes, at, value) => {
      const changed = Buffer.from(gzip);
      changed[at] = value;
      for (const work of [() => parseKev(bytes, 'f'), () => parseEpss(bytes, 'f'), () => parseEpss(changed, 'f')]) {
        try {
          work();
        } catch (error) {
          assert.ok(error instanceof PlimsollError && error.code === 'feed-damaged', String(error));
        }
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});
