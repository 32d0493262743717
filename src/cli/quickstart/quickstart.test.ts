import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { callPlimsoll, type Given, sampleReport } from '../../../test/build/command-line.ts';
import { failure } from '../../base/errors.ts';
import type { LocalImage } from '../../images/docker/local-images.ts';
import type { Services } from '../services.ts';
import { newestImages } from './choose-images.ts';

function image(name: string, day: number, id = `sha256:${name}`): LocalImage {
  return { name, id, created: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`, size: 1 };
}

/** A quick start in a state directory of its own; what lies in its report folder afterwards. */
async function start(argv: readonly string[], given: Given) {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-quickstart-'));
  try {
    const ended = await callPlimsoll(['quickstart', ...argv], { ...given, environment: { PLIMSOLL_HOME: home } });
    const folder = join(home, 'quickstart');
    const pages = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    return { ...ended, pages, folder };
  } finally {
    rmSync(home, { recursive: true });
  }
}

function engine(...images: LocalImage[]): Partial<Services> {
  const nothing = () => Promise.reject(new Error('not expected to be called'));
  return {
    engines: { probe: nothing, credentials: nothing, images: async () => ({ address: 'unix:///engine.sock', images }) },
  };
}

test('the newest images come first, each content once, by a name where it has one', () => {
  const all = [image('sha256:aa', 3, 'aa'), image('old', 1), image('new', 9), image('named', 3, 'aa')];
  const { images, leftOut } = newestImages(all, 2);
  assert.deepEqual([images.map((one) => one.name), leftOut], [['new', 'named'], 1]);
});

test('looks at the images of the engine, newest first, and says how many it left out', async () => {
  const services = engine(...[1, 2, 3, 4].map((day) => image(`shop:${day}`, day)));
  const { code, stdout, scans, pages, folder } = await start(['--limit', '2'], { services });
  assert.equal(code, 0);
  assert.deepEqual(
    scans.map((scan) => [scan.ref, scan.policyFiles]),
    [
      ['docker:shop:4', ['builtin:default']],
      ['docker:shop:3', ['builtin:default']],
    ],
  );
  assert.match(stdout, /2 more were left out to be quick: plimsoll quickstart --limit 4/);
  assert.ok(stdout.includes(join(folder, 'index.html')));
  assert.match(stdout, /plimsoll db update/);
  assert.deepEqual([...pages.keys()].sort(), ['01-docker-shop-4.html', '02-docker-shop-3.html', 'index.html']);
  assert.match(pages.get('index.html') ?? '', /href="01-docker-shop-4.html"/);
});

test('without an engine looks at this machine, whatever the verdict with exit code 0', async () => {
  const { code, stdout, scans, pages } = await start([], {
    report: { verdict: { ...sampleReport.verdict, decision: 'deny' } },
  });
  assert.equal(code, 0);
  assert.deepEqual(
    scans.map((scan) => scan.ref),
    ['rootfs:/'],
  );
  assert.match(stdout, /✘ DENIED {2}rootfs:\//);
  assert.deepEqual([...pages.keys()], ['01-rootfs-.html']);
});

test('one image that cannot be read does not spoil the rest; a hostile name does no harm', async () => {
  const hostile = '<script>alert(1)</script>\x1b[2J/../x';
  const services = {
    ...engine(image('bad', 2), image(hostile, 1)),
    async scan(request: { ref: string }) {
      if (request.ref === 'docker:bad') throw failure('image-not-found', { ref: request.ref, hint: '-' });
      return { ...sampleReport, ref: request.ref };
    },
  };
  const { code, stdout, pages } = await start([], { services });
  assert.equal(code, 0);
  assert.match(stdout, /\? UNREAD {3}docker:bad .* there is no image docker:bad/);
  assert.ok(!stdout.includes('\x1b'));
  const index = pages.get('index.html') ?? '';
  assert.ok(!index.includes('<script') && index.includes('&lt;script'));
  assert.ok([...pages.keys()].every((name) => /^[\w.-]+$/.test(name)));
});

test('where nothing at all could be read, it says so like a scan', async () => {
  const scan = () => Promise.reject(failure('image-not-found', { ref: 'rootfs:/', hint: 'hint' }));
  const { code, stderr } = await start([], { services: { scan } });
  assert.equal(code, 3);
  assert.match(stderr, /\(image-not-found\)\n {2}hint\n/);
});
