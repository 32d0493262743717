import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { launcher } from '../build/installation.ts';
import { has, run } from '../build/parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-progress-'));
after(() => rmSync(folder, { recursive: true }));

const small = tar([file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n')]);

before(() => {
  const large = tar([file('zeros', Buffer.alloc(200 << 20))]);
  writeFileSync(join(folder, 'file.tar'), dockerArchive({ layers: [small, large] }));
  writeFileSync(join(folder, 'pipe.tar'), dockerArchive({ layers: [small, tar([file('x', Buffer.alloc(300_000))])] }));
});

/** What a scan writes to a terminal, line by line as it is drawn over. */
function onTerminal(command: string): string[] {
  const env = `PLIMSOLL_HOME=${mkdtempSync(join(folder, 'home-'))} LANG=C.UTF-8 TERM=xterm`;
  const shell = `cd ${folder}; export ${env}; ${command.replaceAll('PLIMSOLL', launcher)}`;
  return run('script', ['-qec', `sh -c '${shell}'`, '/dev/null'])
    .toString()
    .split(/\r\n?|\n/);
}

test('a file: bytes of how many of all its layers, more and more, and nothing of it left at the end', (t) => {
  if (!has(t, 'script')) return;
  const lines = onTerminal('PLIMSOLL scan archive:file.tar -o json=/dev/null');
  const drawn = lines.filter((line) => line.includes('Reading 2 layers'));
  assert.ok(drawn.length > 0, lines.join('\n'));
  assert.match(drawn.at(-1) ?? '', /Reading 2 layers {2}[\d.]+ \w+ \/ 210 MB {2}\d+ %/);
  const shares = drawn.map((line) => Number(/(\d+) %/.exec(line)?.[1]));
  assert.ok(shares.every((share, at) => share >= (shares[at - 1] ?? 0)));
  const last = lines.findLastIndex((line) => line.includes('Reading'));
  assert.match(lines[last + 1] ?? '', /^\x1b\[K/, 'the line is taken away');
});

/** The smaller archive, slow enough for progress to be worth showing. */
const slowly =
  '(head -c 200000 pipe.tar; sleep 1; tail -c +200001 pipe.tar) | PLIMSOLL scan archive:- -o json=/dev/null';

test('a pipe: bytes and layers so far', (t) => {
  if (!has(t, 'script')) return;
  const lines = onTerminal(slowly);
  const drawn = lines.filter((line) => line.includes('Reading'));
  assert.match(drawn.at(-1) ?? '', /[\d.]+ kB.* {2}1 layers/, lines.join('\n'));
});

test('in Chinese', (t) => {
  if (!has(t, 'script')) return;
  const lines = onTerminal(`${slowly} --lang zh-CN`);
  assert.ok(
    lines.some((line) => /正在读取归档.*1 层/.test(line)),
    lines.join('\n'),
  );
});

test('none where standard error is no terminal, or with --quiet', (t) => {
  if (!has(t, 'script')) return;
  assert.equal(onTerminal(`${slowly} --quiet`).join(''), '');
  assert.equal(onTerminal(`${slowly} 2>errors; cat errors`).join(''), 'wrote /dev/null');
});
