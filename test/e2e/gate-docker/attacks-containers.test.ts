import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../../build/image.ts';
import { directory, file, tar } from '../../build/tar.ts';
import { type Answer, type Attempt, attempts, type Ground, idIn } from './attack-ground.ts';
import { idOf, images } from './attack-images.ts';

const bad = idOf(images.bad);
const denied = /^403 .*packages: evil/s;
const asRoot = /^403 .*rootUser: the user .* is uid 0/s;
const unsure = /^403 .*rootUser: whether the user .* cannot be told/s;
const socketRefused = /^403 .*own socket may not be laid into a container/s;
const twice = /^400 .*its JSON says one thing twice/s;
const notJson = /^400 .*its body is not JSON/s;

const create =
  (body: unknown, query = '') =>
  (ground: Ground) =>
    ground.ask('POST', `/containers/create${query}`, body);
const json =
  (text: string | Buffer, type = 'application/json') =>
  (ground: Ground) =>
    ground.ask('POST', '/containers/create', Buffer.from(text), { 'Content-Type': type });

/** A container made past the gate. */
const made =
  (settings: object, started = false) =>
  async ({ behind }: Ground): Promise<string> => {
    const answer = await behind('POST', '/containers/create', settings);
    assert.equal(answer.status, 201, answer.text);
    const id = idIn(answer);
    if (started) assert.equal((await behind('POST', `/containers/${id}/start`)).status, 204);
    return id;
  };

/** One that the gate makes and starts. */
const running =
  (settings: object) =>
  async ({ ask }: Ground): Promise<string> => {
    const answer = await ask('POST', '/containers/create', settings);
    assert.equal(answer.status, 201, answer.text);
    const id = idIn(answer);
    assert.equal((await ask('POST', `/containers/${id}/start`)).status, 204);
    return id;
  };

const removed = ({ behind }: Ground, id: string) => behind('DELETE', `/containers/${id}?force=1&v=1`);
const start = ({ ask }: Ground, id: string) => ask('POST', `/containers/${id}/start`);
const exec =
  (user: unknown, key = 'User') =>
  ({ ask }: Ground, id: string) =>
    ask('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox', 'id'], ...(user === null ? {} : { [key]: user }) });

/** Puts a passwd into a container, as `docker cp` does. */
const uploaded = ({ ask }: Ground, id: string, passwd: string) =>
  ask('PUT', `/containers/${id}/archive?path=/etc`, tar([file('passwd', passwd)]));
const appIsRoot = 'root:x:0:0::/:/bin/sh\napp:x:0:0::/:/bin/sh\n';
const tooIsNobody = 'root:x:5:5::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\ntoor:x:1000:1000::/:/bin/sh\n';

const fake = ({ folder }: Ground, content: string) => {
  const path = join(folder, `passwd-${digestOf(content).slice(7, 15)}`);
  writeFileSync(path, content);
  return path;
};

const tagged = ({ behind }: Ground, id: string, name: string) => {
  const [repo, tag] = name.split(':');
  return behind('POST', `/images/${id}/tag?repo=${repo}&tag=${tag}`);
};

const byName: readonly (readonly [string, string, RegExp?])[] = [
  ['by name', 'bad:1'],
  ['by id', bad],
  ['by its id without the algorithm', bad.slice(7)],
  ['by a short id', bad.slice(7, 19)],
  ['by the name in full', 'docker.io/library/bad:1'],
  ['by an old host of the Hub', 'index.docker.io/library/bad:1'],
  ['by a host in capitals', 'DOCKER.IO/library/bad:1', /^40[034] /],
  ['by the good name with the bad digest', `good:1@${bad}`, /^40[034] /],
  ['by a path out of the image’s route', '../images/bad:1', /^[45]0\d /],
  ['by a name with a query', 'bad:1/json?x=', /^[45]0\d /],
  ['by a name with a zero byte', 'bad:1\u0000', /^[45]0\d /],
  ['by a name with blanks', ' bad:1', /^[45]0\d /],
  ['by nothing', '', /^403 .*without an image/s],
];

