import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { sandbox, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { type NvdRating, parseNvd } from './nvd.ts';
import { openSqliteStore } from './sqlite-store.ts';

const v31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const v40 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

function metric(type: 'Primary' | 'Secondary', vectorString: string): object {
  return { source: 'x@example.com', type, cvssData: { version: '3.1', vectorString, baseScore: 9.8 } };
}

function cve(id: string, more: object = {}): object {
  return {
    cve: { id, vulnStatus: 'Analyzed', lastModified: '2024-03-01T12:34:56.789', descriptions: [], ...more },
  };
}

function nvd(...entries: object[]): Buffer {
  const document = { resultsPerPage: entries.length, totalResults: entries.length, format: 'NVD_CVE', version: '2.0' };
  return Buffer.from(JSON.stringify({ ...document, vulnerabilities: entries }));
}

async function read(bytes: Buffer, step = 7, most?: number): Promise<NvdRating[]> {
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  };
  const ratings: NvdRating[] = [];
  for await (const rating of parseNvd(chunks(), 'nvd.json', most)) ratings.push(rating);
  return ratings;
}

test('vectors: the own analysis before that of others, newest version first', async () => {
  const both = { cvssMetricV31: [metric('Secondary', 'CVSS:3.1/x'), metric('Primary', v31)] };
  const given = [
    cve('CVE-2024-0001', { metrics: both }),
    cve('CVE-2024-0002', {
      metrics: { cvssMetricV31: [metric('Secondary', v31)], cvssMetricV40: [metric('Secondary', v40)] },
    }),
    cve('CVE-2024-0003', { metrics: {} }),
    cve('CVE-2024-0004', { vulnStatus: 'Rejected', metrics: both }),
    cve('CVE-2024-0005', { cveTags: [{ sourceIdentifier: 'x', tags: ['disputed'] }] }),
  ];
  const expected = [
    { cve: 'CVE-2024-0001', vectors: [{ type: 'CVSS_V3', score: v31 }], disputed: false },
    {
      cve: 'CVE-2024-0002',
      vectors: [
        { type: 'CVSS_V4', score: v40 },
        { type: 'CVSS_V3', score: v31 },
      ],
      disputed: false,
    },
    { cve: 'CVE-2024-0005', vectors: [], disputed: true },
  ].map((rating) => ({ modified: '2024-03-01T12:34:56Z', ...rating }));
  for (const step of [1, 7, 1 << 20]) {
    assert.deepEqual(await read(nvd(...given), step), expected);
    assert.deepEqual(await read(gzipSync(nvd(...given)), step), expected);
  }
});

const whole = nvd(cve('CVE-2024-0001', { metrics: { cvssMetricV31: [metric('Primary', v31)] } }));
const damages: readonly (readonly [name: string, bytes: Buffer, reason: RegExp])[] = [
  ['cut off', whole.subarray(0, whole.length - 2), /ends in the middle/],
  ['cut off in a record', whole.subarray(0, 200), /ends in the middle/],
  ['nothing', Buffer.alloc(0), /ends in the middle/],
  ['a web page', Buffer.from('<html>'), /is not a JSON object/],
  ['a list', Buffer.from('[]'), /is not a JSON object/],
  ['no list', Buffer.from('{"vulnerabilities":{}}'), /no list "vulnerabilities"/],
  ['two lists', Buffer.from('{"vulnerabilities":[],"vulnerabilities":[]}'), /twice/],
  ['texts', Buffer.from('{"vulnerabilities":["CVE-2024-0001"]}'), /no object/],
  ['numbers', Buffer.from('{"vulnerabilities":[1]}'), /no object/],
  ['a record of nobody', nvd({ cve: {} }), /names no CVE/],
  ['a record without a date', nvd({ cve: { id: 'CVE-2024-0001' } }), /CVE-2024-0001 has no date/],
  ['a record that is no JSON', Buffer.from('{"vulnerabilities":[{oops}]}'), /not JSON/],
  ['more behind its end', Buffer.concat([whole, Buffer.from('{}')]), /is not a JSON object/],
  ['gzip cut off', gzipSync(whole).subarray(0, 60), /does not unpack/],
  ['nested without end', Buffer.from(`{"vulnerabilities":[${'{"a":'.repeat(100)}1${'}'.repeat(100)}]}`), /too deeply/],
];
for (const [name, bytes, reason] of damages) {
  test(`a damaged file of the NVD is refused by name: ${name}`, async () => {
    await assert.rejects(read(bytes), { code: 'feed-damaged', message: reason });
  });
}

