import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { configOf, digestOf, dockerArchive } from '../../../test/build/image.ts';
import { serve } from '../../../test/build/server.ts';
import { file, hardlink, paxEntry, symlink, tar } from '../../../test/build/tar.ts';
import { type DriftReport, driftOf } from './drift.ts';

interface Changed {
  readonly Path: string;
  readonly Kind: 0 | 1 | 2;
}

/** The drift of one container, told by an engine that says this of its changes and hands out this image. */
async function drift(
  t: TestContext,
  layer: Buffer,
  changes: readonly Changed[],
): Promise<DriftReport['containers'][0]> {
  const image = { layers: [layer] };
  const id = 'c'.repeat(64);
  const engine = await serve((incoming, response) => {
    const path = incoming.url ?? '';
    const container = { Id: id, Name: '/c', Image: digestOf(configOf(image)), Config: {}, State: {} };
    const json = (value: unknown) => response.end(JSON.stringify(value));
    if (path === '/_ping') response.writeHead(200, { 'api-version': '1.47', server: 'Docker/27.0.0' }).end('OK');
    else if (path === '/version') json({ Version: '27.0.0', ApiVersion: '1.47' });
    else if (path.endsWith('/json')) json(container);
    else if (path.endsWith('/changes')) json(changes);
    else if (path.endsWith('/get')) response.end(dockerArchive(image));
    else response.writeHead(404).end('{}');
  });
  t.after(() => engine.close());
  const { containers } = await driftOf({
    access: {
      environment: { DOCKER_HOST: `tcp://${engine.host}` },
      offline: false,
      signal: new AbortController().signal,
    },
    containers: ['c'],
    labels: [],
    maxFileSize: 1 << 20,
    maxImageSize: 1 << 30,
    progress: { step: () => {} },
  });
  assert.ok(containers[0] !== undefined);
  return containers[0];
}

const reasons = ({ gaps }: DriftReport['containers'][0]) => gaps.map(({ reason }) => reason.en);

test('of a container fifty thousand changes are looked at, and how many more there are is told', async (t) => {
  const gone = (count: number) => Array.from({ length: count }, (_, at): Changed => ({ Path: `/opt/${at}`, Kind: 2 }));
  const layer = tar([file('opt/0', 'x')]);
  assert.deepEqual(reasons(await drift(t, layer, gone(50_000))), []);
  const more = await drift(t, layer, gone(50_001));
  assert.deepEqual(reasons(more), ['1 changes were not looked at, for there are more than 50000']);
});

test('an image is read four times for hard links that lead to others, and where they lead on it is told', async (t) => {
  /** A file, and names of it that each lead to the one before. */
  const layer = (links: number) =>
    tar([file('opt/0', 'x'), ...Array.from({ length: links }, (_, at) => hardlink(`opt/${at + 1}`, `opt/${at}`))]);
  const gone = (links: number) => drift(t, layer(links), [{ Path: `/opt/${links}`, Kind: 2 }]);
  assert.deepEqual(reasons(await gone(3)), []);
  assert.deepEqual(reasons(await gone(4)), ['links in the image are too many, or lead on and on']);
});

test('where links of an image are not followed, of no file it is said what it was', async (t) => {
  const files = (target: string) =>
    tar([paxEntry({ linkpath: target }, symlink('lib', 'usr')), file('opt/0', 'x'), file('opt/1', 'x')]);
  const gone = (target: string) => drift(t, files(target), [{ Path: '/opt/1', Kind: 2 }]);
  assert.deepEqual(reasons(await gone('x'.repeat(4095))), []);
  assert.deepEqual(reasons(await gone('x'.repeat(4096))), ['links in the image are too many, or lead on and on']);
});
