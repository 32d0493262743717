import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Attempt, attempts, type Ground, idIn } from './attack-ground.ts';

const engineKept = /^403 .*own socket may not be laid into a container/s;
const stateKept = /^403 .*What this gate decides by may not be laid/s;

const create = (body: unknown) => (ground: Ground) => ground.ask('POST', '/containers/create', body);
const made =
  (settings: object) =>
  async ({ behind }: Ground): Promise<string> => {
    const answer = await behind('POST', '/containers/create', settings);
    assert.equal(answer.status, 201, answer.text);
    return idIn(answer);
  };
const start = ({ ask }: Ground, id: string) => ask('POST', `/containers/${id}/start`);
const removed = ({ behind }: Ground, id: string) => behind('DELETE', `/containers/${id}?force=1&v=1`);

/** Paths that lead past the gate, seen from its own. */
const laid = (sources: (ground: Ground) => Readonly<Record<string, string>>, says: RegExp, about: string): Attempt => ({
  name: about,
  says,
  run: async (ground) => {
    const answers = [];
    for (const path of Object.values(sources(ground))) {
      answers.push(await create({ Image: 'good:1', HostConfig: { Binds: [`${path}:/x`] } })(ground));
      answers.push(
        await create({ Image: 'good:1', HostConfig: { Mounts: [{ Type: 'bind', Source: path, Target: '/x' }] } })(
          ground,
        ),
      );
    }
    return answers;
  },
});

const volume =
  (name: string, options: Readonly<Record<string, string>>) =>
  async ({ ask }: Ground): Promise<string> => {
    const answer = await ask('POST', '/volumes/create', { Name: name, Driver: 'local', DriverOpts: options });
    assert.equal(answer.status, 201, answer.text);
    return name;
  };
const volumeRemoved = ({ behind }: Ground, name: string) => behind('DELETE', `/volumes/${name}?force=1`);
const volumeInto = ({ ask }: Ground, name: string) =>
  ask('POST', '/containers/create', { Image: 'good:1', HostConfig: { Binds: [`${name}:/x`] } });
const home = (ground: Ground) => join(ground.folder, 'home');

/** The disk that a path lies on, where it is one. */
function diskOf(path: string): string | null {
  const { dev } = statSync(path);
  const found = readdirSync('/dev').find((name) => {
    const facts = statSync(join('/dev', name), { throwIfNoEntry: false });
    return facts?.isBlockDevice() === true && facts.rdev === dev;
  });
  return found === undefined ? null : join('/dev', found);
}

