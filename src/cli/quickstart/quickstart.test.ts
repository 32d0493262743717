import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { callPlimsoll, type Given, sampleReport } from '../../../test/build/command-line.ts';
import { sampleReport as richReport } from '../../../test/sample-report.ts';
import { displayWidth } from '../../base/display-width.ts';
import { failure } from '../../base/errors.ts';
import type { LocalImage } from '../../images/docker/local-images.ts';
import type { Severity, VulnerabilityFinding } from '../../model/finding.ts';
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

const docker = { address: 'unix:///engine.sock', engine: 'Docker 27.1', trouble: null };

function engine(...images: LocalImage[]): Partial<Services> {
  const nothing = () => Promise.reject(new Error('not expected to be called'));
  return { engines: { probe: async () => [docker], credentials: nothing, images: async () => images } };
}

test('the newest images come first, each content once and by a name, what builds left behind last', () => {
  const left = `sha256:${'b'.repeat(64)}`;
  const all = [
    image('sha256:aa', 3, 'aa'),
    image('old', 1),
    image(left, 20, left),
    image('new', 9),
    image('named', 3, 'aa'),
  ];
  const { images, leftOut } = newestImages(all, 3);
  assert.deepEqual([images.map((one) => one.name), leftOut], [['new', 'named', 'old'], 1]);
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
  assert.match(stdout, /Looking at the images of Docker 27\.1 \(unix:\/\/\/engine\.sock\): 2 of 4/);
  assert.match(stdout, /Left out to be quick: 2\. To see all: \S+ quickstart --limit 4/);
  assert.ok(stdout.includes(join(folder, 'index.html')));
  assert.match(stdout, /plimsoll db update {2,}fetch all advisories/);
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
  assert.match(stdout, /No container engine answers here, .* for 1m at most\./);
  assert.doesNotMatch(stdout, /Time ran out/);
  assert.match(stdout, /✘ DENIED {2}rootfs:\//);
  assert.deepEqual([...pages.keys()], ['01-rootfs.html']);
});

test('this machine is looked at for a minute or as long as was asked, and it is told when that was not enough', async () => {
  const gap = { what: 'layer', path: null, layer: null, reason: 'timeout', blinds: [], incomplete: true } as const;
  const report = { inventory: { ...sampleReport.inventory, gaps: [gap] } };
  for (const [args, time, words] of [
    [[], 60_000, '1m'],
    [['--timeout', '5s'], 5000, '5s'],
  ] as const) {
    const { stdout, scans } = await start(args, { report });
    assert.deepEqual(
      scans.map(({ timeout }) => timeout),
      [time],
    );
    assert.match(stdout, new RegExp(`for ${words} at most\\.`));
    assert.match(stdout, /Time ran out before all of it was read\. To see all: \S+ scan rootfs:\/\n/);
  }
  const { scans } = await start([], { services: engine(image('shop', 1)) });
  assert.deepEqual(
    scans.map(({ timeout }) => timeout),
    [null],
  );
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
  assert.match(stdout, /\? UNREAD +bad +–/);
  assert.match(stdout, /\? bad: there is no image docker:bad/);
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

test('an engine that may not be asked is told from none, and one without images from both', async () => {
  const closed = { address: 'unix:///engine.sock', engine: null, trouble: 'EACCES' };
  const services = engine();
  const forbidden = { engines: { ...services.engines!, probe: async () => [closed] } };
  const { stdout } = await start([], { services: forbidden });
  assert.match(stdout, /may not ask the container engine at unix:\/\/\/engine\.sock/);
  assert.match(stdout, /sudo \S+ quickstart/);
  assert.match((await start([], { services })).stdout, /Docker 27\.1 \(unix:\/\/\/engine\.sock\) has no images yet/);
});

test('what helps most is counted over all images', async () => {
  const finding = findingsOf('openssl', 'critical', 'high');
  const services = engine(image('shop:1', 1), image('shop:2', 2));
  const { stdout } = await start([], { services, report: { vulnerabilities: finding } });
  assert.match(stdout, /critical +high/);
  assert.match(stdout, /shop:2 +1 +1 +2\n/);
  assert.match(stdout, /1 {2}Upgrade openssl 1 → 2 +fixes 4 \(2 critical, 2 high\) in 2 images\n/);
});

test('what helps one image is said of one', async () => {
  const gap = { what: 'layer', path: null, layer: null, reason: 'truncated', blinds: [], incomplete: true } as const;
  const { stdout } = await start([], { report: { inventory: { ...sampleReport.inventory, gaps: [gap] } } });
  assert.match(stdout, /1 {2}Get the image whole and scan it again +in one image\n/);
});

test('the controls that keep an image out are named, and what a starter set means for them', async () => {
  const control = (id: string, outcome: 'pass' | 'fail' | 'unknown') => ({
    id,
    outcome,
    message: { en: '', 'zh-CN': '' },
    evidence: [],
    examined: 0,
  });
  const controls = [control('database', 'fail'), control('labels', 'unknown'), control('rootUser', 'pass')];
  const verdict = { ...sampleReport.verdict, decision: 'deny' as const, controls };
  const denied = await start([], { report: { verdict } });
  assert.match(denied.stdout, /rootfs:\/ .* database, labels\n/);
  assert.match(denied.stdout, /the control "database" of the policy observe lets no image pass yet/);
  assert.doesNotMatch((await start([], {})).stdout, /the control "database"/);
  const undecided = { ...verdict, controls: [control('labels', 'unknown')] };
  assert.match((await start([], { report: { verdict: undecided } })).stdout, /\? NOT DECIDED {2}rootfs:/);
});

test('a state directory that cannot be used ends it before anything is looked at', async () => {
  const ended = await callPlimsoll(['quickstart'], { environment: { PLIMSOLL_HOME: '/proc/plimsoll' } });
  assert.deepEqual([ended.code, ended.stdout, ended.scans.length], [3, '', 0]);
  assert.match(ended.stderr, /\(home-unusable\)\n {2}\S/);
});

test('fits narrow terminals in both languages, commands unbroken', async () => {
  const services = engine(image(`registry.local/a-team-with-a-long-name/${'x'.repeat(80)}:1`, 1), image('shop:2', 2));
  for (const columns of [60, 80, 120]) {
    for (const language of ['en', 'zh-CN']) {
      const { stdout } = await start(['--lang', language], { services, terminal: true, columns });
      const mayBeWide = (line: string) => line.includes('plimsoll') || line.includes('index.html');
      const wide = plainText(stdout)
        .split('\n')
        .filter((line) => displayWidth(line) > columns && !mayBeWide(line));
      assert.deepEqual(wide, [], `${columns} ${language}`);
    }
  }
});

function plainText(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}

/** A finding of a package for each severity, all fixed by the same version. */
function findingsOf(name: string, ...severities: Severity[]): VulnerabilityFinding[] {
  const [any] = richReport().vulnerabilities;
  const alike = {
    ...any!,
    package: name,
    installed: '1',
    fixed: '2',
    knownExploited: false,
    status: 'affected',
  } as const;
  return severities.map((severity, at) => ({ ...alike, id: `CVE-2026-000${at}`, severity, purl: `pkg:deb/${name}` }));
}