/** Every way to write uid 0 in an image whose passwd has a second name for it. */
const rootUsers = ['0', '00', '+0', '-0', '0:0', '0:app', 'root', 'root:1000', 'toor', '4294967296', ':', ':0'];
const oddUsers = [' root', 'root ', ' 0', 'root:0:0'];

const badImages: readonly Attempt[] = [
  ...byName.map(([how, Image, says = denied]): Attempt => ({ name: `create: ${how}`, says, run: create({ Image }) })),
  { name: 'create: the key in small letters', says: denied, run: create({ image: 'bad:1' }) },
  { name: 'create: two keys, one good', says: twice, run: create({ Image: 'good:1', image: 'bad:1' }) },
  { name: 'create: one key twice', says: twice, run: json('{"Image":"good:1","Image":"bad:1"}') },
  { name: 'create: the key with an escape', says: twice, run: json('{"Image":"good:1","\\u0049mage":"bad:1"}') },
  { name: 'create: no body', says: /^403 .*without an image/s, run: create(null) },
  { name: 'create: a list', says: /^403 .*without an image/s, run: json('[{"Image":"bad:1"}]') },
  { name: 'create: the image as a list', says: /^500 .*not a text/s, run: create({ Image: ['bad:1'] }) },
  {
    name: 'create: a second document behind the first',
    says: notJson,
    run: json('{"Image":"good:1"}{"Image":"bad:1"}'),
  },
  { name: 'create: a byte order mark', says: notJson, run: json('\ufeff{"Image":"bad:1"}') },
  { name: 'create: UTF-16', says: notJson, run: json(Buffer.from('{"Image":"bad:1"}', 'utf16le')) },
  { name: 'create: comments', says: notJson, run: json('{"Image":"good:1"/*","Image":"bad:1"*/}') },
  { name: 'create: half a character', says: /^400 .*half a character/s, run: json('{"Image":"good:1","x":"\\ud800"}') },
  {
    name: 'create: bytes that are no UTF-8',
    says: notJson,
    run: json(Buffer.from('7b22496d616765ff223a22626164227d', 'hex')),
  },
  {
    name: 'create: nested a hundred deep',
    says: /^400 .*nested too deeply/s,
    run: json(`{"x":${'['.repeat(100)}${']'.repeat(100)}}`),
  },
  {
    name: 'create: five megabytes before the image',
    says: /^413 /,
    run: json(`{"x":"${'y'.repeat(5 << 20)}","Image":"bad:1"}`),
  },
  {
    name: 'create: as a form',
    says: /^400 .*its body is a form/s,
    run: json('Image=bad:1', 'application/x-www-form-urlencoded'),
  },
  { name: 'create: as plain text', says: /^400 .*not application.json/s, run: json('{"Image":"bad:1"}', 'text/plain') },
  {
    name: 'create: with two types',
    says: /^400 .*content type is not plain/s,
    run: json('{"Image":"bad:1"}', 'application/json, text/plain'),
  },
  {
    name: 'create: the bad image mounted into a good container',
    says: denied,
    run: create({ Image: 'good:1', HostConfig: { Mounts: [{ Type: 'image', Source: 'bad:1', Target: '/x' }] } }),
  },
  {
    name: 'create: the same in small letters',
    says: denied,
    run: create({ Image: 'good:1', hostconfig: { mounts: [{ type: 'IMAGE', source: 'bad:1', target: '/x' }] } }),
  },
  {
    name: 'create: the good name given to it by hand',
    says: /^403 .*refused as poisoned/s,
    prepare: async (ground) => (await tagged(ground, bad, 'good:1')).text,
    run: create({ Image: 'good:1' }),
    undo: (ground) => tagged(ground, idOf(images.good), 'good:1'),
  },
  {
    name: 'docker run of it, privileged',
    says: /packages: evil/,
    run: ({ docker }) => docker('run', '--rm', '--privileged', 'bad:1'),
  },
  { name: 'start of a container made by hand', says: denied, prepare: made({ Image: 'bad:1' }), run: start },
  {
    name: 'start of it by a short id',
    says: denied,
    prepare: made({ Image: 'bad:1' }),
    run: (ground, id) => start(ground, id.slice(0, 6)),
  },
  {
    name: 'start of it under a good container’s name',
    says: denied,
    prepare: async (ground) => {
      const id = await made({ Image: 'bad:1' })(ground);
      await ground.behind('POST', `/containers/${id}/rename?name=trusted`);
      return id;
    },
    run: (ground) => start(ground, 'trusted'),
  },
  {
    name: 'start of it while a good container has its id for a name',
    says: denied,
    prepare: async (ground) => {
      const id = await made({ Image: 'bad:1' })(ground);
      await ground.behind('POST', `/containers/create?name=${id}`, { Image: 'good:1' });
      return id;
    },
    run: start,
  },
  {
    name: 'restart of it',
    says: denied,
    prepare: made({ Image: 'bad:1' }),
    run: ({ ask }, id) => ask('POST', `/containers/${id}/restart`),
  },
  {
    name: 'unpausing it',
    says: denied,
    prepare: async (ground) => {
      const id = await made({ Image: 'bad:1' }, true)(ground);
      await ground.behind('POST', `/containers/${id}/pause`);
      return id;
    },
    run: ({ ask }, id) => ask('POST', `/containers/${id}/unpause`),
    undo: removed,
  },
  {
    name: 'a restart policy for it',
    says: denied,
    prepare: made({ Image: 'bad:1' }),
    run: ({ ask }, id) => ask('POST', `/containers/${id}/update`, { RestartPolicy: { Name: 'always' } }),
  },
  {
    name: 'commit of it',
    says: denied,
    prepare: made({ Image: 'bad:1' }),
    run: ({ ask }, id) => ask('POST', `/commit?container=${id}&repo=clean&tag=1`),
  },
  {
    name: 'exec in it while it runs by hand',
    says: denied,
    prepare: made({ Image: 'bad:1' }, true),
    run: exec(null),
    undo: removed,
  },
  {
    name: 'starting an exec that was made by hand in it',
    says: denied,
    prepare: async (ground) => {
      const id = await made({ Image: 'bad:1' }, true)(ground);
      return `${id} ${idIn(await ground.behind('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox', 'id'] }))}`;
    },
    run: ({ ask }, ids) => ask('POST', `/exec/${ids.split(' ')[1]}/start`, { Detach: true }),
    undo: (ground, ids) => removed(ground, ids.slice(0, 64)),
  },
  {
    name: 'a build of it, run before anybody looked',
    says: denied,
    prepare: async (ground) => {
      const context = tar([
        file('Dockerfile', 'FROM good:1\nCOPY package.json /srv/node_modules/evil/package.json\n'),
        file('package.json', '{"name":"evil","version":"1.0.0"}'),
      ]);
      const { text } = await ground.ask('POST', '/build?t=built:1&forcerm=1', context);
      return /Successfully built/.test(text) ? 'built' : assert.fail(text);
    },
    run: create({ Image: 'built:1' }),
    undo: ({ behind }) => behind('DELETE', '/images/built:1?force=1'),
  },
  {
    name: 'a good container committed as root, and run',
    says: /^403 .*rootUser/s,
    prepare: async (ground) => {
      const id = await made({ Image: 'good:1' })(ground);
      const answer = await ground.ask('POST', `/commit?container=${id}&repo=clean&tag=1&changes=USER%20root`);
      assert.equal(answer.status, 201, answer.text);
      return '';
    },
    run: create({ Image: 'clean:1' }),
    undo: ({ behind }) => behind('DELETE', '/images/clean:1?force=1'),
  },
  {
    name: 'a trusted prefix as a mere tag',
    says: denied,
    prepare: async (ground) => (await tagged(ground, bad, 'registry.local/base/x:1')).text,
    run: create({ Image: 'registry.local/base/x:1' }),
    undo: ({ behind }) => behind('DELETE', '/images/registry.local/base/x:1'),
  },
];

