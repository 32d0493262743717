import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moduleInfo } from '../../../test/build/module-info.ts';
import { XmlFault } from '../xml/xml-events.ts';
import { readModuleInfo } from './module-info.ts';
import { readPom } from './pom.ts';

const pom = (licenses: number, name = 'x') =>
  Buffer.from(`<project><licenses>${`<license><name>${name}</name></license>`.repeat(licenses)}</licenses></project>`);

test('a project has fifty licenses, and no more', () => {
  assert.equal(readPom(pom(50)).licenses.length, 50);
  assert.throws(() => readPom(pom(51)), XmlFault);
});

test('a license has a thousand letters, and no more', () => {
  assert.equal(readPom(pom(1, 'x'.repeat(1000))).licenses[0]?.name.length, 1000);
  assert.throws(() => readPom(pom(1, 'x'.repeat(1001))), XmlFault);
});

test('a module has a name of three hundred letters, and no more', () => {
  assert.equal(readModuleInfo(moduleInfo('x'.repeat(300), '1'))?.name.length, 300);
  assert.equal(readModuleInfo(moduleInfo('x'.repeat(301), '1')), null);
});
