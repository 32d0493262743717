import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { directory, file, type TestEntry, tar } from '../../build/tar.ts';
import { has, isRoot } from '../build/parts.ts';
import { type Ended, inMachine, type SystemdMachine, systemdMachine } from './systemd-machine.ts';

const ready = (t: TestContext) => has(t, 'docker', 'busybox', 'systemctl', 'nsenter') && isRoot(t);

let made: SystemdMachine | null = null;
after(() => made?.remove());
const machine = (): SystemdMachine => {
  made ??= systemdMachine();
  return made;
};

const policyFile = '/etc/plimsoll/policy.yaml';
const engineSocket = '/run/plimsoll/engine/docker.sock';
/** In the group of the engine's socket, and in no other. */
const sailor = 4321;

const plimsoll = (...args: string[]) => machine().run(`${inMachine}/bin/plimsoll`, args);
const docker = (...args: string[]) => machine().run('docker', args);
const direct = (...args: string[]) => docker('-H', `unix://${engineSocket}`, ...args);
const systemctl = (...args: string[]) => machine().run('systemctl', args);
const install = (...args: string[]) => plimsoll('gate', 'docker', 'install', '--policy', policyFile, ...args);

/** Every file of the configuration with what is in it, who owns it and what may be done with it; and the socket that clients use. */
/** What the machine is made of may get this meanwhile, from the first container that Podman runs there. */
const ofOthers = '! -path /etc/cni/net.d/cni.lock';

function listing(): string {
  const { code, text } = machine().run('sh', [
    '-c',
    `find /etc /usr/local/lib -xdev -type f ${ofOthers} -exec sha256sum {} + | sort -k 2
find /etc /usr/local/lib -xdev ${ofOthers} -printf '%p %m %u:%g %y %l\\n' | sort
stat -c '%n %a %U:%G' /run/docker.sock; ls /run/plimsoll 2>&1; getent passwd plimsoll; getent group plimsoll; true`,
  ]);
  assert.equal(code, 0, text);
  return text;
}

function differences(now: string, then: string): readonly string[] {
  const [lines, old] = [new Set(now.split('\n')), new Set(then.split('\n'))];
  const gone = [...old].filter((line) => !lines.has(line)).map((line) => `- ${line}`);
  return [...gone, ...[...lines].filter((line) => !old.has(line)).map((line) => `+ ${line}`)];
}

