import { after } from 'node:test';
import { configOf, digestOf, dockerArchive } from '../../build/image.ts';
import { file } from '../../build/tar.ts';
import { type Attempt, attempts, type Ground } from './attack-ground.ts';
import { idOf, image, images, parts } from './attack-images.ts';
import { type Document, indexOf, lyingRegistry, manifestOf } from './lying-registry.ts';

const registry = await lyingRegistry();
after(() => registry.stop());
const { host } = registry;

const good = registry.push('app', images.good);
const bad = registry.push('app', images.bad);
const [goodDigest, badDigest] = [digestOf(good.bytes), digestOf(bad.bytes)];
registry.says('app/bad', bad);
registry.says('app/good', good);

const denied = /^403 .*packages: evil/s;
const name = encodeURIComponent(`${host}/app`);
const pull = (query: string) => (ground: Ground) => ground.ask('POST', `/images/create?${query}`);
/** The engine says in its progress that it failed. */
const failed = /^(40[034]|502|200 .*"errorDetail")/s;

/** A harmless image that nobody has seen before. */
const fresh = (content: string) => image('x:1', 'app', file('fresh', content));
const removed =
  (place: string) =>
  ({ behind }: Ground) =>
    behind('DELETE', `/images/${host}/${place}?force=1`);

/** What stands behind a tag of its own. */
function told(tag: string, said: Parameters<typeof registry.says>[1]): string {
  registry.says(`app/${tag}`, said);
  return tag;
}

/** A document that one reader takes for a manifest of the bad image, another one for an index of the good one. */
function twoFaced(): Document {
  const { config, layer } = parts(images.bad);
  const index = JSON.parse(indexOf([[good, 'amd64']]).bytes.toString());
  return manifestOf(config, [layer], registry.blob, { manifests: index.manifests });
}

const index = indexOf([
  [good, 'amd64'],
  [bad, 'arm64'],
]);
registry.says(`app/${digestOf(index.bytes)}`, index);
registry.says('app/many', index);

