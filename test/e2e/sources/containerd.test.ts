import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { ociArchive } from '../../build/image.ts';
import { has, inHook, isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { ownContainerd } from '../gate-runtime/own-containerd.ts';
import { oddImage } from './odd-image.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-containerd-'));
const engine = ownContainerd({ folder });
const name = 'docker.io/library/odd:1';
const archive = join(folder, 'odd.tar');
const isReady = (t: TestContext) => has(t, 'containerd', 'ctr') && isRoot(t);
const root = ['--containerd-root', engine.root];
let expected: Report;

before(async () => {
  writeFileSync(archive, ociArchive(oddImage(name)));
  if (!isReady(inHook)) return;
  expected = await reportOf(`archive:${archive}`, folder);
  await engine.start();
  for (const space of ['default', 'k8s.io']) {
    const { code, text } = engine.ctr('--namespace', space, 'images', 'import', archive);
    assert.equal(code, 0, text);
  }
  assert.equal(engine.ctr('--namespace', 'k8s.io', 'images', 'tag', name, 'registry.local/only/here:2').code, 0);
});
after(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});

/** The two lines of the error that ends a scan. */
async function refused(ref: string, flags: readonly string[] = root): Promise<string> {
  const ran = await plimsoll(['scan', ref, ...flags], { home: mkdtempSync(join(folder, 'home-')) });
  assert.equal(ran.code, 3, ran.stderr);
  return ran.stderr;
}

describe('containerd, while it runs', { concurrency: 1 }, () => {
  test('by name, in full and short, by digest, in a namespace: the report of the archive', async (t) => {
    if (!isReady(t)) return;
    const listed = engine.ctr('images', 'list').text;
    const digest = /sha256:[0-9a-f]{64}/.exec(listed)?.[0] ?? listed;
    for (const [ref, flags] of [
      [name, []],
      ['odd:1', []],
      [digest, []],
      ['registry.local/only/here:2', ['--namespace', 'k8s.io']],
    ] as const) {
      const report = await reportOf(`containerd:${ref}`, folder, { flags: [...root, ...flags] });
      assert.deepEqual(comparable(report), comparable(expected), ref);
      assert.deepEqual([report.image.source, report.image.unprovenLayers], ['containerd', []]);
    }
  });

  test('what it does not have is told with where it is, or what it may have been meant to be', async (t) => {
    if (!isReady(t)) return;
    assert.match(await refused('containerd:registry.local/only/here:2'), /another namespace: --namespace k8s\.io/);
    assert.match(await refused('containerd:odt:1'), /Did you mean docker\.io\/library\/odd:1\?/);
    assert.match(await refused('containerd:nothing/like/it:7'), /ctr --namespace default images list/);
    assert.match(
      await refused('containerd:x', ['--containerd-root', join(folder, 'nowhere')]),
      /\(containerd-absent\)/,
    );
  });

  test('a layer that was changed or thrown away is a gap, a manifest an error', async (t) => {
    if (!isReady(t)) return;
    const blobs = join(engine.root, 'io.containerd.content.v1.content/blobs/sha256');
    const largest = readdirSync(blobs)
      .map((file) => ({ file, bytes: readFileSync(join(blobs, file)) }))
      .sort((a, b) => b.bytes.length - a.bytes.length)[0];
    assert.ok(largest !== undefined);
    const path = join(blobs, largest.file);
    const changed = Buffer.from(largest.bytes);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    const gapsOf = async () => {
      const home = mkdtempSync(join(folder, 'home-'));
      const ran = await plimsoll(['scan', 'containerd:odd:1', '-o', 'json', ...root], { home });
      assert.equal(ran.code, 3);
      return (JSON.parse(ran.stdout) as Report).gaps.map(({ what, reason }) => `${what} ${reason}`);
    };
    writeFileSync(path, changed);
    assert.match((await gapsOf()).join(), /layer (?:corrupt|digest-mismatch)/);
    rmSync(path);
    assert.match((await gapsOf()).join(), /layer missing/);
    writeFileSync(path, largest.bytes);
  });

  test('its names, damaged', async (t) => {
    if (!isReady(t)) return;
    const damaged = join(folder, 'damaged');
    mkdirSync(join(damaged, 'io.containerd.metadata.v1.bolt'), { recursive: true });
    writeFileSync(join(damaged, 'io.containerd.metadata.v1.bolt/meta.db'), 'x'.repeat(100_000));
    const said = await refused('containerd:odd:1', ['--containerd-root', damaged]);
    assert.match(said, /\(containerd-unreadable\)\n {2}.*ctr images export/);
  });
});
