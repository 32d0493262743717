import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { mutants } from '../../test/build/mutants.ts';
import { PlimsollError } from '../base/errors.ts';
import { zipOf } from './bucket-for-tests.ts';
import { parseEpss } from './epss.ts';
import { parseKev } from './kev.ts';
import { readModifiedList } from './modified-list.ts';
import { parseNvd } from './nvd.ts';
import { zipMembers } from './zip-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fuzz-sources-'));
after(() => rmSync(folder, { recursive: true }));

/** Holds what reading throws to one error, which names the file. */
async function holds(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    assert.ok(error instanceof PlimsollError && error.code === 'feed-damaged', String(error));
    assert.match(error.what.en, /damaged-file/);
  }
}

const sources: Readonly<Record<string, readonly [sample: Buffer, read: (bytes: Buffer) => unknown]>> = {
  'an archive': [
    zipOf([
      { name: 'A-1.json', data: '{"id":"A-1"}'.repeat(50) },
      { name: 'A-2.json', data: '{"id":"A-2"}', stored: true },
      { name: 'folder/', data: '' },
    ]),
    async (bytes) => {
      const path = join(folder, 'archive.zip');
      writeFileSync(path, bytes);
      let size = 0;
      for await (const member of zipMembers(path, 'damaged-file', { member: 1 << 20, members: 100 })) {
        assert.doesNotMatch(member.name, /^\/|(?:^|\/)\.\.(?:\/|$)/);
        size += member.read().length;
      }
      assert.ok(size < 64 << 20);
    },
  ],
  'a list': [
    Buffer.from(
      'modified,id\n2024-01-01T00:00:00Z,A-1\r\n2023-01-01T00:00:00.123456Z,A-2\n2022-01-01T00:00:00+01:00,A-3',
    ),
    (bytes) =>
      readModifiedList(cut(bytes), 'damaged-file', ({ id, modified }) => {
        assert.doesNotMatch(id, /[\s/\\,"]/);
        assert.match(modified, /^\d/);
      }),
  ],
  'a KEV catalogue': [
    Buffer.from(
      JSON.stringify({
        count: 1,
        dateReleased: '2024-01-01T00:00:00Z',
        vulnerabilities: [{ cveID: 'CVE-2024-0001', dateAdded: '2024-01-01' }],
      }),
    ),
    (bytes) => parseKev(bytes, 'damaged-file'),
  ],
  'EPSS scores': [
    Buffer.from('#model:1,score_date:2024-01-01\ncve,epss,percentile\nCVE-2024-0001,0.5,0.9\nCVE-2024-0002,1e-3,0.1\n'),
    (bytes) => {
      for (const { epss } of parseEpss(bytes, 'damaged-file').scores) assert.ok(epss >= 0 && epss <= 1);
    },
  ],
  'a file of the NVD': [
    Buffer.from(
      '{"format":"NVD_CVE","vulnerabilities":[{"cve":{"id":"CVE-2024-0001","lastModified":"2024-01-01T00:00:00.000","metrics":{"cvssMetricV31":[{"type":"Primary","cvssData":{"vectorString":"CVSS:3.1/AV:N"}}]}}},{"cve":{"id":"CVE-2024-0002","lastModified":"2024-01-01T00:00:00.000"}}]}',
    ),
    async (bytes) => {
      for await (const { cve } of parseNvd(cut(bytes), 'damaged-file')) assert.match(cve, /^CVE-/);
    },
  ],
  'EPSS scores in gzip': [gzipSync('cve,epss\nCVE-2024-0001,0.5\n'), (bytes) => parseEpss(bytes, 'damaged-file')],
};

async function* cut(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 13) yield bytes.subarray(at, at + 13);
}

for (const [name, [sample, read]] of Object.entries(sources)) {
  test(`${name}, damaged anyhow: read, or refused by name`, async () => {
    await read(sample);
    for (const mutant of mutants(sample, { seed: 91, count: 600 })) await holds(() => read(mutant));
  });
}
