import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, startBrowser } from '../../browser.ts';
import { debianBase } from '../build/debian.ts';
import { has, inHook, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { testHost } from './host.ts';
import { followsSchema } from './schema.ts';

const host = testHost('report');
const home = join(host.folder, 'home');
const kept = join(host.folder, 'collected.json');
const policy = join(host.folder, 'policy.yaml');
/** A version that the starter advisories know something about, as it would stand in an older image. */
const olderZlib = "sed -i '/^Package: zlib1g$/,/^$/s/^Version: .*/Version: 1:1.2.11.dfsg-2/' /var/lib/dpkg/status";
const ready = (t: TestContext) => has(t, 'docker', 'debootstrap') && isRoot(t);
let browser: Browser | null = null;

after(async () => {
  await browser?.close();
  host.removeAll();
});

// biome-ignore lint/suspicious/noExplicitAny: what the engine answers, held against what Plimsoll says
type Loose = any;

describe('the images under the containers of a real engine', { concurrency: 1 }, () => {
  let collected: Loose;
  let inspected: Loose[];

  before(async () => {
    if (!ready(inHook)) return;
    host.importBase('debian:11', debianBase());
    host.build('web:1', `FROM ${host.image('debian:11')}\nRUN echo one >/one && ${olderZlib}\n`);
    host.build('shop:1', `FROM ${host.image('web:1')}\nRUN echo app:x:1000:1000::/:/bin/sh >>/etc/passwd\nUSER app\n`);
    host.build(
      'other:1',
      `FROM ${host.image('debian:11')}\nRUN echo two >/two\nLABEL org.opencontainers.image.base.name=claimed:1 evil="\x1b[31m<b>\u202e"\n`,
    );
    host.build('gone:1', `FROM ${host.image('debian:11')}\nRUN echo three >/three\n`);
    host.create('run', 'web', 'web:1');
    host.create('run', 'shop-a', 'shop:1');
    host.create('create', 'shop-b', 'shop:1', '-u', '0');
    host.create('run', 'other', 'other:1', '-u', '12345');
    host.create('create', 'gone', 'gone:1');
    run('docker', ['rmi', '-f', host.image('gone:1')]);
    // The name moves on; who runs the older content keeps running it.
    host.build('web:1', `FROM ${host.image('debian:11')}\nRUN echo newer >/one\n`);
    const ran = await plimsoll(['baseline', 'collect', '--label', host.label, '-o', `json=${kept}`], { home });
    assert.equal(ran.code, 3, ran.stderr);
    assert.match(ran.stderr, /^plimsoll: .*\(baseline-incomplete\)\n {2}\S.*\n$/);
    assert.match(ran.stdout, new RegExp(`could not be read: ${host.image('gone:1')}, under ${host.container('gone')}`));
    collected = JSON.parse(readFileSync(kept, 'utf8'));
    const ids = run('docker', ['ps', '-aq', '--no-trunc', '--filter', `label=${host.label}`])
      .toString()
      .trim()
      .split('\n');
    inspected = JSON.parse(run('docker', ['inspect', ...ids]).toString());
  });

  const report = async (...args: readonly string[]) => {
    const ran = await plimsoll(['baseline', 'report', ...args], { home });
    assert.equal(ran.code, 0, ran.stderr);
    return ran.stdout;
  };

  test('collect: every container as docker inspect has it', (t) => {
    if (!ready(t)) return;
    const own = collected.containers.map(({ effective: _, ...container }: Loose) => container);
    const theirs = inspected.map(({ Id, Name, Config, Image, State }: Loose) => ({
      id: Id,
      name: Name.slice(1),
      image: Config.Image,
      imageId: Image,
      state: State.Status,
      user: Config.User,
      started: State.StartedAt.startsWith('0001') ? null : new Date(State.StartedAt).toISOString(),
    }));
    assert.deepEqual(
      own,
      theirs.sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
    assert.equal(own.length, 5);
  });

  test('collect: who the processes are, by the image\u2019s own accounts and by what the container was given', (t) => {
    if (!ready(t)) return;
    const users = collected.containers.map(({ name, effective }: Loose) => [name, effective.kind, effective.uid]);
    assert.deepEqual(users, [
      [host.container('gone'), 'root', 0],
      [host.container('other'), 'other', 12345],
      [host.container('shop-a'), 'other', 1000],
      [host.container('shop-b'), 'root', 0],
      [host.container('web'), 'root', 0],
    ]);
  });

  test('collect: each distinct image once, its layers and packages as the engine and dpkg have them', async (t) => {
    if (!ready(t)) return;
    assert.equal(collected.images.length, 3);
    for (const image of collected.images) {
      const [engine]: Loose[] = JSON.parse(run('docker', ['inspect', image.id]).toString());
      assert.deepEqual(image.fingerprint.diffIds, engine.RootFS.Layers);
      assert.equal(image.fingerprint.configDigest, engine.Id);
      assert.equal(image.created, new Date(engine.Created).toISOString());
      const packages = run('docker', ['run', '--rm', '--network', 'none', image.id, 'dpkg-query', '-W']).toString();
      assert.equal(image.packages, packages.trim().split('\n').length);
      assert.equal(image.distribution.name, 'Debian GNU/Linux 11 (bullseye)');
      const findings = Object.values(image.findings).reduce((sum: number, count) => sum + Number(count), 0);
      assert.equal(
        findings,
        image.layers.reduce(
          (sum: number, layer: Loose) =>
            sum + Number(Object.values(layer.findings).reduce((a, b) => Number(a) + Number(b), 0)),
          0,
        ),
      );
    }
    const scanned = await plimsoll(['scan', `docker:${host.image('shop:1')}`, '-o', 'json'], { home });
    const severities = JSON.parse(scanned.stdout).vulnerabilities.map((finding: Loose) => finding.severity);
    assert.ok(severities.length > 0, 'the starter set knows something in it');
    const shop = collected.images.find((image: Loose) => image.user === 'app');
    for (const [severity, count] of Object.entries(shop.findings)) {
      assert.equal(count, severities.filter((one: string) => one === severity).length, severity);
    }
    assert.match(shop.layers.at(-1).command, /echo app:x:1000/);
    const layers = new Set(collected.images.flatMap((image: Loose) => image.fingerprint.diffIds));
    const harvests = readdirSync(join(home, 'harvest'), { recursive: true }).filter((name) =>
      /^[0-9a-f]{2}\/[0-9a-f]{64}\./.test(String(name)),
    );
    assert.equal(harvests.length, layers.size, 'a shared layer is read and kept once');
  });

  test('collect: labels and names that would do harm are kept harmless', (t) => {
    if (!ready(t)) return;
    assert.doesNotMatch(readFileSync(kept, 'utf8'), /\\u001b|\u202e/);
    assert.ok(collected.images.some((image: Loose) => image.labels.evil === '\\x1b[31m<b>\\u{202e}'));
  });

  test('report: the tree has the real bases, counts and names', async (t) => {
    if (!ready(t)) return;
    const document = JSON.parse(await report('-o', 'json'));
    followsSchema(document, 'baseline.schema.json');
    assert.deepEqual(
      { containers: document.totals.containers, running: document.totals.running, asRoot: document.totals.asRoot },
      { containers: 5, running: 3, asRoot: 3 },
    );
    const [debian, ...others] = document.tree;
    assert.equal(others.length, 0);
    assert.ok(debian.names.some((name: Loose) => name.name === host.image('debian:11') && name.from === 'local'));
    assert.ok(debian.names.some((name: Loose) => name.name === 'claimed:1' && name.from === 'label'));
    assert.equal(debian.total.containers, 4);
    const [web, other] = debian.children;
    assert.deepEqual(
      web.names.map((name: Loose) => [name.name, name.from]),
      [[host.image('web:1'), 'asked']],
    );
    assert.equal(web.children[0].names[0].name, host.image('shop:1'));
    assert.equal(web.outdated[0].name, host.image('web:1'));
    assert.equal(document.totals.outdatedContainers, 3);
    assert.equal(other.images[0].claim.standing, 'unproven');
    assert.deepEqual(
      document.unread.map((one: Loose) => one.code),
      ['image-not-found'],
    );
  });

  test('report: a collection that was taken along says the same elsewhere', async (t) => {
    if (!ready(t)) return;
    const elsewhere = await plimsoll(['baseline', 'report', '--from', kept], { home: join(host.folder, 'elsewhere') });
    assert.equal(elsewhere.stdout, await report());
    assert.equal(elsewhere.stdout.split('\n').filter((line) => line.startsWith('container ')).length, 5);
  });

  test('approve: the policy gets the layers, keeps its comments, and judges by them', async (t) => {
    if (!ready(t)) return;
    const own = '# reviewed\nversion: 1\nname:   production   # ours\n\ncontrols:\n  labels: { require: [] }\n';
    writeFileSync(policy, own);
    const ambiguous = await plimsoll(['baseline', 'approve', host.image('web:1'), '--name', 'w', '--policy', policy], {
      home,
    });
    assert.match(ambiguous.stderr, /\(base-ambiguous\)/);
    const claimed = await plimsoll(['baseline', 'approve', 'claimed:1', '--name', 'c', '--policy', policy], { home });
    assert.match(claimed.stderr, /\(base-claimed\)/);
    assert.deepEqual([ambiguous.code, claimed.code, readFileSync(policy, 'utf8')], [2, 2, own]);
    const line = ['baseline', 'approve', host.image('debian:11'), '--name', 'golden-debian', '--policy', policy];
    const dry = await plimsoll([...line, '--dry-run'], { home });
    assert.deepEqual([dry.code, readFileSync(policy, 'utf8')], [0, own]);
    const approved = await plimsoll(line, { home });
    assert.equal(approved.code, 0, approved.stderr);
    assert.match(approved.stdout, /^\+ {2}baseImages:$/m);
    const text = readFileSync(policy, 'utf8');
    assert.ok(text.startsWith(own), text);
    const names = readdirSync(host.folder).filter((name) => name.includes('policy'));
    assert.deepEqual(names, ['policy.yaml']);
    assert.equal((await plimsoll(line, { home })).stdout.includes('nothing was changed'), true);
    assert.match(await report('--policy', policy), / approved +golden-debian$/m);
    const judged = await plimsoll(['scan', `docker:${host.image('shop:1')}`, '--policy', policy, '-o', 'json'], {
      home,
    });
    const { verdict, image } = JSON.parse(judged.stdout);
    assert.deepEqual([judged.code, verdict.decision, image.base.name], [0, 'allow', 'golden-debian']);
  });

  test('report: the page opens from disk, in both languages, on paper and on a phone', async (t) => {
    if (!ready(t) || !has(t, 'chromium')) return;
    const file = join(host.folder, 'page.html');
    await report('-o', `html=${file}`, '--policy', policy);
    browser = await startBrowser();
    for (const view of [{}, { dark: true }, { width: 360 }, { print: true }]) {
      const tab = await browser.open(pathToFileURL(file).href, view);
      assert.deepEqual([tab.complaints, tab.requests.length], [[], 1]);
      await tab.value("document.querySelectorAll('.plank').forEach((one) => one.click())");
      assert.ok((await tab.value<number>('document.documentElement.scrollWidth - innerWidth')) <= 0);
    }
    const tab = await browser.open(pathToFileURL(file).href);
    assert.match(await tab.value('document.body.innerText'), /golden-debian/);
    assert.equal(await tab.value("document.querySelectorAll('.crate').length"), 4);
    await tab.value("document.getElementById('language').click()");
    const chinese = await tab.value<string>('document.body.innerText');
    for (const words of ['容器', '已批准', '已过时', '未能完整读取']) assert.ok(chinese.includes(words), words);
    assert.doesNotMatch(chinese, /undefined|\{[a-z]+\}|What they stand on/);
    const rows = "document.querySelectorAll('.hold > li:not(.head)').length";
    assert.equal(await tab.value(rows), 5);
    await tab.value(
      "(() => { const field = document.querySelector('input'); field.value = 'shop'; field.dispatchEvent(new Event('input')); })()",
    );
    assert.equal(await tab.value(rows), 2);
  });
});
