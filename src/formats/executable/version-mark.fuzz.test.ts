import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { versionIn, versionMark } from './version-mark.ts';

const templates = [
  '\0nginx/{version}',
  'OpenSSL {version+} {some} 2',
  '\0{version}\0({some})\0gcc version',
  '\0{named}\0',
  '{version3}{host}-{some}000000000\0',
  '\0{version~}{pad}Fluent Bit',
  'deno-{hash}{version}',
];
const marks = templates.flatMap((template) => versionMark(template, '3.11') ?? []);
const sample = Buffer.from(
  'a\0nginx/1.2.3\0OpenSSL 1.1.1w 11 Sep 2023\0' + '12.2.0\0(Debian)\0gcc version\0' + '3.11.4\0',
  'latin1',
);

test('whatever is in a program, its version is one or none', () => {
  for (const mutant of mutants(sample, { seed: 91, count: 3000 })) {
    for (const mark of marks) {
      const version = versionIn(mutant, mark);
      if (version !== null) assert.match(version, /^\d[\w.~-]*$/);
    }
  }
});

test('programs that are made to take long do not', () => {
  const units = [
    'nginx/',
    'nginx/1.',
    'OpenSSL 1.1.1 ',
    '\0(gcc version',
    '3.11.',
    '1.1.1.1.1-',
    '\0',
    '9',
    '3.11.1',
    '000000000',
    'Fluent Bit\0',
    '1.1.1abcdefabcdef-',
    'deno-0',
  ];
  for (const unit of units) {
    const content = Buffer.alloc(8 << 20, unit, 'latin1');
    const before = processorTime();
    for (const mark of marks) versionIn(content, mark);
    assert.ok(processorTime() - before < 3000, JSON.stringify(unit));
  }
});