function image(name: string, ...more: readonly TestEntry[]): Buffer {
  const layer = tar([
    directory('bin'),
    { name: 'bin/busybox', content: readFileSync('/bin/busybox'), mode: 0o755 },
    directory('etc'),
    file('etc/passwd', 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n'),
    ...more,
  ]);
  const config = { User: 'app', Cmd: ['/bin/busybox', 'sleep', '600'] };
  return dockerArchive({ layers: [layer], tag: name, config });
}

const lodash = [
  directory('srv'),
  file('srv/node_modules/lodash/package.json', JSON.stringify({ name: 'lodash', version: '4.17.4' })),
];

function states(): Record<string, string> {
  const { text } = plimsoll('gate', 'docker', 'status', '-o', 'json');
  const checks: { id: string; state: string }[] = JSON.parse(text).checks;
  return Object.fromEntries(checks.map(({ id, state }) => [id, state]));
}

const allClosed = {
  service: 'closed',
  socket: 'closed',
  'engine-socket': 'closed',
  authz: 'closed',
  tcp: 'closed',
  runtime: 'closed',
  runtimes: 'closed',
};

const refused = ({ code, text }: Ended, pattern: RegExp) => {
  assert.notEqual(code, 0, text);
  assert.match(text, pattern);
};

let before = '';

describe('the gate on a machine with systemd', { concurrency: 1 }, () => {
  test('a machine with an engine, its configuration, a user of it, and containers', async (t) => {
    if (!ready(t)) return;
    const { give, boot } = machine();
    give(
      '/etc/docker/daemon.json',
      '{\n    "log-level": "warn",\n    "runtimes": { "other": { "path": "/usr/sbin/runc" } }\n}\n',
      0o640,
    );
    give(
      policyFile,
      'version: 1\ncontrols:\n  vulnerabilities: { severity: high }\n  rootUser: {}\nadmission: { unscanned: deny }\n',
    );
    give('/srv/outer.yaml', 'version: 1\nextends: /tmp/p.yaml\n');
    give('/srv/bad.tar', image('bad:1', ...lodash));
    give('/srv/good.tar', image('good:1'));
    await boot();
    const kept = ['run', '-d', '--restart', 'always', '--stop-signal', 'SIGKILL'];
    for (const name of ['bad', 'good']) assert.equal(docker('load', '-i', `/srv/${name}.tar`).code, 0);
    assert.equal(docker(...kept, '--name', 'good', 'good:1').code, 0);
    assert.equal(docker(...kept, '--name', 'bad', 'bad:1').code, 0);
    before = listing();
    assert.equal(plimsoll('gate', 'docker', 'status').code, 1);
  });

  test('a dry run shows every line, and changes nothing', (t) => {
    if (!ready(t)) return;
    const { code, text } = install('--dry-run');
    assert.equal(code, 0, text);
    assert.match(text, /changed {2}\/etc\/docker\/daemon\.json/);
    assert.match(text, /\+ {5}"authorization-plugins": \["plimsoll"\]/);
    assert.match(text, /ListenStream=\/run\/plimsoll\/engine\/docker\.sock/);
    assert.match(text, /2 running containers could not be started again/);
    assert.match(plimsoll('gate', 'docker', 'install', '--dry-run', '--lang', 'zh-CN').text, /试运行/);
    assert.deepEqual(differences(listing(), before), []);
  });

  test('containers that could not be started again are named before anything is changed', (t) => {
    if (!ready(t)) return;
    const { code, text } = install();
    assert.equal(code, 3);
    assert.match(text, /2 running containers could not be started again: .*bad:1 \(unknown-image\)/);
    assert.match(text, /plimsoll scan --record --policy \/etc\/plimsoll\/policy\.yaml docker:good:1/);
    assert.deepEqual(differences(listing(), before), []);
    for (const [name, verdict] of [
      ['good', 0],
      ['bad', 1],
    ] as const)
      assert.equal(plimsoll('scan', '--quiet', '--record', '--policy', policyFile, `docker:${name}:1`).code, verdict);
    refused(install(), /1 running containers could not be started again: bad:1 \(denied\)/);
  });

  test('whoever is not root puts nothing up, and a policy that others may change decides nothing', (t) => {
    if (!ready(t)) return;
    const { run } = machine();
    refused(
      run(`${inMachine}/bin/plimsoll`, ['--home', '/tmp/h', 'gate', 'docker', 'install'], { user: sailor }),
      /this user is not root/,
    );
    run('sh', ['-c', 'cp /etc/plimsoll/policy.yaml /tmp/p.yaml; chmod 666 /tmp/p.yaml']);
    for (const file of ['/tmp/p.yaml', '/srv/outer.yaml'])
      refused(plimsoll('gate', 'docker', 'install', '--policy', file), /others than root could change \/tmp\/p\.yaml/);
    assert.deepEqual(differences(listing(), before), []);
  });

  test('where a lock does not close, all is as it was', (t) => {
    if (!ready(t)) return;
    const { run } = machine();
    // Counts for more than the drop-in of the gate.
    run('sh', [
      '-c',
      'mkdir -p /etc/systemd/system/containerd.service.d; printf "[Service]\\nEnvironment=PATH=/usr/sbin:/usr/bin\\n" >/etc/systemd/system/containerd.service.d/zzz.conf',
    ]);
    const withIt = listing();
    const { code, text } = install('--accept-stops');
    assert.equal(code, 3);
    assert.match(text, /third lock: containerd\.service calls \/usr\/sbin\/runc.*All is as it was before/s);
    assert.deepEqual(differences(listing(), withIt), []);
    assert.equal(docker('ps', '-q').code, 0);
    run('rm', ['-r', '/etc/systemd/system/containerd.service.d']);
    systemctl('daemon-reload');
    assert.deepEqual(differences(listing(), before), []);
  });

  test('cut off in the middle, nobody reaches the engine past the gate; the same call again finishes it', async (t) => {
    if (!ready(t)) return;
    const child = machine().start(`${inMachine}/bin/plimsoll`, [
      ...['gate', 'docker', 'install', '--policy', policyFile],
      '--accept-stops',
    ]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr?.setEncoding('utf8').on('data', (line: string) => {
        said += line;
        if (said.includes('systemctl stop plimsoll-docker.service')) resolve();
      });
      child.once('exit', () => resolve());
    });
    child.kill('SIGKILL');
    await ended;
    assert.match(said, /systemctl stop docker\.socket docker\.service/);
    machine().run('sh', ['-c', 'kill -9 $(pgrep -f "gate docker install") 2>/dev/null']);
    assert.doesNotMatch(docker('run', '--rm', 'bad:1', '/bin/busybox', 'true').text, /^$/);
    const { code, text } = install('--accept-stops');
    assert.equal(code, 0, text);
    assert.match(text, /Closed, and tried: socket, authz, runtime/);
    assert.deepEqual(states(), allClosed);
  });

  test('a bad image is not loaded, not by root and not by who may speak to the engine; others may not speak to it', (t) => {
    if (!ready(t)) return;
    const { run } = machine();
    refused(docker('load', '-i', '/srv/bad.tar'), /plimsoll: .*bad:1.* may not be loaded.*CVE-\d{4}-\d+ in lodash/s);
    const socketGroup = run('stat', ['-c', '%g', '/run/docker.sock']).text.trim();
    const asSailor = (groups: string | undefined, ...args: string[]) =>
      run('docker', args, { user: sailor, ...(groups === undefined ? {} : { groups }) });
    refused(asSailor(socketGroup, 'load', '-i', '/srv/bad.tar'), /may not be loaded/);
    assert.equal(asSailor(socketGroup, 'run', '--rm', 'good:1', '/bin/busybox', 'true').code, 0);
    // The lock before the runtime is root's, the state directory is not: its compiled code has a place of its own.
    assert.equal(machine().run('stat', ['-c', '%a %U', '/run/plimsoll/compiled']).text, '700 root\n');
    refused(asSailor(undefined, 'ps'), /permission denied/);
    refused(asSailor(socketGroup, '-H', `unix://${engineSocket}`, 'ps'), /permission denied/);
  });

  test('the engine’s own socket is no way round, and comes into no container', (t) => {
    if (!ready(t)) return;
    refused(direct('run', '--rm', 'bad:1'), /authorization denied by plugin plimsoll/);
    refused(direct('load', '-i', '/srv/bad.tar'), /authorization denied by plugin plimsoll/);
    for (const path of [
      '/run/plimsoll/engine',
      '/run/plimsoll',
      '/run',
      '/var/run',
      engineSocket,
      '/run/plimsoll/compiled',
      '/etc/plimsoll/docker.yaml',
    ])
      refused(docker('run', '--rm', '-v', `${path}:/x`, 'good:1'), /plimsoll: /);
    // The socket of clients is the gate's: what manages containers from within one still may have it.
    const managed = docker(
      'run',
      '--rm',
      '-v',
      '/var/run/docker.sock:/s',
      'good:1',
      '/bin/busybox',
      'test',
      '-S',
      '/s',
    );
    assert.equal(managed.code, 0, managed.text);
  });

  test('the engine’s runtime does not start what was made before the gate came', (t) => {
    if (!ready(t)) return;
    const running = docker('ps', '--format', '{{.Names}}').text.trim();
    assert.equal(running, 'good');
    const { text } = docker('inspect', '-f', '{{.State.Error}}', 'bad');
    assert.match(text, /plimsoll: bad:1 .*may not be run/s);
    // Whoever may write the engine's files names another runtime: it is stood before, too.
    assert.match(docker('run', '--rm', '--runtime', 'other', 'good:1', '/bin/busybox', 'id', '-u').text, /^1000$/m);
    const wrapper = machine().run('cat', ['/usr/local/lib/plimsoll/runtimes/other']).text;
    assert.match(wrapper, /PLIMSOLL_RUNTIME=\/usr\/sbin\/runc/);
  });

  test('the steps of a build by BuildKit run, and what comes of them does not before it is judged', (t) => {
    if (!ready(t)) return;
    const build = machine().run('sh', [
      '-c',
      `mkdir -p /srv/build
printf 'FROM good:1\\nUSER 0:0\\nRUN ["/bin/busybox","sh","-c","echo built > /built"]\\n' >/srv/build/Dockerfile
DOCKER_BUILDKIT=1 docker build --network none -t built:1 /srv/build`,
    ]);
    assert.equal(build.code, 0, build.text);
    refused(docker('run', '--rm', 'built:1', '/bin/busybox', 'true'), /plimsoll: .*built:1.*no verdict is recorded/s);
  });

  test('the gate runs as nobody who could do much, and root’s records stay usable for it', (t) => {
    if (!ready(t)) return;
    const { run } = machine();
    const pid = systemctl('show', 'plimsoll-docker', '-p', 'MainPID', '--value').text.trim();
    const status = run('cat', [`/proc/${pid}/status`]).text;
    assert.match(status, /^Uid:\s+(?!0\b)\d+/m);
    const uid = /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? '';
    refused(docker('run', '--rm', '-u', uid, 'good:1', '/bin/busybox', 'true'), /the gate’s own account/);
    assert.match(status, /^CapEff:\s+0000000000000004$/m);
    assert.match(status, /^NoNewPrivs:\s+1$/m);
    assert.match(status, /^Seccomp:\s+2$/m);
    assert.equal(plimsoll('ledger', 'revoke', fingerprintOf('good:1'), '--reason', 'test').code, 0);
    refused(docker('run', '--rm', 'good:1', '/bin/busybox', 'true'), /revoked|taken back/);
    const again = plimsoll('ledger', 'allow', 'docker:good:1', '--reason', 'test', '--owner', 'me@example.com');
    assert.equal(again.code, 0, again.text);
    assert.equal(docker('run', '--rm', 'good:1', '/bin/busybox', 'true').code, 0);
    const units = ['plimsoll-docker.service', 'plimsoll-docker.socket', 'plimsoll-docker-authz.socket'];
    const verified = run('systemd-analyze', ['verify', ...units.map((unit) => `/etc/systemd/system/${unit}`)]);
    assert.equal(verified.code, 0, verified.text);
    assert.doesNotMatch(verified.text, /plimsoll/);
    const analysis = run('systemd-analyze', ['security', '--no-pager', 'plimsoll-docker.service']).text;
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(analysis)?.[1]);
    t.diagnostic(`exposure ${exposure}`);
    assert.ok(exposure < 2.5, String(exposure));
  });

  test('a gate that is killed is there again, and clients merely wait', async (t) => {
    if (!ready(t)) return;
    const pid = () => systemctl('show', 'plimsoll-docker', '-p', 'MainPID', '--value').text.trim();
    const old = pid();
    // 0 would be every process of this group, outside of the machine as well.
    assert.match(old, /^[1-9]\d*$/, 'no gate runs');
    machine().run('kill', ['-9', old]);
    assert.equal(docker('run', '--rm', 'good:1', '/bin/busybox', 'true').code, 0);
    assert.notEqual(pid(), old);
    assert.deepEqual(states(), allClosed);
  });

  test('an engine that is started anew stands behind the gate again', (t) => {
    if (!ready(t)) return;
    assert.equal(systemctl('restart', 'docker').code, 0);
    assert.deepEqual(states(), allClosed);
  });

  test('after a power cut the machine comes up with every lock closed', async (t) => {
    if (!ready(t)) return;
    await machine().cutPower();
    await machine().boot();
    assert.deepEqual(states(), allClosed);
    assert.equal(docker('ps', '--format', '{{.Names}}').text.trim(), 'good');
    refused(docker('load', '-i', '/srv/bad.tar'), /may not be loaded/);
  });

  test('doctor says so, and a second installation has nothing to do', (t) => {
    if (!ready(t)) return;
    const { checks } = JSON.parse(plimsoll('doctor', '-o', 'json').text.replace(/\nplimsoll: .*/s, ''));
    const gate = checks.filter(({ id }: { id: string }) => id.startsWith('gate-'));
    assert.deepEqual(new Set(gate.map(({ outcome }: { outcome: string }) => outcome)), new Set(['ok']));
    const { code, text } = install('--accept-stops');
    assert.equal(code, 0, text);
    assert.match(text, /nothing was changed/);
  });

  test('fewer locks: what is not wanted any more is gone, the rest stays closed; one call at a time', async (t) => {
    if (!ready(t)) return;
    const fewer = ['--policy', policyFile, '--accept-stops', '--locks', 'socket,authz'];
    const child = machine().start(`${inMachine}/bin/plimsoll`, ['gate', 'docker', 'install', ...fewer]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    refused(plimsoll('gate', 'docker', 'uninstall'), /gate-install-busy/);
    assert.equal(await ended, 0);
    const { runtime, runtimes, ...others } = states();
    assert.deepEqual([runtime, runtimes], ['open', 'open']);
    assert.deepEqual(new Set(Object.values(others)), new Set(['closed']));
  });

  test('taken down, every byte, mode and owner is as it was, and the engine answers itself', (t) => {
    if (!ready(t)) return;
    const { code, text } = plimsoll('gate', 'docker', 'uninstall');
    assert.equal(code, 0, text);
    assert.deepEqual(differences(listing(), before), []);
    assert.match(docker('load', '-i', '/srv/bad.tar').text, /Loaded image: bad:1/);
    assert.equal(plimsoll('gate', 'docker', 'status').code, 1);
    assert.match(plimsoll('ledger', 'list').text, /good:1/);
    refused(plimsoll('gate', 'docker', 'uninstall'), /gate-not-installed/);
  });
});

function fingerprintOf(name: string): string {
  return docker('image', 'inspect', '-f', '{{.Id}}', name).text.trim().replace('sha256:', '').slice(0, 12);
}