test('the own analysis counts behind however many others; sixteen vectors of four hundred letters are kept', async () => {
  const others = Array.from({ length: 40 }, (_, at) => metric('Secondary', `CVSS:3.1/${at}`));
  const own = Array.from({ length: 17 }, (_, at) => metric('Primary', `CVSS:3.1/own${at}`));
  const vectorsOf = async (list: readonly object[]) =>
    (await read(nvd(cve('CVE-2024-0001', { metrics: { cvssMetricV31: list } })), 1 << 20))[0]?.vectors ?? [];
  assert.deepEqual(await vectorsOf([...others, metric('Primary', v31)]), [{ type: 'CVSS_V3', score: v31 }]);
  assert.equal((await vectorsOf([...others, ...own.slice(1)])).length, 16);
  assert.equal((await vectorsOf(own)).length, 16);
  assert.equal((await vectorsOf([metric('Primary', 'x'.repeat(400))])).length, 1);
  assert.equal((await vectorsOf([metric('Primary', 'x'.repeat(401))])).length, 0);
});

test('a file of the NVD and its records are read up to a length', async () => {
  const long = (length: number) =>
    nvd(
      cve('CVE-2024-0001', {
        descriptions: [{ value: 'x'.repeat(length) }],
        metrics: { cvssMetricV31: [metric('Primary', v31)] },
      }),
    );
  const around = JSON.parse(long(0).toString()).vulnerabilities.map((entry: object) => JSON.stringify(entry).length)[0];
  assert.equal((await read(long(8 * 2 ** 20 - around), 1 << 20)).length, 1);
  // That it is longer is seen where a chunk ends.
  await assert.rejects(read(long(10 * 2 ** 20), 1 << 20), { code: 'feed-damaged', message: /more than/ });
  assert.equal((await read(whole, 7, whole.length)).length, 1);
  await assert.rejects(read(whole, 7, whole.length - 1), /has more than \d+ bytes \(feed-damaged\)/);
  const bomb = gzipSync(Buffer.concat([whole, Buffer.alloc(10 << 20, ' ')]));
  await assert.rejects(read(bomb, 1000, 1 << 20), /has more than 1048576 bytes \(feed-damaged\)/);
});

test('the NVD, in a database: counted, in the digest, the newest of several files, gone when no longer asked for', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['npm']);
  writeFeed(box.bucket, 'npm', [
    testRecord('GHSA-1', '2024-01-01T00:00:00Z', 'npm', 'x', '1', { aliases: ['CVE-2024-0001'] }),
    testRecord('GHSA-2', '2024-01-01T00:00:00Z', 'npm', 'y', '1', { details: '** DISPUTED ** Not a bug.' }),
  ]);
  mkdirSync(box.home, { recursive: true });
  const file = (name: string, bytes: Buffer) => {
    writeFileSync(join(box.bucket, name), bytes);
    return pathToFileURL(join(box.bucket, name)).href;
  };
  const metrics = (vector: string) => ({ metrics: { cvssMetricV31: [metric('Primary', vector)] } });
  const year = file('2024.json.gz', gzipSync(nvd(cve('CVE-2024-0001', metrics(v31)))));
  const older = file(
    'older.json',
    nvd(cve('CVE-2024-0001', { ...metrics('CVSS:3.1/AV:L'), lastModified: '2023-01-01T00:00:00.000' })),
  );
  const plain = await box.update();
  const { facts } = await box.update({ nvd: [older, year] });
  assert.notEqual(facts.digest, plain.facts.digest);
  assert.equal((await box.update({ nvd: [year, older] })).changed, false);
  assert.deepEqual(facts.feeds[0], { name: 'NVD', records: 2, withdrawn: 0, modified: '2024-03-01T12:34:56Z' });
  const store = openSqliteStore(join(box.home, 'advisories.db'));
  assert.deepEqual(store.cve('CVE-2024-0001')?.nvd, [{ type: 'CVSS_V3', score: v31 }]);
  assert.equal(store.lookup('npm', 'y')[0]?.advisory.disputed, true);
  store.close();
  assert.equal((await box.update()).facts.digest, plain.facts.digest);
});
