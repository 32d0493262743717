import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import { directory, file, tar } from '../../build/tar.ts';
import { listening } from '../sources/listening.ts';
import { type Attempt, ask, attempts, type Ground, idIn } from './attack-ground.ts';
import { idOf, images, parts } from './attack-images.ts';

const [bad, good] = [idOf(images.bad), idOf(images.good)];
const denied = /^403 .*packages: evil/s;
const asRoot = /^403 .*rootUser: the user .* is uid 0/s;
const poisoned = /^403 .*refused as poisoned/s;

const create =
  (body: unknown, query = '') =>
  (ground: Ground) =>
    ground.ask('POST', `/containers/create${query}`, body);
const made =
  (settings: object, started = false) =>
  async ({ behind }: Ground): Promise<string> => {
    const answer = await behind('POST', '/containers/create', settings);
    assert.equal(answer.status, 201, answer.text);
    const id = idIn(answer);
    if (started) assert.equal((await behind('POST', `/containers/${id}/start`)).status, 204);
    return id;
  };
const start = ({ ask }: Ground, id: string) => ask('POST', `/containers/${id}/start`);
const removed = ({ behind }: Ground, id: string) => behind('DELETE', `/containers/${id}?force=1&v=1`);
const imageRemoved =
  (name: string) =>
  ({ behind }: Ground) =>
    behind('DELETE', `/images/${name}?force=1`);
const tagged = ({ behind }: Ground, id: string, repo: string, tag = '1') =>
  behind('POST', `/images/${id}/tag?repo=${repo}&tag=${tag}`);
/** The tag goes back to the image that has it by right. */
const goodAgain = async (ground: Ground) => {
  await tagged(ground, good, 'good');
  return ground.behind('POST', '/images/prune');
};

/** What docker run has beside an image and a user: none of it makes a bad image, or root, a good one. */
const options: Readonly<Record<string, object>> = {
  privileged: { Privileged: true },
  'the pids of the host': { PidMode: 'host' },
  'the pids of the gate’s own container': { PidMode: 'container:x' },
  'users of the host': { UsernsMode: 'host' },
  'no security profile': { SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable'] },
  'another runtime': { Runtime: 'runc' },
  'a runtime of a shim': { Runtime: 'io.containerd.runc.v2' },
  'every capability': { CapAdd: ['ALL'] },
  'the group of root': { GroupAdd: ['0', 'root', 'docker'] },
  'a device': { Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] },
  'rules for devices': { DeviceCgroupRules: ['b *:* rwm'] },
  'a cgroup of its own': { CgroupParent: '/system.slice' },
  'an init': { Init: true },
  'a restart policy': { RestartPolicy: { Name: 'always' } },
  'its own removal': { AutoRemove: true },
  'an identity file': { ContainerIDFile: '/tmp/x' },
};

const optionsOf = (image: string, more: object, says: RegExp, about: string): readonly Attempt[] => [
  {
    name: about,
    variants: Object.keys(options),
    says,
    run: (ground, _, variant) => create({ Image: image, ...more, HostConfig: options[variant] })(ground),
  },
];

