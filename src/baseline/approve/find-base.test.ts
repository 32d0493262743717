import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  collectedContainer,
  collectedImage,
  collectionOf,
  digestOf,
  localContent,
} from '../../../test/build/collection.ts';
import { PlimsollError } from '../../base/errors.ts';
import { chainId } from '../../model/image.ts';
import { baselineOverview } from '../overview.ts';
import { findBase } from './find-base.ts';

const label = { 'org.opencontainers.image.base.name': 'claimed:1' };
const app = collectedImage('app', 'ab', { labels: label });
const overview = baselineOverview(
  collectionOf({
    images: [app],
    containers: [collectedContainer('app', app, { image: 'moved:1' })],
    local: [
      localContent('debian:12', 'a', { digests: [`debian@${digestOf('pushed')}`] }),
      localContent('moved:1', 'xy'),
      localContent('elsewhere:1', 'z'),
    ],
  }),
  [],
);

const a = chainId([digestOf('a')]);

for (const given of [
  'debian:12',
  'docker.io/library/debian:12',
  a ?? '',
  (a ?? '').slice(7, 19),
  digestOf('pushed'),
  digestOf('image debian:12'),
]) {
  test(`${given.slice(0, 40)} is one content`, () => assert.equal(findBase(given, overview).key, a));
}

test('an image of the host that lies under no container can be approved, too', () => {
  assert.deepEqual(findBase('elsewhere:1', overview).diffIds, [digestOf('z')]);
});

for (const [given, code] of [
  ['moved:1', 'base-ambiguous'],
  ['claimed:1', 'base-claimed'],
  ['nothing:1', 'base-not-found'],
  ['sha256:', 'base-not-found'],
  [(a ?? '').slice(7, 15), 'base-not-found'],
  ['', 'base-not-found'],
] as const) {
  test(`"${given}" is refused: ${code}`, () => {
    assert.throws(
      () => findBase(given, overview),
      (error) => error instanceof PlimsollError && error.code === code && error.exit === 2,
    );
  });
}