const places: readonly Attempt[] = [
  {
    name: 'a path that leads the engine elsewhere than the gate',
    variants: ['/proc/self/root', '/proc/self/cwd', '/proc/thread-self/cwd', '/dev/fd/3', '/proc/self/./task/../cwd'],
    says: /^403 .*nobody knows what it leads to/s,
    run: async (ground, _, path) => {
      const link = join(ground.folder, `link-${path.replaceAll('/', '-')}`);
      symlinkSync(path, link);
      const into = (source: string) => create({ Image: 'good:1', HostConfig: { Binds: [`${source}:/x`] } })(ground);
      return [await into(path), await into(link)];
    },
  },
  laid(
    ({ engine }) => ({
      root: '/',
      'a directory above': dirname(dirname(engine.socket)),
    }),
    engineKept,
    'a directory that the engine’s socket lies below',
  ),
  laid(
    (ground) => ({ home: home(ground), keys: join(home(ground), 'keys'), ledger: join(home(ground), 'ledger.db') }),
    stateKept,
    'the gate’s state and its signing key',
  ),
  laid(
    ({ engine }) => ({ all: engine.root, layers: join(engine.root, 'overlay2'), configs: join(engine.root, 'image') }),
    /^403 .*Where the engine keeps images and containers may not be laid/s,
    'where the engine keeps its images, to change them by docker cp',
  ),
  laid((ground) => ({ policy: join(ground.folder, 'policy.yaml') }), stateKept, 'the policy'),
  {
    name: 'the volumes of a container that has the engine’s socket, made by hand',
    says: engineKept,
    prepare: (ground) => made({ Image: 'good:1', HostConfig: { Binds: [`${ground.engine.socket}:/s`] } })(ground),
    run: async (ground, id) => {
      const answer = await create({ Image: 'good:1', HostConfig: { VolumesFrom: [id] } })(ground);
      assert.equal(answer.status, 201, answer.text);
      return start(ground, idIn(answer));
    },
    undo: removed,
  },
  {
    name: 'the volumes of one that has a passwd laid over, made by hand',
    says: /^403 .*rootUser: whether the user .* cannot be told/s,
    prepare: (ground) => {
      const path = join(ground.folder, 'passwd-of-another');
      writeFileSync(path, 'app:x:0:0::/:/bin/sh\n');
      return made({ Image: 'good:1', HostConfig: { Binds: [`${path}:/etc/passwd`] } })(ground);
    },
    run: async (ground, id) => {
      const answer = await create({ Image: 'good:1', User: 'app', HostConfig: { VolumesFrom: [id] } })(ground);
      assert.equal(answer.status, 201, answer.text);
      return start(ground, idIn(answer));
    },
    undo: removed,
  },
  {
    name: 'a volume that is a bind of everything',
    says: engineKept,
    prepare: volume('everything', { type: 'none', o: 'bind', device: '/' }),
    run: volumeInto,
    undo: volumeRemoved,
  },
  {
    name: 'a volume that lays one directory over another',
    says: engineKept,
    prepare: volume('overlaid', {
      type: 'overlay',
      device: 'overlay',
      o: 'lowerdir=/tmp:/,upperdir=/tmp,workdir=/tmp',
    }),
    run: volumeInto,
    undo: volumeRemoved,
  },
  {
    name: 'a volume that is a bind of the gate’s state',
    says: stateKept,
    prepare: (ground) => volume('state', { type: 'none', o: 'bind', device: home(ground) })(ground),
    run: volumeInto,
    undo: volumeRemoved,
  },
  {
    name: 'a container by hand with a volume that is a bind of everything, started',
    says: engineKept,
    prepare: async (ground) => {
      await volume('byhand', { type: 'none', o: 'bind', device: '/' })(ground);
      return made({ Image: 'good:1', HostConfig: { Binds: ['byhand:/x'] } })(ground);
    },
    run: start,
    undo: async (ground, id) => {
      await removed(ground, id);
      await volumeRemoved(ground, 'byhand');
    },
  },
  {
    name: 'a service with a volume that is a bind of everything',
    says: engineKept,
    run: ({ ask }) =>
      ask('POST', '/services/create', {
        TaskTemplate: {
          ContainerSpec: {
            Image: 'good:1',
            Mounts: [
              {
                Type: 'volume',
                Source: 'new',
                Target: '/x',
                VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } } },
              },
            ],
          },
        },
      }),
  },
  {
    name: 'the disk that the gate’s state lies on, as a device and as a volume',
    says: /^(403 .*may not be laid|200 no disk)/s,
    outcome: 'harmless',
    prepare: (ground) => diskOf(home(ground)) ?? '',
    run: async (ground, disk) => {
      if (disk === '') return { status: 200, text: 'no disk of its own here' };
      await volume('disk', { type: 'ext4', device: disk })(ground);
      return [
        await volumeInto(ground, 'disk'),
        await create({
          Image: 'good:1',
          HostConfig: { Devices: [{ PathOnHost: disk, PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] },
        })(ground),
      ];
    },
    undo: (ground) => volumeRemoved(ground, 'disk'),
  },
  {
    name: 'what is harmless: a directory beside, an empty volume, a device',
    says: /^201 /,
    outcome: 'harmless',
    prepare: async (ground) => {
      mkdirSync(join(ground.folder, 'beside'), { recursive: true });
      return volume('empty', {})(ground);
    },
    run: (ground) =>
      create({
        Image: 'good:1',
        HostConfig: {
          Binds: [
            `${join(ground.folder, 'beside')}:/a`,
            'empty:/b',
            'made-on-the-way:/c',
            `${join(ground.engine.root, 'volumes', 'empty', '_data')}:/d`,
          ],
          Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }],
        },
      })(ground),
    undo: (ground) => volumeRemoved(ground, 'empty'),
  },
];

attempts('Places of the host', true, places);
