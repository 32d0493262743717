import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { terminalProgress } from './progress.ts';

function terminal(columns: number) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  let time = 0;
  const progress = terminalProgress(Object.assign(stream, { isTTY: true, columns }), 'en', () => time);
  function pass(milliseconds: number): void {
    time += milliseconds;
  }
  return { progress, written, pass };
}

const what = { en: 'Reading layers', 'zh-CN': '正在读取镜像层' };

test('work that is over in a blink shows nothing', () => {
  const { progress, written, pass } = terminal(80);
  for (let done = 0; done < 5; done += 1) {
    progress.step({ what, done, total: 5, unit: 'layers' });
    pass(50);
  }
  progress.clear();
  assert.deepEqual(written, []);
});

test('one line is drawn over, ten times a second at most, and taken away', () => {
  const { progress, written, pass } = terminal(80);
  for (let step = 0; step <= 100; step += 1) {
    progress.step({ what, done: step * 1e6, total: 1e8, unit: 'bytes' });
    pass(20);
  }
  assert.ok(written.length <= 20, `${written.length} lines in 2 seconds`);
  assert.ok(written.every((line) => line.startsWith('\r') && line.endsWith('\x1b[K') && !line.includes('\n')));
  assert.match(written.at(-1) ?? '', /Reading layers {2}[\d.]+ MB \/ 100 MB {2}\d+ % {2}50.0 MB\/s/);
  progress.clear();
  assert.equal(written.at(-1), '\r\x1b[K');
});

test('no name is wider than the terminal or moves its cursor', () => {
  const { progress, written, pass } = terminal(30);
  pass(1000);
  const hostile = `${'x'.repeat(100)}\x1b[2J\n`;
  progress.step({ what: { en: hostile, 'zh-CN': hostile }, done: 1, total: null, unit: 'records' });
  assert.equal((written[0] ?? '').length, '\r'.length + 29 + '\x1b[K'.length);
});