const root: readonly Attempt[] = [
  {
    name: 'create as',
    variants: rootUsers,
    says: asRoot,
    run: (ground, _, User) => create({ Image: 'good:1', User })(ground),
  },
  {
    name: 'create as',
    variants: oddUsers,
    says: /^403 .*rootUser/s,
    run: (ground, _, User) => create({ Image: 'good:1', User })(ground),
  },
  {
    name: 'create as a name that is no account',
    says: /^201 /,
    outcome: 'harmless',
    run: create({ Image: 'good:1', User: '0x0' }),
  },
  { name: 'create as root, the key in small letters', says: asRoot, run: create({ Image: 'good:1', user: '0' }) },
  { name: 'create as root, the key with a long s', says: asRoot, run: create({ Image: 'good:1', 'u\u017fer': '0' }) },
  { name: 'create as two users', says: twice, run: create({ Image: 'good:1', User: '1000', 'u\u017fer': '0' }) },
  {
    name: 'create as an account of a passwd that is laid over',
    says: unsure,
    run: (ground) =>
      create({ Image: 'good:1', User: 'app', HostConfig: { Binds: [`${fake(ground, appIsRoot)}:/etc/passwd`] } })(
        ground,
      ),
  },
  {
    name: 'the same, the keys in small letters',
    says: unsure,
    run: (ground) =>
      create({ Image: 'good:1', User: 'app', hostconfig: { binds: [`${fake(ground, appIsRoot)}:/etc/x/../passwd`] } })(
        ground,
      ),
  },
  {
    name: 'the same, where engines once took it',
    says: unsure,
    run: (ground) =>
      create({ Image: 'good:1', User: 'app', Binds: [`${fake(ground, appIsRoot)}:/etc/passwd`] })(ground),
  },
  {
    name: 'the same with a volume at /etc',
    says: unsure,
    run: create({ Image: 'good:1', User: 'app', Volumes: { '/etc': {} } }),
  },
  {
    name: 'the image’s own account under a passwd that is laid over',
    says: unsure,
    run: (ground) =>
      create({
        Image: 'good:1',
        HostConfig: { Mounts: [{ Type: 'bind', Source: fake(ground, appIsRoot), Target: '/etc/passwd' }] },
      })(ground),
  },
  {
    name: 'the image’s own account made root by docker cp, then started',
    says: asRoot,
    prepare: async (ground) => {
      const id = idIn(await create({ Image: 'good:1' })(ground));
      assert.equal((await uploaded(ground, id, appIsRoot)).status, 200);
      return id;
    },
    run: start,
  },
  {
    name: 'the same while it runs, then restarted, and with exec',
    says: asRoot,
    prepare: async (ground) => {
      const id = await running({ Image: 'good:1' })(ground);
      assert.equal((await uploaded(ground, id, appIsRoot)).status, 200);
      return id;
    },
    run: async (ground, id): Promise<readonly Answer[]> => [
      await ground.ask('POST', `/containers/${id}/restart`),
      await exec(null)(ground, id),
      await exec('app')(ground, id),
      await ground.ask('POST', `/containers/${id}/update`, { RestartPolicy: { Name: 'always' } }),
    ],
    undo: removed,
  },
  {
    name: 'an exec made before its passwd was changed',
    says: asRoot,
    prepare: async (ground) => {
      const id = await running({ Image: 'good:1' })(ground);
      const made = idIn(
        await ground.behind('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox', 'id'], User: 'app' }),
      );
      await uploaded(ground, id, appIsRoot);
      return `${id} ${made}`;
    },
    run: ({ ask }, ids) => ask('POST', `/exec/${ids.split(' ')[1]}/start`, { Detach: true }),
    undo: (ground, ids) => removed(ground, ids.slice(0, 64)),
  },
  {
    name: 'a container made as root by hand',
    says: asRoot,
    prepare: made({ Image: 'good:1', User: '0' }),
    run: async (ground, id) => [
      await start(ground, id),
      await ground.ask('POST', `/containers/${id}/restart`),
      await ground.ask('POST', `/containers/${id}/update`, { RestartPolicy: { Name: 'always' } }),
    ],
  },
  {
    name: 'a container made by hand as toor, with a passwd over it in which that is nobody',
    says: unsure,
    prepare: (ground) =>
      made({ Image: 'good:1', User: 'toor', HostConfig: { Binds: [`${fake(ground, tooIsNobody)}:/etc/passwd`] } })(
        ground,
      ),
    run: start,
  },
  {
    name: 'exec as',
    variants: rootUsers,
    says: asRoot,
    prepare: running({ Image: 'numbered:1' }),
    run: (ground, id, user) => exec(user)(ground, id),
    undo: removed,
  },
  {
    name: 'exec as',
    variants: oddUsers,
    says: /^403 .*rootUser/s,
    prepare: running({ Image: 'numbered:1' }),
    run: (ground, id, user) => exec(user)(ground, id),
    undo: removed,
  },
  {
    name: 'exec as root, the key with a long s',
    says: asRoot,
    prepare: running({ Image: 'numbered:1' }),
    run: exec('root', 'u\u017fer'),
    undo: removed,
  },
  {
    name: 'exec as toor, with a passwd laid over in which that is nobody',
    says: unsure,
    prepare: (ground) =>
      running({ Image: 'numbered:1', HostConfig: { Binds: [`${fake(ground, tooIsNobody)}:/etc/passwd`] } })(ground),
    run: exec('toor'),
    undo: removed,
  },
  {
    name: 'exec as toor after docker cp made it nobody, and back again before it starts',
    says: asRoot,
    prepare: async (ground) => {
      const id = await running({ Image: 'numbered:1' })(ground);
      await uploaded(ground, id, tooIsNobody);
      const made = idIn(
        await ground.behind('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox', 'id'], User: 'toor' }),
      );
      await uploaded(ground, id, 'toor:x:0:0::/:/bin/sh\n');
      return `${id} ${made}`;
    },
    run: ({ ask }, ids) => ask('POST', `/exec/${ids.split(' ')[1]}/start`, { Detach: true }),
    undo: (ground, ids) => removed(ground, ids.slice(0, 64)),
  },
  {
    name: 'an exec as root made by hand',
    says: asRoot,
    prepare: async (ground) => {
      const id = await running({ Image: 'numbered:1' })(ground);
      return `${id} ${idIn(await ground.behind('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox', 'id'], User: '0' }))}`;
    },
    run: ({ ask }, ids) => ask('POST', `/exec/${ids.split(' ')[1]}/start`, { Detach: true }),
    undo: (ground, ids) => removed(ground, ids.slice(0, 64)),
  },
  {
    name: 'docker run -u 0',
    says: /rootUser/,
    run: ({ docker }) => docker('run', '--rm', '-u', '0', 'good:1', '/bin/busybox', 'id'),
  },
  {
    name: 'a checkpoint to start from',
    says: /^403 .*checkpoint/s,
    prepare: made({ Image: 'good:1' }),
    run: ({ ask }, id) => ask('POST', `/containers/${id}/start?checkpoint=evil&checkpoint-dir=/tmp`),
  },
];

