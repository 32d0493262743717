import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlimsollError } from '../../../base/errors.ts';
import { readDaemonJson } from './daemon-json.ts';
import { type EngineFacts, hostsOf, optionOf } from './engine-facts.ts';
import { lineDiff } from './line-diff.ts';
import { objection, openAddresses, remarks } from './objections.ts';
import { type InstallChoice, planInstall, type Step } from './plan.ts';

const daemon = (text: string | null) =>
  readDaemonJson('/etc/docker/daemon.json', text === null ? null : Buffer.from(text));

const facts: EngineFacts = {
  version: '20.10.24',
  product: 'Engine',
  dockerRoot: '/var/lib/docker',
  isRootless: false,
  runtimes: ['runc', 'io.containerd.runc.v2'],
  plugins: [],
  runningContainers: 0,
  liveRestore: false,
  socket: '/run/docker.sock',
  clients: { path: '/run/docker.sock', user: 'root', group: 'docker', mode: '0660' },
  otherListens: [],
  isService: true,
  args: ['/usr/sbin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock'],
  configFile: '/etc/docker/daemon.json',
  daemon: daemon(null),
  enginePath: '/usr/sbin:/usr/bin',
  containerdPath: '/usr/sbin:/usr/bin',
  runc: '/usr/sbin/runc',
};

const choice: InstallChoice = {
  locks: ['socket', 'authz', 'runtime'],
  policyFiles: ['/etc/plimsoll/policy.yaml'],
  unscanned: null,
  observe: false,
  watch: 'report',
  watchEvery: '1m',
  metrics: null,
  signingKeyFile: null,
  home: '/var/lib/plimsoll',
  launcher: '/opt/plimsoll/bin/plimsoll',
  runtimeLauncher: '/opt/plimsoll/bin/plimsoll-runtime',
  language: 'en',
};

const contentOf = (steps: readonly Step[], end: string): string => {
  const found = steps.find((step) => step.kind === 'file' && step.path.endsWith(end));
  return found?.kind === 'file' ? found.content : '';
};
const placesOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'file' || step.kind === 'link' ? [step.path] : []));

describe('the plan', () => {
  test('the engine’s configuration comes last, what it needs before it', () => {
    const places = placesOf(planInstall(facts, choice, {}).steps);
    assert.equal(places.at(-1), '/etc/docker/daemon.json');
    const order = [
      'plimsoll-docker.service',
      'docker.socket.d/zz-plimsoll.conf',
      'sockets.target.wants/plimsoll-docker.socket',
    ];
    const found = order.map((end) => places.findIndex((place) => place.endsWith(end)));
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
    );
    assert.ok(!found.includes(-1));
  });

  test('clients keep the socket that they had', () => {
    const clients = { path: '/srv/docker.sock', user: 'adm', group: 'staff', mode: '0600' };
    const unit = contentOf(planInstall({ ...facts, clients }, choice, {}).steps, '/plimsoll-docker.socket');
    for (const line of ['ListenStream=/srv/docker.sock', 'SocketUser=adm', 'SocketGroup=staff', 'SocketMode=0600'])
      assert.ok(unit.split('\n').includes(line), line);
  });

  test('addresses besides the socket stay', () => {
    const { steps } = planInstall({ ...facts, otherListens: ['127.0.0.1:2375'] }, choice, {});
    assert.match(
      contentOf(steps, 'docker.socket.d/zz-plimsoll.conf'),
      /^ListenStream=\nListenStream=\/run\/plimsoll\/engine\/docker\.sock\nListenStream=127\.0\.0\.1:2375$/m,
    );
  });

  test('nothing of the host is hidden from the gate, which follows the paths of mounts', () => {
    const service = contentOf(planInstall(facts, choice, {}).steps, '/plimsoll-docker.service');
    assert.doesNotMatch(
      service,
      /^(PrivateTmp|ProtectProc|ProcSubset|TemporaryFileSystem|InaccessiblePaths|RootDirectory)=/m,
    );
    assert.doesNotMatch(service, /^ProtectHome=(yes|true|tmpfs)/m);
    assert.match(service, /^Before=docker\.service$/m);
    assert.doesNotMatch(service, /^(Requires|After|Wants)=.*docker\.service/m, 'a boot must not wait for itself');
  });

  test('words that systemd or a shell would read otherwise are quoted', () => {
    const { steps } = planInstall(
      facts,
      { ...choice, launcher: '/opt/my app/50%/plimsoll', runtimeLauncher: "/opt/it's/plimsoll-runtime" },
      {},
    );
    assert.match(
      contentOf(steps, '/plimsoll-docker.service'),
      /^ExecStart="\/opt\/my app\/50%%\/plimsoll" gate docker/m,
    );
    assert.match(contentOf(steps, '/runtime/runc'), /exec '\/opt\/it'\\''s\/plimsoll-runtime' "\$@"/);
  });

  test('every runtime that the engine knows is stood before, also where it is already', () => {
    const runtimes = '{"runtimes":{"crun":{"path":"/usr/bin/crun"},"kata":{"runtimeType":"io.containerd.kata.v2"}}}';
    const first = planInstall({ ...facts, daemon: daemon(runtimes) }, choice, {});
    assert.deepEqual(first.programs, { crun: '/usr/bin/crun' });
    assert.match(contentOf(first.steps, '/runtimes/crun'), /PLIMSOLL_RUNTIME=\/usr\/bin\/crun /);
    const config = contentOf(first.steps, 'daemon.json');
    const again = planInstall({ ...facts, daemon: daemon(config) }, choice, first.programs);
    assert.deepEqual(again.programs, first.programs);
    assert.equal(contentOf(again.steps, 'daemon.json'), '', 'nothing left to change');
    const fewer = planInstall({ ...facts, daemon: daemon(config) }, { ...choice, locks: ['socket'] }, first.programs);
    assert.deepEqual(JSON.parse(contentOf(fewer.steps, 'daemon.json')), JSON.parse(runtimes));
  });

  test('the third lock stands before whoever starts containers, and not before the steps of BuildKit', () => {
    const pathsOf = (changes: Partial<EngineFacts>) => {
      const { steps } = planInstall({ ...facts, ...changes }, choice, {});
      return ['docker', 'containerd'].filter((name) =>
        /^Environment=.*PATH=/m.test(contentOf(steps, `/${name}.service.d/zz-plimsoll.conf`)),
      );
    };
    assert.deepEqual(pathsOf({}), ['containerd']);
    assert.deepEqual(pathsOf({ containerdPath: null }), ['docker']);
  });

  test('the first lock alone touches neither configuration nor PATH of the engine', () => {
    const { steps } = planInstall(facts, { ...choice, locks: ['socket'] }, {});
    assert.ok(!placesOf(steps).some((place) => /daemon\.json|containerd|plugins|runtime|authz/.test(place)));
    assert.doesNotMatch(contentOf(steps, 'docker.service.d/zz-plimsoll.conf'), /PATH/);
    assert.doesNotMatch(contentOf(steps, 'docker.yaml'), /authz/);
  });
});

