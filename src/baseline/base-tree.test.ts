import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  collectedContainer,
  collectedImage,
  collectionOf,
  digestOf,
  localContent,
} from '../../test/build/collection.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import type { BaseNode } from './base-node.ts';
import { baselineOverview, pathsToImages } from './overview.ts';

/** `name[layers] containers/running (children)` */
function drawn({ names, diffIds, total, children }: BaseNode): string {
  const own = `${names[0]?.name ?? '-'}[${diffIds.length}] ${total.containers}/${total.running}`;
  return children.length === 0 ? own : `${own} (${children.map(drawn).join(', ')})`;
}

test('images part where their layers do, and everything that stands on a base counts for it', () => {
  const cart = collectedImage('cart', 'abc');
  const shop = collectedImage('shop', 'abd');
  const lone = collectedImage('lone', 'xyz');
  const { roots } = baselineOverview(
    collectionOf({
      images: [cart, shop, lone],
      containers: [
        collectedContainer('cart-1', cart, { image: 'cart:1' }),
        collectedContainer('cart-2', cart, { image: 'cart:1', state: 'exited' }),
        collectedContainer('shop-1', shop, { image: 'shop:1' }),
        collectedContainer('lone-1', lone, { image: 'lone:1' }),
      ],
    }),
    [],
  );
  assert.deepEqual(roots.map(drawn), ['-[2] 3/2 (cart:1[3] 2/1, shop:1[3] 1/1)', 'lone:1[3] 1/1']);
  assert.equal(roots[0]?.distribution, 'Debian GNU/Linux 12');
  assert.equal(roots[0]?.packages, 20);
  assert.equal(roots[0]?.findings.high, 2);
});

test('a base is where a local image ends, or an approved one, and is called so', () => {
  const app = collectedImage('app', 'abcd');
  const { roots } = baselineOverview(
    collectionOf({
      images: [app],
      containers: [collectedContainer('app', app, { image: 'app:1' })],
      local: [
        localContent('debian:12', 'a'),
        localContent('step', 'ab', { names: [] }),
        localContent('longer:1', 'abcde'),
      ],
    }),
    [{ name: 'golden', diffIds: [...'abc'].map(digestOf) }],
  );
  assert.deepEqual(roots.map(drawn), ['debian:12[1] 1/1 (golden[3] 1/1 (app:1[4] 1/1))']);
});

test('an approved name comes before a local one, that before a former one, and a label last', () => {
  const app = collectedImage('app', 'ab', { labels: { 'org.opencontainers.image.base.name': 'claimed:1' } });
  const base = collectedImage('base', 'a');
  const { roots } = baselineOverview(
    collectionOf({
      images: [app, base],
      containers: [collectedContainer('app', app), collectedContainer('base', base, { image: 'former:1' })],
      local: [localContent('local:1', 'a')],
    }),
    [{ name: 'golden', diffIds: [digestOf('a')] }],
  );
  assert.deepEqual(
    roots[0]?.names.map(({ name, from }) => `${name} ${from}`),
    ['golden approved', 'local:1 local', 'former:1 asked', 'claimed:1 label'],
  );
});

test('containers are found by their image, not by its name, and images without layers have a place', () => {
  const bare = collectedImage('bare', '');
  const twin = collectedImage('twin', 'a', { effective: { kind: 'other', uid: 1000 } });
  const other = collectedImage('other twin', 'a');
  const overview = baselineOverview(
    collectionOf({
      images: [bare, other, twin],
      containers: [
        collectedContainer('bare', bare),
        collectedContainer('one', twin),
        collectedContainer('two', twin),
        collectedContainer('three', other),
      ],
    }),
    [],
  );
  assert.deepEqual(overview.roots.map(drawn), ['-[1] 3/3', '-[0] 1/1']);
  assert.deepEqual(overview.roots[0]?.total.users, [
    ['1000', 2],
    ['root', 1],
  ]);
  assert.equal(overview.roots[0]?.images.length, 2);
  assert.equal(pathsToImages(overview.roots).get(bare.id)?.length, 1);
});

test('a claim is held against the layers, and one that was inherited is no claim', () => {
  const label = {
    'org.opencontainers.image.base.name': 'debian:12',
    'org.opencontainers.image.base.digest': digestOf('m'),
  };
  const base = collectedImage('base', 'ab', { labels: label });
  const child = collectedImage('child', 'abc', { labels: label });
  const liar = collectedImage('liar', 'xy', { labels: label });
  const lost = collectedImage('lost', 'z', { labels: { 'org.opencontainers.image.base.name': 'nowhere:1' } });
  const images = [base, child, liar, lost];
  const { roots } = baselineOverview(
    collectionOf({
      images,
      containers: images.map((image) => collectedContainer(image.id.slice(0, 20), image)),
      local: [localContent('debian:12', 'a', { digests: [`debian@${digestOf('m')}`] })],
    }),
    [],
  );
  const paths = pathsToImages(roots);
  const standing = images.map(
    (image) =>
      paths
        .get(image.id)
        ?.at(-1)
        ?.images.find((one) => one.image.id === image.id)?.claim?.standing,
  );
  assert.deepEqual(standing, ['content', undefined, 'contradicted', 'unproven']);
});

test('out of date is what a name stood for once and by now has a newer content, and all that stands on it', () => {
  const old = collectedImage('old', 'a', { created: '2026-01-01T00:00:00.000Z' });
  const app = collectedImage('app', 'ab', { created: '2026-01-05T00:00:00.000Z' });
  const overview = baselineOverview(
    collectionOf({
      images: [app, old],
      containers: [
        collectedContainer('old', old, { image: 'docker.io/library/debian:12' }),
        collectedContainer('app', app, { image: 'app:1' }),
      ],
      local: [localContent('debian:12', 'n', { created: '2026-02-01T00:00:00.000Z' })],
    }),
    [],
  );
  assert.deepEqual(
    overview.outdated.map(({ names, outdated }) => [names[0]?.name, outdated[0]?.newerCreated, outdated[0]?.claimed]),
    [['docker.io/library/debian:12', '2026-02-01T00:00:00.000Z', false]],
  );
  assert.equal(overview.outdatedContainers, 2);
});

test('a newer time that only a label vouches for is told as a claim; an older content of the name is none', () => {
  const label = { 'org.opencontainers.image.base.name': 'debian:12' };
  const images = [
    collectedImage('one', 'ax', { labels: label }),
    collectedImage('two', 'ay', { labels: label }),
    collectedImage('three', 'bcx', { labels: label }),
    collectedImage('four', 'bcy', { labels: label }),
  ];
  const { outdated } = baselineOverview(
    collectionOf({ images, containers: images.map((image) => collectedContainer(image.id.slice(0, 22), image)) }),
    [],
  );
  assert.deepEqual(
    outdated.map((node) => [node.diffIds.length, node.outdated.map(({ claimed }) => claimed)]),
    [[1, [true]]],
  );
});

test('an image of fifty thousand made-up layers takes no time to speak of', () => {
  const huge = collectedImage('huge', '');
  const diffIds = Array.from({ length: 50_000 }, (_, at) => digestOf(`layer ${at}`));
  const image = { ...huge, fingerprint: { ...huge.fingerprint, diffIds } };
  const begun = processorTime();
  baselineOverview(collectionOf({ images: [image], containers: [collectedContainer('huge', image)] }), []);
  assert.ok(processorTime() - begun < 5000);
});