const runs: readonly Attempt[] = [
  ...optionsOf('bad:1', {}, denied, 'the bad image with'),
  ...optionsOf('good:1', { User: '0' }, asRoot, 'root with'),
  {
    name: 'exec as root, privileged, with other words beside it',
    variants: ['0', '0:1000', 'root:app', '00:0'],
    says: asRoot,
    prepare: async (ground) => {
      const id = idIn(await create({ Image: 'numbered:1' })(ground));
      assert.equal((await start(ground, id)).status, 204);
      return id;
    },
    run: ({ ask }, id, User) =>
      ask('POST', `/containers/${id}/exec`, { Cmd: ['/bin/busybox'], User, Privileged: true, Env: ['USER=app'] }),
    undo: removed,
  },
  {
    name: 'create as uid 0 with a group',
    variants: [':0', '0:', '+0:app', '000:000', '18446744073709551616'],
    says: /^403 .*rootUser/s,
    run: (ground, _, User) => create({ Image: 'good:1', User })(ground),
  },
  {
    name: 'start with settings in its body, as engines once took them',
    says: /^400 .*takes none/s,
    prepare: made({ Image: 'good:1' }),
    run: ({ ask, engine }, id) => ask('POST', `/containers/${id}/start`, { Binds: [`${engine.socket}:/s`] }),
    undo: removed,
  },
  {
    name: 'an old API, in which images were named otherwise',
    variants: ['v1.24', 'v1.30', 'v1.41'],
    says: denied,
    run: ({ ask }, _, version) => ask('POST', `/${version}/containers/create`, { Image: 'bad:1' }),
  },
  {
    name: 'a tag that looks like the id of the good image',
    says: denied,
    prepare: async (ground) => (await tagged(ground, bad, good.slice(7, 19), 'latest')).text,
    run: create({ Image: good.slice(7, 19) }),
    undo: imageRemoved(`${good.slice(7, 19)}:latest`),
  },
  {
    name: 'a tag that looks like a digest',
    // The engine takes it for the beginning of an id, and has none like it.
    says: /^404 /,
    prepare: async (ground) => (await tagged(ground, bad, 'sha256', good.slice(7, 71))).text,
    run: ({ ask }) => ask('POST', '/containers/create', { Image: `docker.io/library/sha256:${good.slice(7, 71)}` }),
    // Not removed: by this name the engine would take the good image away.
    undo: (ground) => tagged(ground, good, 'sha256', good.slice(7, 71)),
  },
  {
    name: 'a container made by hand, of a tag that was taken away again',
    says: denied,
    prepare: async (ground) => {
      await tagged(ground, bad, 'gone');
      const id = await made({ Image: 'gone:1' })(ground);
      await ground.behind('DELETE', '/images/gone:1');
      return id;
    },
    run: start,
    undo: removed,
  },
  {
    name: 'a container by hand, renamed through the gate to the name of a good one, and started',
    says: denied,
    prepare: async (ground) => {
      const id = await made({ Image: 'bad:1' })(ground);
      const answer = await ground.ask('POST', `/containers/${id}/rename?name=innocent`);
      assert.equal(answer.status, 204, answer.text);
      return 'innocent';
    },
    run: start,
    undo: removed,
  },
  {
    name: 'an update with a restart policy and a user beside it',
    says: denied,
    prepare: made({ Image: 'bad:1' }),
    run: ({ ask }, id) =>
      ask('POST', `/containers/${id}/update`, { RestartPolicy: { Name: 'always' }, User: '1000', Image: 'good:1' }),
    undo: removed,
  },
  {
    name: 'a restore from a checkpoint, its key written otherwise',
    variants: ['checkpoint=x', 'Checkpoint=x', 'checkpoint=&checkpoint-dir=%2Ftmp&CHECKPOINT=x'],
    says: /^(403 .*checkpoint|400 .*written oddly)/s,
    prepare: made({ Image: 'good:1' }),
    run: ({ ask }, id, query) => ask('POST', `/containers/${id}/start?${query}`),
    undo: removed,
  },
];

const evilFile = tar([file('package.json', '{"name":"evil","version":"1.0.0"}')]);
const evilContext = (from: string) =>
  tar([
    file('Dockerfile', `FROM ${from}\nCOPY package.json /srv/node_modules/evil/package.json\n`),
    file('package.json', '{"name":"evil","version":"1.0.0"}'),
  ]);

const built = async (ground: Ground, query: string, context: Buffer): Promise<string> => {
  const { text } = await ground.ask('POST', `/build?forcerm=1&${query}`, context);
  return /Successfully built/.test(text) ? text : assert.fail(text);
};

/** Answers with a Dockerfile, as a server that an engine fetches a build from. */
const dockerfile = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end('FROM bad:1\nLABEL fetched=yes\n');
});
const port = await listening(dockerfile);
after(() => dockerfile.close());