describe('where the gate is not put up', () => {
  const cases: readonly [name: string, facts: Partial<EngineFacts>, choice: Partial<InstallChoice>, reason: RegExp][] =
    [
      ['Podman', { product: 'Podman Engine' }, {}, /is Podman/],
      ['rootless', { isRootless: true }, {}, /rootless/],
      ['a snap', { dockerRoot: '/var/snap/docker/common/var-lib-docker' }, {}, /a snap/],
      ['no systemd', { isService: false, args: [] }, {}, /not run by systemd/],
      [
        'hosts in the configuration',
        { daemon: daemon('{"hosts":["unix:///var/run/docker.sock"]}') },
        {},
        /unix:\/\/\/var\/run\/docker\.sock/,
      ],
      [
        'no socket of systemd',
        { args: ['dockerd', '-H', 'unix:///var/run/docker.sock'] },
        {},
        /opens its sockets itself/,
      ],
      [
        'a second socket',
        { args: ['dockerd', '-H', 'fd://', '--host=unix:///srv/d.sock'] },
        {},
        /more than one socket/,
      ],
      ['a second socket of systemd', { otherListens: ['/srv/d.sock'] }, {}, /more than one socket/],
      [
        'TCP without the second lock',
        { otherListens: ['0.0.0.0:2375'] },
        { locks: ['socket'] },
        /also listens at 0\.0\.0\.0:2375/,
      ],
      ['plugins as flags', { args: [...facts.args, '--authorization-plugin=opa'] }, {}, /command line/],
      ['runtimes as flags', { args: [...facts.args, '--add-runtime', 'x=/x'] }, {}, /command line/],
      ['no first lock', {}, { locks: ['authz'] }, /without the first lock/],
      ['a third lock that observes', {}, { observe: true }, /cannot merely observe/],
    ];
  for (const [name, changed, chosen, reason] of cases) {
    test(name, () => {
      const error = objection({ ...facts, ...changed }, { ...choice, ...chosen });
      assert.ok(error instanceof PlimsollError && error.exit === 3);
      assert.match(error.what.en, reason);
      assert.doesNotMatch(error.remedy.en + error.remedy['zh-CN'] + error.what['zh-CN'], /\{\w+\}/);
    });
  }

  test('nothing against the engine of a package, and what is to be known of it is said', () => {
    assert.equal(objection(facts, choice), null);
    const tcp = { ...facts, otherListens: ['[::]:2376'], runningContainers: 3 };
    assert.equal(objection(tcp, choice), null);
    const said = remarks(tcp, choice).map(({ en }) => en);
    assert.match(said.join('\n'), /\[::\]:2376.*3 running containers stop/s);
  });

  test('flags are read as dockerd reads them', () => {
    assert.deepEqual(hostsOf(['dockerd', '-H', 'fd://', '-Htcp://:1', '--host', 'unix:///a', '--host=tcp://b']), [
      'fd://',
      'tcp://:1',
      'unix:///a',
      'tcp://b',
    ]);
    assert.equal(optionOf(['dockerd', '--config-file', '/a.json'], '--config-file'), '/a.json');
    assert.equal(optionOf(['dockerd', '--config-file=/b.json'], '--config-file'), '/b.json');
    assert.deepEqual(
      openAddresses({ args: ['-H', 'tcp://0.0.0.0:2375'], daemon: daemon('{"hosts":["fd://"]}'), otherListens: [] }),
      ['tcp://0.0.0.0:2375'],
    );
  });
});

test('a difference shows what goes, what comes, and a line around it', () => {
  assert.deepEqual(lineDiff('a\nb\nc\nd\n', 'a\nb\nx\nd\n'), ['  b', '- c', '+ x', '  d']);
  assert.deepEqual(lineDiff('', 'a\n'), ['+ a']);
  assert.deepEqual(lineDiff('a\nb\n', ''), ['- a', '- b']);
  assert.deepEqual(lineDiff('a\n', 'a\n'), []);
});
