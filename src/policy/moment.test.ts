import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf } from './moment.ts';

const cases: readonly (readonly [text: string, end: string | null])[] = [
  ['2027-03-31', '2027-04-01T00:00:00.000Z'],
  ['2028-02-29', '2028-03-01T00:00:00.000Z'],
  ['2027-12-31', '2028-01-01T00:00:00.000Z'],
  ['2027-03-31T18:00:00Z', '2027-03-31T18:00:00.000Z'],
  ['2027-03-31t18:00:00.5z', '2027-03-31T18:00:00.000Z'],
  ['2027-03-31T18:00:00+08:00', '2027-03-31T10:00:00.000Z'],
  ['2027-03-31T18:00:00-05:30', '2027-03-31T23:30:00.000Z'],
  ['2027-02-29', null],
  ['2027-02-30', null],
  ['2027-13-01', null],
  ['2027-00-10', null],
  ['2027-3-31', null],
  ['2027-02-30T00:00:00Z', null],
  ['2027-03-31T24:00:00Z', null],
  ['2027-03-31T18:00:00', null],
  ['2027-03-31T18:00Z', null],
  ['31.03.2027', null],
  ['tomorrow', null],
  ['never', null],
  ['', null],
];

for (const [text, end] of cases) {
  test(`the end of ${JSON.stringify(text)} is ${end}`, () => {
    const moment = endOf(text);
    assert.equal(moment === null ? null : new Date(moment).toISOString(), end);
  });
}
