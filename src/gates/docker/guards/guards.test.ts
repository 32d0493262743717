import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guardContext, guardRequest } from '../../../../test/build/fake-engine.ts';
import { sha256 } from '../../../base/digest.ts';
import { chainId } from '../../../model/image.ts';
import type { Decide } from '../../../model/question.ts';
import { AdmittedImages } from './admitted-images.ts';
import { containerCreate, containerStart } from './container-guards.ts';
import { engineImage } from './engine-image.ts';
import { serviceGuard } from './service-guards.ts';

const [index, config, layer] = [sha256('index'), sha256('config'), sha256('layer')];
const id = 'c'.repeat(64);
const text = { en: 'no', 'zh-CN': '否' };
const noSocket = { places: { sockets: [], own: () => [], stores: async () => [] } };

/** An image as engines describe it. */
const described = (changes: object = {}) => ({
  Id: config,
  RootFS: { Type: 'layers', Layers: [layer] },
  RepoDigests: [],
  Config: { User: '1000', Labels: {} },
  Os: 'linux',
  Architecture: 'amd64',
  ...changes,
});

describe('what an image is, engine by engine', () => {
  const layers = { diffIds: [layer], chainId: chainId([layer]) };
  const cases: readonly (readonly [string, object, object, readonly string[]])[] = [
    [
      'an engine with its own store names it by its config, and vouches for its origin',
      { RepoDigests: [`registry.local/base/x@${sha256('manifest')}`] },
      { configDigest: config, manifestDigest: null, indexDigest: null, ...layers },
      [`registry.local/base/x@${sha256('manifest')}`],
    ],
    [
      'one with containerd’s, from 28 on, by its index, under any name',
      {
        Id: index,
        Descriptor: { mediaType: 'application/vnd.oci.image.index.v1+json' },
        RepoDigests: [`registry.local/base/x@${index}`],
      },
      { configDigest: null, manifestDigest: null, indexDigest: index, ...layers },
      [],
    ],
    [
      'one with containerd’s, before 28: a mere tag is no origin there either',
      { Id: index, RepoDigests: [`registry.local/base/x@${index}`] },
      { configDigest: null, manifestDigest: index, indexDigest: null, ...layers },
      [],
    ],
  ];
  for (const [about, image, identity, origins] of cases) {
    test(about, async () => {
      const found = await engineImage('x', guardContext({ 'GET /images/x/json': described(image) }).context);
      assert.deepEqual(found?.identity, identity);
      assert.deepEqual(found?.origins, origins);
    });
  }
});

describe('a container of an engine with containerd’s store', () => {
  const start = (platform: object) => {
    const container = {
      Id: id,
      Image: index,
      Config: { Image: 'x', User: '1000' },
      ImageManifestDescriptor: { platform },
    };
    const { context, questions } = guardContext({
      'GET /containers/web/json': container,
      [`GET /images/${index}/json`]: described({
        Id: index,
        Descriptor: { mediaType: 'application/vnd.oci.image.index.v1+json' },
      }),
    });
    return { outcome: containerStart(noSocket, new AdmittedImages())(guardRequest({ id: 'web' }), context), questions };
  };

  test('is asked for with its user, since its layers alone are not its config, and started by its id', async () => {
    const { outcome, questions } = start({ os: 'linux', architecture: 'amd64' });
    assert.deepEqual(await outcome, { kind: 'pass', change: { parameters: { id } } });
    assert.deepEqual(
      questions.map(({ ownUser, identity }) => [ownUser, identity.configDigest]),
      [['1000', null]],
    );
  });

  test('is not started where it stands on another platform’s image than the engine shows', async () => {
    await assert.rejects(
      start({ os: 'linux', architecture: 'arm64' }).outcome,
      /does not show the image of this platform/,
    );
    await assert.rejects(start({ os: 'linux', architecture: 'amd64', variant: 'v2' }).outcome, /does not show/);
  });
});