const builds: readonly Attempt[] = [
  {
    name: 'a build that takes the good name for what it made',
    says: poisoned,
    prepare: (ground) => built(ground, 't=good:1', evilContext('good:1')),
    run: create({ Image: 'good:1' }),
    undo: goodAgain,
  },
  {
    name: 'a build from a cache that is the bad image',
    says: denied,
    prepare: (ground) =>
      built(
        ground,
        `t=cached:1&cachefrom=${encodeURIComponent('["bad:1"]')}`,
        tar([file('Dockerfile', 'FROM bad:1\nLABEL cached=yes\n')]),
      ),
    run: create({ Image: 'cached:1' }),
    undo: imageRemoved('cached:1'),
  },
  {
    name: 'a stage of a build, by its target',
    says: denied,
    prepare: (ground) =>
      built(
        ground,
        't=staged:1&target=hidden',
        tar([file('Dockerfile', 'FROM bad:1 AS hidden\nLABEL stage=hidden\nFROM good:1\nLABEL stage=shown\n')]),
      ),
    run: create({ Image: 'staged:1' }),
    undo: imageRemoved('staged:1'),
  },
  {
    name: 'a build that the engine fetches from an address',
    says: denied,
    prepare: (ground) =>
      built(ground, `t=fetched:1&remote=${encodeURIComponent(`http://127.0.0.1:${port}/Dockerfile`)}`, Buffer.alloc(0)),
    run: create({ Image: 'fetched:1' }),
    undo: imageRemoved('fetched:1'),
  },
  {
    name: 'a build that ends as root',
    says: /^403 .*rootUser/s,
    prepare: (ground) => built(ground, 't=rooted:1', tar([file('Dockerfile', 'FROM good:1\nUSER 0\n')])),
    run: create({ Image: 'rooted:1' }),
    undo: imageRemoved('rooted:1'),
  },
  {
    name: 'a container that evil was copied into, committed under the good name',
    says: poisoned,
    prepare: async (ground) => {
      const id = idIn(await create({ Image: 'good:1' })(ground));
      const copied = await ground.ask('PUT', `/containers/${id}/archive?path=/etc`, evilFile);
      assert.equal(copied.status, 200, copied.text);
      const answer = await ground.ask('POST', `/commit?container=${id}&repo=good&tag=1`);
      assert.equal(answer.status, 201, answer.text);
      return id;
    },
    run: create({ Image: 'good:1' }),
    undo: async (ground, id) => {
      await removed(ground, id);
      await goodAgain(ground);
    },
  },
  {
    name: 'a running one, committed with another user in the body',
    says: /^403 .*rootUser/s,
    prepare: async (ground) => {
      const id = idIn(await create({ Image: 'good:1' })(ground));
      assert.equal((await start(ground, id)).status, 204);
      const answer = await ground.ask('POST', `/commit?container=${id}&repo=snap&tag=1`, { User: '0' });
      assert.equal(answer.status, 201, answer.text);
      await removed(ground, id);
      return '';
    },
    run: create({ Image: 'snap:1' }),
    undo: imageRemoved('snap:1'),
  },
  {
    name: 'an import of an allowed layer under the good name, with a user',
    says: poisoned,
    run: ({ ask }) =>
      ask('POST', '/images/create?fromSrc=-&repo=good&tag=1&changes=USER%200', parts(images.numbered).layer),
  },
  {
    name: 'an import and a pull at once',
    says: /^400 .*an image to pull and a file to import at once/s,
    run: ({ ask }) => ask('POST', '/images/create?fromSrc=-&fromImage=good&tag=1', parts(images.bad).layer),
  },
];

/** The engine does not tell what a plugin stands on; asked for one by its digest, Docker 20.10 ends. */
const plugins: readonly Attempt[] = [
  {
    name: 'a plugin, by',
    variants: ['evil', 'evil:1', `evil@${bad}`, `evil:1@${bad}`, `127.0.0.1:${port}/evil@${bad}`],
    says: /^403 .*plugins/s,
    run: async ({ ask }, _, name) => {
      const remote = encodeURIComponent(name);
      return [
        await ask('GET', `/plugins/privileges?remote=${remote}`),
        await ask('GET', `/v1.41/plugins/privileges?remote=${remote}&remote2=x`),
        await ask('POST', `/plugins/pull?remote=${remote}&name=harmless`, []),
        await ask('POST', `/plugins/harmless:latest/upgrade?remote=${remote}`, []),
      ];
    },
  },
  {
    name: 'docker plugin install, and create',
    says: /plugins may not be brought in/,
    prepare: ({ folder }) => {
      mkdirSync(join(folder, 'plugin', 'rootfs'), { recursive: true });
      writeFileSync(join(folder, 'plugin', 'config.json'), '{"interface":{"types":[],"socket":"x.sock"}}');
      return join(folder, 'plugin');
    },
    run: async ({ docker }, folder) => [
      await docker('plugin', 'install', '--grant-all-permissions', 'evil'),
      await docker('plugin', 'create', 'evil', folder),
    ],
  },
  {
    name: 'a plugin that was made by hand, enabled',
    says: /^403 .*plugins/s,
    prepare: async (ground) => {
      const config = '{"interface":{"types":[],"socket":"x.sock"},"entrypoint":["/x"],"network":{"type":""}}';
      const made = await ask(
        ground.engine.socket,
        'POST',
        '/plugins/create?name=byhand:1',
        tar([file('config.json', config), directory('rootfs'), file('rootfs/x', 'x')]),
      );
      assert.equal(made.status, 204, made.text);
      return 'byhand:1';
    },
    run: (ground, name) => ground.ask('POST', `/plugins/${name}/enable?timeout=0`),
    undo: ({ behind }, name) => behind('DELETE', `/plugins/${name}?force=1`),
  },
];

/** What goes on inside BuildKit's own connections is not looked into; they bring nothing to run. */
const buildkit: readonly Attempt[] = [
  {
    name: 'a session without an upgrade',
    variants: ['/session', '/grpc'],
    says: /^(?!2)/,
    run: ({ ask }, _, path) => ask('POST', path),
  },
  {
    name: 'an upgrade to HTTP/2 where a container would be made',
    says: /^400 .*upgrade/s,
    run: ({ talk }) =>
      talk(
        'POST /containers/create HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n',
      ),
  },
];

attempts('Detours', true, [...runs, ...builds, ...plugins, ...buildkit]);
