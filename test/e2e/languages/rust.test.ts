import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rust-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the list of crates that a program of the Rust compiler carries, stripped as it may be', async (t) => {
  if (!has(t, 'rustc', 'tar')) return;
  // What cargo auditable hands to the linker.
  const list = {
    packages: [
      { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1] },
      { name: 'itoa', version: '1.0.1', source: 'crates.io' },
      { name: 'cc', version: '1.0.79', source: 'crates.io', kind: 'build' },
    ],
  };
  const data = deflateSync(JSON.stringify(list));
  writeFileSync(join(folder, 'list'), data);
  const source = `#[used]
#[link_section = ".dep-v0"]
static LIST: [u8; ${data.length}] = *include_bytes!("list");

fn main() {
    println!("{}", LIST.len());
}
`;
  writeFileSync(join(folder, 'app.rs'), source);
  mkdirSync(join(folder, 'root/usr/local/bin'), { recursive: true });
  run('rustc', ['-C', 'strip=symbols', '-o', join(folder, 'root/usr/local/bin/app'), 'app.rs'], { cwd: folder });
  assert.equal(run(join(folder, 'root/usr/local/bin/app'), []).toString().trim(), String(data.length));

  const { packages, gaps } = await scannedFiles(folder, 'root', 'cargo');

  assert.deepEqual(packages, ['app 0.1.0 usr/local/bin/app', 'itoa 1.0.1 usr/local/bin/app']);
  assert.deepEqual(gaps, []);
});
