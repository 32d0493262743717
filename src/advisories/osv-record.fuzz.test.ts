import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { InvalidRecord } from './osv-fields.ts';
import { parseOsvRecord } from './osv-record.ts';
import { packRecord, unpackEntry, unpackHead } from './record-codec.ts';

const text = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom('0', '1.2.3', 'CVE-2024-1234', 'npm', 'high', 'Ünï') },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
);
const rarely = (arbitrary: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 20, arbitrary }, { weight: 1, arbitrary: odd });
const event = fc.dictionary(fc.constantFrom('introduced', 'fixed', 'last_affected', 'limit'), text, {
  minKeys: 1,
  maxKeys: 2,
});
const record = fc.record(
  {
    id: text,
    modified: rarely(fc.constantFrom('2024-01-01T00:00:00Z', '1-01-01T00:00:00Z', '2024-01-01T00:00:00.5+01:00'), text),
    published: rarely(fc.constant('2023-01-01T00:00:00Z'), fc.jsonValue({ maxDepth: 1 })),
    withdrawn: fc.option(fc.constant('2024-01-01T00:00:00Z')),
    aliases: fc.array(text, { maxLength: 4 }),
    related: rarely(fc.array(text, { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })),
    summary: fc.oneof(text, fc.jsonValue({ maxDepth: 1 })),
    severity: fc.array(fc.record({ type: fc.constantFrom('CVSS_V3', 'Ubuntu'), score: text }), { maxLength: 2 }),
    database_specific: rarely(fc.record({ severity: text }), fc.jsonValue({ maxDepth: 1 })),
    affected: fc.array(
      fc.record(
        {
          package: fc.record({ ecosystem: text, name: text }),
          ranges: fc.array(
            fc.record({
              type: fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT'),
              events: fc.array(event, { maxLength: 4 }),
            }),
          ),
          versions: fc.array(text, { maxLength: 60 }),
          database_specific: rarely(fc.constant({ severity: 'HIGH' }), fc.jsonValue({ maxDepth: 1 })),
        },
        { requiredKeys: ['package'] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['id', 'modified'] },
);

test('any record is read or refused with a reason, and what is read is stored without loss', () => {
  let read = 0;
  fc.assert(
    fc.property(record, (value) => {
      let advisory: ReturnType<typeof parseOsvRecord>;
      try {
        advisory = parseOsvRecord(Buffer.from(JSON.stringify(value)));
      } catch (error) {
        assert.ok(error instanceof InvalidRecord, String(error));
        return;
      }
      read++;
      const packed = packRecord(advisory);
      const { affected, ...head } = advisory;
      assert.deepEqual(unpackHead(advisory.id, advisory.modified, packed.head), head);
      assert.deepEqual(
        packed.entries.map((entry) => unpackEntry(entry.ecosystem, entry.name, entry.body)),
        affected,
      );
    }),
    campaign(20240611, 1500),
  );
  assert.ok(read > 300, `${read} were records`);
});

test('any bytes of a real record, cut and changed, are read or refused with a reason', () => {
  const whole = Buffer.from(
    JSON.stringify({
      id: 'GHSA-aaaa-bbbb-cccc',
      modified: '2024-01-01T00:00:00Z',
      aliases: ['CVE-2024-1'],
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      affected: [
        { package: { ecosystem: 'npm', name: 'x' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
      ],
    }),
  );
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, end) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      try {
        parseOsvRecord(bytes.subarray(0, end));
      } catch (error) {
        assert.ok(error instanceof InvalidRecord, String(error));
      }
    }),
    campaign(7, 3000),
  );
});