const socket = (lay: (path: string) => object) => (ground: Ground) =>
  create({ Image: 'good:1', ...lay(ground.engine.socket) })(ground);

const pastTheGate: readonly Attempt[] = [
  {
    name: 'the engine’s socket as a bind',
    says: socketRefused,
    run: socket((path) => ({ HostConfig: { Binds: [`${path}:/s`] } })),
  },
  {
    name: 'its directory',
    says: socketRefused,
    run: socket((path) => ({ HostConfig: { Binds: [`${dirname(path)}:/s:ro`] } })),
  },
  {
    name: 'the same by another path',
    says: /^403 .*nobody knows what it leads to/s,
    run: socket((path) => ({ HostConfig: { Binds: [`/proc/self/root${path}:/s`] } })),
  },
  {
    name: 'the same where engines once took it',
    says: socketRefused,
    run: socket((path) => ({ binds: [`${path}:/s`] })),
  },
  {
    name: 'the same as a mount',
    says: socketRefused,
    run: socket((path) => ({ HostConfig: { mounts: [{ type: 'bind', source: path, target: '/s' }] } })),
  },
  {
    name: 'the same as a volume that is a bind',
    says: socketRefused,
    run: socket((path) => ({
      HostConfig: {
        Mounts: [
          {
            Type: 'volume',
            Target: '/s',
            VolumeOptions: {
              DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: dirname(path) } },
            },
          },
        ],
      },
    })),
  },
  {
    name: 'the same behind a link',
    says: socketRefused,
    run: (ground) => {
      const link = join(ground.folder, 'harmless');
      symlinkSync(ground.engine.socket, link);
      return create({ Image: 'good:1', HostConfig: { Binds: [`${link}:/s`] } })(ground);
    },
  },
  {
    name: 'a container made with it by hand',
    says: socketRefused,
    prepare: (ground) => made({ Image: 'good:1', HostConfig: { Binds: [`${ground.engine.socket}:/s`] } })(ground),
    run: start,
  },
  {
    name: 'a service of the bad image',
    says: denied,
    run: ({ ask }) => ask('POST', '/services/create', { TaskTemplate: { ContainerSpec: { Image: 'bad:1' } } }),
  },
  {
    name: 'the same in small letters',
    says: denied,
    run: ({ ask }) => ask('POST', '/services/create', { tasktemplate: { containerspec: { image: 'bad:1' } } }),
  },
  {
    name: 'a service of an image that is not here',
    says: /^403 .*does not have it/s,
    run: ({ ask }) => ask('POST', '/services/create', { TaskTemplate: { ContainerSpec: { Image: 'other:1' } } }),
  },
  {
    name: 'a service as root',
    says: asRoot,
    run: ({ ask }) =>
      ask('POST', '/services/create', { TaskTemplate: { ContainerSpec: { Image: 'good:1', User: 'root' } } }),
  },
  {
    name: 'a service that is a plugin beside a good image',
    says: /^403 .*something else than containers/s,
    run: ({ ask }) =>
      ask('POST', '/services/create', {
        TaskTemplate: {
          Runtime: 'plugin',
          PluginSpec: { Name: 'x', Remote: 'evil/plugin' },
          ContainerSpec: { Image: 'good:1' },
        },
      }),
  },
  {
    name: 'a service with the engine’s socket',
    says: socketRefused,
    run: ({ ask, engine }) =>
      ask('POST', '/services/create', {
        TaskTemplate: {
          ContainerSpec: { Image: 'good:1', Mounts: [{ Type: 'bind', Source: engine.socket, Target: '/s' }] },
        },
      }),
  },
  {
    name: 'an update of a service to it',
    says: denied,
    run: ({ ask }) =>
      ask('POST', '/services/x/update?version=1', { TaskTemplate: { ContainerSpec: { Image: 'bad:1' } } }),
  },
  { name: 'plugin install', says: /^403 .*plugins/s, run: ({ ask }) => ask('POST', '/plugins/pull?remote=evil', []) },
  {
    name: 'plugin create',
    says: /^403 .*plugins/s,
    run: ({ ask }) => ask('POST', '/plugins/create?name=evil', tar([directory('rootfs'), file('config.json', '{}')])),
  },
  { name: 'plugin enable', says: /^403 .*plugins/s, run: ({ ask }) => ask('POST', '/plugins/evil/enable?timeout=0') },
  {
    name: 'plugin upgrade',
    says: /^403 .*plugins/s,
    run: ({ ask }) => ask('POST', '/plugins/evil/upgrade?remote=evil', []),
  },
  {
    name: 'joining another’s swarm',
    says: /^403 .*may not pass/s,
    run: ({ ask }) => ask('POST', '/swarm/join', { ListenAddr: '0.0.0.0', RemoteAddrs: ['192.0.2.1'], JoinToken: 'x' }),
  },
];

attempts('Bad images, root, and ways past the gate', true, [...badImages, ...root, ...pastTheGate]);