describe('a container that is started after it was made here', () => {
  const container = { Id: id, Image: config, Config: { Image: 'x', User: '1000' } };
  const images = new AdmittedImages();
  const made = () => containerCreate(noSocket, images)(guardRequest({}, { Image: 'x' }), engine().context);
  const engine = (image: object | null = described()) =>
    guardContext({
      'GET /containers/web/json': container,
      [`GET /containers/${id}/json`]: container,
      'GET /images/x/json': described(),
      ...(image === null ? {} : { [`GET /images/${config}/json`]: image }),
    });

  test('is looked at, its image is not asked for again', async () => {
    assert.equal((await made()).kind, 'pass');
    const { context, questions } = engine(null);
    const outcome = await containerStart(noSocket, images)(guardRequest({ id: 'web' }), context);
    assert.deepEqual(outcome, { kind: 'pass', change: { parameters: { id } } });
    assert.deepEqual(questions[0]?.identity.diffIds, [layer]);
  });

  test('is looked at anew where it would be refused by what was known', async () => {
    await made();
    const origin = `registry.local/base/x@${sha256('manifest')}`;
    const { context } = engine(described({ RepoDigests: [origin] }));
    const seen: (readonly string[])[] = [];
    const decide: Decide = async (question) => {
      seen.push(question.origins);
      return question.origins.includes(origin)
        ? { admitted: true, because: 'of its origin' }
        : { admitted: false, code: 'unknown-image', reason: text, next: text };
    };
    const outcome = await containerStart(noSocket, images)(guardRequest({ id: 'web' }), { ...context, decide });
    assert.equal(outcome.kind, 'pass');
    assert.deepEqual(seen, [[], [origin]]);
  });

  test('is refused where it still would be, and asked about once where nothing was known', async () => {
    await made();
    for (const looks of [2, 1]) {
      const { context } = engine();
      let asked = 0;
      const decide: Decide = async () => {
        asked += 1;
        return { admitted: false, code: 'denied', reason: text, next: text };
      };
      const outcome = await containerStart(noSocket, images)(guardRequest({ id: 'web' }), { ...context, decide });
      assert.equal(outcome.kind, 'refuse');
      assert.equal(asked, looks);
    }
  });
});

test('of the images that were let in, the newest thousand are known, and only those that their config names', async () => {
  const images = new AdmittedImages();
  const image = async (seed: string, changes: object = {}) => {
    const said = described({ Id: sha256(seed), ...changes });
    const found = await engineImage('x', guardContext({ 'GET /images/x/json': said }).context);
    assert.ok(found !== null);
    images.keep(found);
    return found.id;
  };
  const first = await image('first');
  const byIndex = await image('index', { Descriptor: { mediaType: 'application/vnd.oci.image.index.v1+json' } });
  assert.ok(images.at(first) !== null && images.at(byIndex) === null);
  for (let i = 0; i < 1000; i += 1) await image(`image ${i}`);
  assert.ok(images.at(first) === null && images.at(sha256('image 0')) !== null);
});

describe('a service goes on as what cannot come to mean another image', () => {
  const origin = `registry.local/app@${sha256('manifest')}`;
  const spec = (Image: string) => ({
    Name: 's',
    TaskTemplate: { ContainerSpec: { Image, Env: ['A=b'] }, ForceUpdate: 1 },
  });
  const cases: readonly (readonly [string, string, readonly string[], string | null])[] = [
    ['a tag with a digest of the registry', 'registry.local/app:1', [origin], origin],
    ['a tag without one', 'app:1', [origin], config],
    ['a short id', config.slice(7, 19), [], config],
    ['its id', config, [], null],
    ['a digest', `app@${sha256('manifest')}`, [], null],
  ];
  for (const [about, asked, digests, expected] of cases) {
    test(about, async () => {
      const { context } = guardContext({ [`GET /images/${asked}/json`]: described({ RepoDigests: digests }) });
      const outcome = await serviceGuard(noSocket)(guardRequest({}, spec(asked)), context);
      const change = expected === null ? {} : { change: { body: { kind: 'json', value: spec(expected) } } };
      assert.deepEqual(outcome, { kind: 'pass', ...change });
    });
  }

  test('the keys of the old image do not stay, however they are written', async () => {
    const { context } = guardContext({ 'GET /images/app:1/json': described() });
    const body = { tasktemplate: { containerspec: { image: 'app:1' } } };
    const outcome = await serviceGuard(noSocket)(guardRequest({}, body), context);
    const value = { TaskTemplate: { ContainerSpec: { Image: config } } };
    assert.deepEqual(outcome, { kind: 'pass', change: { body: { kind: 'json', value } } });
  });

  test('a rollback is about the specification that the engine kept, and only where that means one image for good', async () => {
    const back = [['rollback', 'previous']] as const;
    const says = {
      'GET /images/app:1/json': described(),
      [`GET /images/${config}/json`]: described(),
    };
    const rolled = async (before: string) => {
      const { context, questions } = guardContext({ ...says, 'GET /services/s': { PreviousSpec: spec(before) } });
      const outcome = await serviceGuard(noSocket)(guardRequest({ id: 's' }, spec(config), back), context);
      return { outcome, asked: questions.map(({ asked }) => asked) };
    };
    const { outcome, asked } = await rolled('app:1');
    assert.equal(outcome.kind, 'refuse');
    assert.deepEqual(asked, [config, 'app:1']);
    assert.deepEqual((await rolled(config)).outcome, { kind: 'pass' });
  });
});
