import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectors } from '../detectors/all.ts';
import { ecosystems } from '../ecosystems/all.ts';
import { gapText } from './gap-text.ts';

const chinese = (what: string) => gapText({ what, path: null, reason: 'corrupt' })['zh-CN'];

test('whatever a collector cannot read has words in Chinese, unless it is called by the name of a file', () => {
  const collectors = [...detectors, ...ecosystems.flatMap((one) => one.collectors)];
  const called = [...collectors, ...ecosystems.flatMap(({ database }) => database ?? [])].map(({ what }) => what);
  assert.ok(called.includes('Java archive') && called.includes('packages of Windows'));
  const wordless = called.filter((what) => what.includes(' ') && chinese(what).startsWith(what));
  assert.deepEqual([...new Set(wordless)], []);
  assert.equal(chinese('Cargo.lock'), 'Cargo.lock：内容已损坏');
});

test('what is counted or named has its words, too', () => {
  assert.equal(chinese('Java archive'), 'Java 归档：内容已损坏');
  assert.equal(chinese('12 more executables'), '另外 12 个可执行文件：内容已损坏');
  assert.equal(chinese('SBOM component left pad'), 'SBOM 组件 left pad：内容已损坏');
  assert.equal(chinese('npm packages'), 'npm 软件包：内容已损坏');
  assert.equal(chinese('packages of NodeSource <a@b>'), 'NodeSource <a@b> 的软件包：内容已损坏');
  assert.equal(chinese('packages of others'), '其他来源的软件包：内容已损坏');
  assert.equal(chinese('constructor'), 'constructor：内容已损坏');
});