const pulls: readonly Attempt[] = [
  { name: 'a bad image by its tag', says: denied, run: pull(`fromImage=${name}&tag=bad`) },
  { name: 'by its tag in the name', says: denied, run: pull(`fromImage=${name}:bad`) },
  { name: 'by its digest', says: denied, run: pull(`fromImage=${name}@${badDigest}`) },
  { name: 'by its digest as a tag', says: denied, run: pull(`fromImage=${name}&tag=${badDigest}`) },
  { name: 'by the good digest, and the bad tag', says: denied, run: pull(`fromImage=${name}@${goodDigest}&tag=bad`) },
  {
    name: 'by the good digest, and the bad digest as a tag',
    says: denied,
    run: pull(`fromImage=${name}@${goodDigest}&tag=${badDigest}`),
  },
  { name: 'by the good tag, and the bad one as a tag', says: denied, run: pull(`fromImage=${name}:good&tag=bad`) },
  { name: 'with the tag twice', says: /^400 .*twice/s, run: pull(`fromImage=${name}&tag=good&tag=bad`) },
  {
    name: 'the key in capitals beside it',
    says: /^400 .*written oddly/s,
    run: pull(`fromImage=${name}&tag=none&TAG=bad`),
  },
  { name: 'all tags', says: /^403 .*All tags/s, run: pull(`fromImage=${name}`) },
  { name: 'a name with a scheme', says: /^400 /, run: pull(`fromImage=http%3A%2F%2F${name}&tag=bad`) },
  { name: 'a name with a login in it', says: /^400 /, run: pull(`fromImage=a%3Ab%40${name}&tag=bad`) },
  { name: 'a name with a path out of it', says: /^400 /, run: pull(`fromImage=${name}%2F..%2Fapp&tag=bad`) },
  { name: 'with changes', says: denied, run: pull(`fromImage=${name}&tag=bad&changes=USER%20root`) },
  { name: 'an image that the registry does not have', says: /^(404|502) /, run: pull(`fromImage=${name}&tag=none`) },
  { name: 'docker pull', says: /packages: evil/, run: ({ docker }) => docker('pull', `${host}/app:bad`) },
  { name: 'docker pull --all-tags', says: /All tags/, run: ({ docker }) => docker('pull', '-a', `${host}/app`) },
  {
    name: 'docker run, which pulls',
    says: /packages: evil/,
    run: ({ docker }) => docker('run', '--rm', `${host}/app:bad`),
  },
  {
    name: 'docker create --pull always',
    says: /packages: evil/,
    run: ({ docker }) => docker('create', '--pull', 'always', `${host}/app:bad`),
  },
  {
    name: 'another platform of a good index',
    says: /^(403|40[04]|502) /,
    run: pull(`fromImage=${name}&tag=many&platform=linux%2Farm64`),
  },
  {
    name: 'a recorded tag that has come to mean another harmless image',
    says: /^403 .*was recorded as .* refused as poisoned/s,
    prepare: async (ground) => {
      told('steady', registry.push('app', fresh('before')));
      const { text } = await pull(`fromImage=${name}&tag=steady`)(ground);
      told('steady', registry.push('app', fresh('after')));
      return text;
    },
    run: pull(`fromImage=${name}&tag=steady`),
    undo: removed('app:steady'),
  },
  {
    name: 'a tag under which a known image was pulled, that has come to mean another harmless one',
    says: /^403 .*was recorded as .* refused as poisoned/s,
    prepare: async (ground) => {
      told('second', good);
      const { text } = await pull(`fromImage=${name}&tag=second`)(ground);
      told('second', registry.push('app', fresh('another')));
      return text;
    },
    run: pull(`fromImage=${name}&tag=second`),
    undo: removed('app:second'),
  },
  {
    name: 'a tag under which bad content was refused, that is then the right image',
    says: /^200 .*Digest/s,
    outcome: 'harmless',
    prepare: async (ground) => {
      told('spoiled', bad);
      const { status } = await pull(`fromImage=${name}&tag=spoiled`)(ground);
      told('spoiled', good);
      return String(status);
    },
    run: pull(`fromImage=${name}&tag=spoiled`),
    undo: removed('app:spoiled'),
  },
  {
    name: 'a registry that names the good digest and sends the bad manifest',
    // What comes is what is called so, whatever the tag said.
    says: new RegExp(`^200 .*Digest: ${goodDigest}`, 's'),
    outcome: 'harmless',
    prepare: () => told('liar', { ...bad, claimed: goodDigest }),
    run: pull(`fromImage=${name}&tag=liar`),
  },
  {
    name: 'a registry that sends the bad manifest for the good digest',
    says: failed,
    prepare: () => {
      const lied = registry.push('lying', fresh('lying'));
      registry.says(`lying/${digestOf(lied.bytes)}`, bad);
      registry.says('lying/1', lied);
      return '';
    },
    run: pull(`fromImage=${encodeURIComponent(`${host}/lying`)}&tag=1`),
  },
  {
    name: 'a registry that sends the engine another manifest than the gate',
    says: failed,
    prepare: () => {
      const lied = registry.push('twice', fresh('twice'));
      registry.says(`twice/${digestOf(lied.bytes)}`, ({ agent }) => (/docker/i.test(agent) ? bad : lied));
      registry.says('twice/1', lied);
      return '';
    },
    run: pull(`fromImage=${encodeURIComponent(`${host}/twice`)}&tag=1`),
    outcome: 'harmless',
  },
  {
    name: 'a tag that is the good image when first asked for, and the bad one then',
    // Pulled by the digest that was decided about: the tag is not asked again.
    says: /^(200 .*Digest|403)/s,
    outcome: 'harmless',
    prepare: () => told('turning', ({ times }) => (times <= 1 ? good : bad)),
    run: pull(`fromImage=${name}&tag=turning`),
  },
  {
    name: 'a good config over a bad layer',
    says: failed,
    outcome: 'harmless',
    prepare: async ({ behind }) => {
      // So that the engine does not have what the config names already.
      await behind('DELETE', `/images/${idOf(images.good)}?force=1`);
      const mixed = manifestOf(configOf(images.good), images.bad.layers, registry.blob);
      registry.says(`app/${digestOf(mixed.bytes)}`, mixed);
      return told('mixed', mixed);
    },
    run: pull(`fromImage=${name}&tag=mixed`),
    undo: ({ ask }) => ask('POST', '/images/load', dockerArchive(images.good)),
  },
  {
    name: 'a document that is a bad manifest and a good index',
    says: failed,
    outcome: 'harmless',
    prepare: () => {
      const document = twoFaced();
      const asIndex = { ...document, type: 'application/vnd.oci.image.index.v1+json' };
      registry.says(`app/${digestOf(document.bytes)}`, ({ agent }) => (/docker/i.test(agent) ? document : asIndex));
      return told('faces', ({ agent }) => (/docker/i.test(agent) ? document : asIndex));
    },
    run: pull(`fromImage=${name}&tag=faces`),
  },
  {
    name: 'a manifest of the first kind, which names no config',
    says: failed,
    prepare: () => {
      const type = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
      const bytes = Buffer.from(
        JSON.stringify({ schemaVersion: 1, name: 'app', tag: 'old', architecture: 'amd64', fsLayers: [], history: [] }),
      );
      registry.says(`app/${digestOf(bytes)}`, { type, bytes });
      return told('old', { type, bytes });
    },
    run: pull(`fromImage=${name}&tag=old`),
  },
  {
    name: 'a manifest whose keys differ by case',
    says: failed,
    prepare: () => {
      const { config } = JSON.parse(bad.bytes.toString());
      const bytes = Buffer.from(
        good.bytes.toString().replace('"config":', `"Config":${JSON.stringify(config)},"config":`),
      );
      registry.says(`app/${digestOf(bytes)}`, { ...good, bytes });
      return told('cases', { ...good, bytes });
    },
    run: pull(`fromImage=${name}&tag=cases`),
  },
];
attempts('Pulls from a registry that lies', false, pulls);
