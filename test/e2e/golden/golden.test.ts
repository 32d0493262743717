import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Browser, startBrowser } from '../../browser.ts';
import { instructionsOf } from '../../build/golden.ts';
import { followsSchema } from '../baseline/schema.ts';
import { launcher } from '../build/installation.ts';
import { has, inHook, isRoot, run } from '../build/parts.ts';
import { type TinyDebian, tinyDebian } from './tiny-debian.ts';

const ready = (t: TestContext) => has(t, 'docker', 'debootstrap', 'dpkg-deb') && isRoot(t);

// biome-ignore lint/suspicious/noExplicitAny: what the engine and Plimsoll print, held against each other
type Loose = any;

const strict =
  '  vulnerabilities: { severity: medium }\n  rootUser: {}\n  packages: { forbid: [{ name: "netcat-gold" }] }';

describe('golden images at a real engine', { concurrency: 1 }, () => {
  let ground: TinyDebian;
  let browser: Browser | null = null;
  before(async () => {
    if (ready(inHook)) ground = await tinyDebian('build');
  });
  after(async () => {
    await browser?.close();
    ground?.removeAll();
  });

  const inspected = (name: string): Loose => JSON.parse(run('docker', ['inspect', name]).toString())[0];
  const inside = (image: string, script: string) =>
    run('docker', ['run', '--rm', '--network', 'none', '--entrypoint', 'sh', image, '-c', script]).toString().trim();
  const build = (image: string, ...args: readonly string[]) =>
    ground.plimsoll('golden', 'build', '--network', 'none', ...args, `docker:${image}`);

  test('plan: the same from every source, but for what FROM names', async (t) => {
    if (!ready(t)) return;
    const policy = ground.policy('strict', strict);
    const archive = join(ground.folder, 'tiny.tar');
    run('docker', ['save', '-o', archive, ground.image('tiny')]);
    const engine = await ground.plimsoll('golden', 'plan', '--policy', policy, `docker:${ground.image('tiny')}`);
    const saved = await ground.plimsoll('golden', 'plan', '--policy', policy, `archive:${archive}`);
    assert.equal(engine.code, 0, engine.stderr);
    assert.equal(saved.code, 0, saved.stderr);
    assert.deepEqual(instructionsOf(saved.stdout), instructionsOf(engine.stdout));
    const [from, ...steps] = instructionsOf(engine.stdout);
    assert.equal(from, `FROM ${inspected(ground.image('tiny')).Id}`);
    assert.match(steps[0] ?? '', /^RUN apt-get update .* libgold lategold /);
    assert.match(steps[1] ?? '', /^RUN dpkg --purge netcat-gold$/);
    assert.match(
      engine.stdout,
      /^# {3}libgold 1\.0 {2}fixed in 2\.0 {2}CVE-2026-0002 \(critical\), CVE-2026-0001 \(high\)$/m,
    );
    assert.match(engine.stdout, /^#RUN dpkg --purge apt$/m, 'wget is not proposed: there is a health check');
  });

  test('plan: as JSON it follows its schema, and the Dockerfile in it is the one on standard output', async (t) => {
    if (!ready(t)) return;
    const kept = join(ground.folder, 'Dockerfile.golden');
    const ran = await ground.plimsoll(
      'golden',
      'plan',
      '-o',
      'json',
      '-o',
      `dockerfile=${kept}`,
      `docker:${ground.image('tiny')}`,
    );
    const plan: Loose = JSON.parse(ran.stdout);
    followsSchema(plan, 'golden-plan.schema.json');
    assert.equal(plan.dockerfile, readFileSync(kept, 'utf8'));
  });

  test('the plan builds by hand, too', async (t) => {
    if (!ready(t)) return;
    const { stdout } = await ground.plimsoll('golden', 'plan', '--remove-tools', `docker:${ground.image('tiny')}`);
    const id = run('docker', ['build', '-q', '--network', 'none', '-'], { input: stdout }).toString().trim();
    assert.equal(inside(id, 'id -u; command -v apt-get || echo none'), '1000\nnone');
  });

  test('build: denied before, allowed after; what changed is what the engine has', async (t) => {
    if (!ready(t)) return;
    const policy = ground.policy('strict', strict);
    const files = ['json', 'html', 'markdown'].map((format) => `${format}=${join(ground.folder, `golden.${format}`)}`);
    const outputs = ['table', ...files].flatMap((output) => ['-o', output]);
    const ran = await build(ground.image('tiny'), '--policy', policy, ...outputs);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /recorded as entry 1: allowed/);
    assert.match(ran.stdout, /^compare {2}verdict +better +denied +allowed$/m);
    assert.match(ran.stdout, /^compare {2}critical +better +1 +0$/m);
    assert.match(ran.stdout, /^compare {2}user +better +root +uid_1000$/m);
    assert.match(ran.stdout, /^stays {2}low {2}CVE-2026-0003 {2}lategold {2}1\.0 {2}3\.0 {2}not-reached$/m);

    const name = `${ground.image('tiny')}:latest-golden`;
    const document: Loose = JSON.parse(readFileSync(join(ground.folder, 'golden.json'), 'utf8'));
    followsSchema(document, 'golden-build.schema.json');
    const image = inspected(name);
    assert.equal(document.result.id, image.Id);
    assert.deepEqual(document.result, { id: image.Id, name, recorded: true, approvedAs: null });
    assert.deepEqual(
      document.packages.upgraded.map(({ name: pkg, before: was, after: is }: Loose) => [pkg, was, is]),
      [['libgold', '1.0', '2.0']],
    );
    assert.deepEqual(
      document.packages.removed.map(({ name: pkg }: Loose) => pkg),
      ['netcat-gold'],
    );
    assert.deepEqual(document.after.findings.total, 1);
    assert.deepEqual(document.after.fingerprint.diffIds, image.RootFS.Layers);

    const { Config: config } = image;
    const original = inspected(ground.image('tiny')).Config;
    for (const key of ['Entrypoint', 'Cmd', 'Env', 'Healthcheck', 'WorkingDir', 'ExposedPorts'])
      assert.deepEqual(config[key], original[key], key);
    assert.equal(config.User, '1000:1000');
    assert.equal(config.Labels['plimsoll.golden.base'], inspected(ground.image('tiny')).Id);
    assert.equal(run('docker', ['run', '--rm', '--network', 'none', name]).toString().trim(), '1000');
    assert.equal(
      inside(
        name,
        'dpkg-query -W -f "\\\u0024{Version}" libgold; find / -xdev -perm /6000 -type f 2>/dev/null; ls /var/lib/apt/lists',
      ),
      '2.0',
    );
    assert.match(inside(name, 'getent passwd 1000'), /^app:x:1000:1000:.*nologin$/);

    const markdown = readFileSync(join(ground.folder, 'golden.markdown'), 'utf8');
    assert.match(markdown, /\| verdict \| denied \| allowed \| ✅ \|/);
    assert.match(readFileSync(join(ground.folder, 'golden.html'), 'utf8'), /CVE-2026-0003 lategold/);
    const shown = await ground.plimsoll('ledger', 'show', image.Id.slice(7, 19));
    assert.match(shown.stdout, new RegExp(name.replace(/[/]/g, '\\/')));
  });

  test('build: the page opens from disk, in both languages, on paper and on a phone', async (t) => {
    if (!ready(t) || !has(t, 'chromium')) return;
    const page = pathToFileURL(join(ground.folder, 'golden.html')).href;
    browser = await startBrowser();
    for (const view of [{}, { dark: true }, { width: 360 }, { print: true }]) {
      const tab = await browser.open(page, view);
      assert.deepEqual([tab.complaints, tab.requests.length], [[], 1]);
      assert.ok((await tab.value<number>('document.documentElement.scrollWidth - innerWidth')) <= 0);
    }
    const tab = await browser.open(page);
    const english = await tab.value<string>('document.body.innerText');
    for (const words of ['allowed', 'uid 1000', 'libgold', 'RUN dpkg --purge netcat-gold'])
      assert.ok(english.includes(words), words);
    await tab.value("document.getElementById('language').click()");
    const chinese = await tab.value<string>('document.body.innerText');
    for (const words of ['放行', '已升级', '前后对比']) assert.ok(chinese.includes(words), words);
    assert.doesNotMatch(chinese, /undefined|\{[a-z]+\}|Before and after/);
  });

  test('build: what the policy denies after all gets no name and stands in no ledger', async (t) => {
    if (!ready(t)) return;
    const before = await ground.plimsoll('ledger', 'list');
    const policy = ground.policy('late', '  vulnerabilities: { ids: [CVE-2026-0003] }');
    const ran = await build(ground.image('tiny'), '--policy', policy, '--tag', ground.image('denied'), '-o', 'json');
    assert.equal(ran.code, 1, ran.stderr);
    const { result }: Loose = JSON.parse(ran.stdout);
    assert.deepEqual([result.name, result.recorded], [null, false]);
    assert.ok(inspected(result.id), 'it can be looked at');
    assert.throws(() => inspected(ground.image('denied')));
    assert.match(ran.stderr, /was not given a name: the policy denies it/);
    assert.equal((await ground.plimsoll('ledger', 'list')).stdout, before.stdout);
  });

  test('build: approved as a base, and judged under the policy that says so', async (t) => {
    if (!ready(t)) return;
    const policy = ground.policy(
      'bases',
      `${strict}\n  baseImages: { approved: [{ name: old, diffIds: ["sha256:${'0'.repeat(64)}"] }] }`,
    );
    const args = ['--policy', policy, '--approve', 'golden-tiny', '--tag', ground.image('approved:1'), '-o', 'json'];
    const ran = await build(ground.image('tiny'), ...args);
    assert.equal(ran.code, 0, ran.stderr);
    const { result, controls, after: now }: Loose = JSON.parse(ran.stdout);
    assert.equal(result.approvedAs, 'golden-tiny');
    assert.deepEqual(
      controls.find(({ id }: Loose) => id === 'baseImages'),
      { id: 'baseImages', before: 'fail', after: 'pass' },
    );
    assert.match(readFileSync(policy, 'utf8'), /golden-tiny/);
    const scanned: Loose = JSON.parse(
      (await ground.plimsoll('scan', '-o', 'json', '--policy', policy, `docker:${ground.image('approved:1')}`)).stdout,
    );
    assert.equal(scanned.verdict.policy.digest, now.policy.digest, 'the record holds under the policy in force');
    assert.equal(scanned.verdict.decision, 'allow');
  });

  test('build: one that fails says what matters and leaves nothing', async (t) => {
    if (!ready(t)) return;
    ground.build('broken', ['RUN rm -r /repo']);
    const before = ground.ours();
    const ran = await build(ground.image('broken'));
    assert.equal(ran.code, 3);
    assert.match(
      ran.stderr,
      /^plimsoll: step 2\/\d+ \(RUN apt-get .*E: .*file:\/repo.*\(golden-build-failed\)\n {2}\S.*\n$/s,
    );
    assert.equal(ran.stdout, '');
    assert.deepEqual(ground.ours(), before);
  });

  test('build: killed in the middle, there is no record, no name and no container', async (t) => {
    if (!ready(t)) return;
    ground.build('slow', [
      'RUN printf "#!/bin/sh\\nexec sleep 300\\n" >/usr/bin/apt-get && chmod 755 /usr/bin/apt-get',
    ]);
    const ledger = await ground.plimsoll('ledger', 'list');
    const containers = () => [...ground.ours()].filter((id) => !id.startsWith('sha256:'));
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const before = ground.ours();
      const child = spawn(launcher, ['golden', 'build', '--network', 'none', `docker:${ground.image('slow')}`], {
        env: { ...process.env, PLIMSOLL_HOME: ground.home },
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      for (let tries = 0; containers().length === 0 && tries < 200; tries += 1) await pause(100);
      assert.equal(containers().length, 1, 'the build runs');
      child.kill(signal);
      await ended;
      for (let tries = 0; containers().length > 0 && tries < 200; tries += 1) await pause(100);
      assert.deepEqual(containers(), []);
      if (signal === 'SIGINT') assert.deepEqual(ground.ours(), before, 'and what was made is removed');
      assert.throws(() => inspected(`${ground.image('slow')}:latest-golden`));
      assert.equal((await ground.plimsoll('ledger', 'list')).stdout, ledger.stdout);
    }
  });

  test('what cannot be built is refused before anything is', async (t) => {
    if (!ready(t)) return;
    ground.build('triggers', ['ONBUILD RUN touch /owned']);
    ground.build('ended', ['RUN sed -i "s/12/10/g" /usr/lib/os-release']);
    const archive = join(ground.folder, 'gone.tar');
    ground.importTiny('gone');
    run('docker', ['save', '-o', archive, ground.image('gone')]);
    run('docker', ['rmi', '-f', ground.image('gone')]);
    const before = ground.ours();
    const cases: readonly (readonly [args: readonly string[], exit: number, message: RegExp])[] = [
      [[`docker:${ground.image('triggers')}`], 3, /ONBUILD instructions.*touch \/owned.*golden-triggers/],
      [[`docker:${ground.image('ended')}`], 3, /2024-06-30.*golden-not-possible/],
      [[`archive:${archive}`], 3, /golden-base-absent\)\n.*docker load -i/s],
      [['rootfs:/etc'], 2, /golden-no-image/],
      [['--tag', 'Not A Name', `docker:${ground.image('tiny')}`], 2, /--tag/],
      [['--approve', 'x', `docker:${ground.image('tiny')}`], 2, /--policy FILE/],
    ];
    for (const [args, exit, message] of cases) {
      const ran = await ground.plimsoll('golden', 'build', '--network', 'none', ...args);
      assert.match(ran.stderr, message);
      assert.equal(ran.code, exit, ran.stderr);
      assert.equal(ran.stdout, '');
    }
    assert.deepEqual(ground.ours(), before);
    const plan = await ground.plimsoll('golden', 'plan', '-o', 'table', `docker:${ground.image('ended')}`);
    assert.equal(plan.code, 3);
    assert.match(plan.stdout, /^rebuild {2}distribution-ended/m);
    assert.ok(!existsSync('/owned'));
  });
});
