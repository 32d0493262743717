import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mutants } from '../../test/build/mutants.ts';
import { type ErrorCode, PlimsollError } from '../base/errors.ts';
import { parseImageConfig } from './image-config.ts';
import { type Descriptor, parseManifest } from './oci-manifest.ts';
import { parsePlatform, pickPlatform } from './platform-choice.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 3 };
const config = { ...descriptor, mediaType: 'application/vnd.oci.image.config.v1+json' };
const manifest = { schemaVersion: 2, config, layers: [descriptor] };

function refusal(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof PlimsollError && error.code === code;
}
const parse = (document: unknown) => parseManifest(Buffer.from(JSON.stringify(document)), 'x');

describe('manifests', () => {
  test('of both specifications, and indexes', () => {
    assert.equal(parse(manifest).kind, 'manifest');
    const docker = { ...manifest, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' };
    assert.equal(
      parse({ ...docker, config: { ...config, mediaType: 'application/vnd.docker.container.image.v1+json' } }).kind,
      'manifest',
    );
    assert.equal(parse({ schemaVersion: 2, manifests: [descriptor] }).kind, 'index');
  });

  const wrong: readonly [string, unknown, ErrorCode][] = [
    ['schema 1', { schemaVersion: 1, fsLayers: [] }, 'unsupported-image'],
    ['both an image and an index', { ...manifest, manifests: [] }, 'manifest-invalid'],
    [
      'a media type that does not fit',
      { ...manifest, mediaType: 'application/vnd.oci.image.index.v1+json' },
      'manifest-invalid',
    ],
    [
      'an artifact that is no image',
      { ...manifest, config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' } },
      'unsupported-image',
    ],
    ['no config', { schemaVersion: 2, layers: [] }, 'manifest-invalid'],
    ['no layers', { schemaVersion: 2, config }, 'manifest-invalid'],
    [
      'a digest that climbs',
      { ...manifest, layers: [{ ...descriptor, digest: 'sha256:../../etc/passwd' }] },
      'manifest-invalid',
    ],
    ['a negative size', { ...manifest, layers: [{ ...descriptor, size: -1 }] }, 'manifest-invalid'],
    ['a size beyond counting', { ...manifest, layers: [{ ...descriptor, size: 1e300 }] }, 'manifest-invalid'],
    ['layers that are no list', { ...manifest, layers: {} }, 'manifest-invalid'],
    ['two configs, told apart by case', { ...manifest, Config: config }, 'manifest-invalid'],
  ];
  for (const [name, document, code] of wrong) test(name, () => assert.throws(() => parse(document), refusal(code)));
});

describe('platforms', () => {
  const of = (...platforms: (string | null)[]) =>
    platforms.map(
      (text): Descriptor => ({
        ...descriptor,
        digest: `sha256:${'b'.repeat(64)}`,
        urls: [],
        annotations: {},
        artifactType: text ?? '',
        platform: text === null ? null : parsePlatform(text),
      }),
    );
  const cases: readonly [string, readonly (string | null)[], string][] = [
    ['linux/amd64', ['linux/arm64', 'linux/amd64'], 'linux/amd64'],
    ['linux/arm64', ['linux/arm64/v8'], 'linux/arm64/v8'],
    ['linux/arm/v7', ['linux/arm/v5', 'linux/arm/v6'], 'linux/arm/v6'],
    ['linux/amd64', ['linux/amd64', 'unknown/unknown'], 'linux/amd64'],
    ['linux/amd64', [null], ''],
  ];
  for (const [wanted, have, expected] of cases) {
    test(`${wanted} of ${have.join(', ')}`, () => {
      assert.equal(pickPlatform(of(...have), parsePlatform(wanted)!, 'x').artifactType, expected);
    });
  }
  test('one without a platform is taken alone, and makes an index of several depend on the engine', () => {
    const [one, other] = of('linux/amd64', 'linux/arm64');
    const unnamed = { ...one!, platform: null, artifactType: '' };
    const wanted = parsePlatform('linux/arm64')!;
    assert.equal(pickPlatform([unnamed], wanted, 'x'), unnamed);
    for (const platform of [null, { os: '', architecture: '' }]) {
      assert.throws(() => pickPlatform([other!, { ...unnamed, platform }], wanted, 'x'), refusal('manifest-invalid'));
    }
    const [image, artifact] = [
      { ...other!, artifactType: '' },
      { ...unnamed, artifactType: 'application/x' },
    ];
    assert.equal(pickPlatform([image, artifact], wanted, 'x'), image);
  });

  test('none that fits is an error that says what there is', () => {
    assert.throws(
      () => pickPlatform(of('windows/amd64', 'linux/arm64'), parsePlatform('linux/amd64')!, 'x'),
      /windows\/amd64, linux\/arm64/,
    );
    assert.throws(
      () => pickPlatform(of('linux/arm/v7'), parsePlatform('linux/arm/v6')!, 'x'),
      refusal('no-such-platform'),
    );
  });
});

describe('configs', () => {
  const base = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [digest] } };
  const read = (document: unknown) => parseImageConfig(Buffer.from(JSON.stringify(document)), 'x');

  test('what is said and what is left out', () => {
    const full = read({
      ...base,
      created: '2024-01-01T00:00:00Z',
      config: {
        User: '0:0',
        Labels: { b: '2', a: '1' },
        Env: ['A=1'],
        ExposedPorts: { '80/tcp': {} },
        Healthcheck: { Test: ['CMD', 'x'] },
      },
      history: [{ created_by: 'RUN x' }, { created_by: 'ENV', empty_layer: true }],
    });
    assert.deepEqual(
      [full.user, Object.keys(full.labels), full.exposedPorts, full.hasHealthcheck],
      ['0:0', ['a', 'b'], ['80/tcp'], true],
    );
    assert.deepEqual(
      full.history.map(({ emptyLayer }) => emptyLayer),
      [false, true],
    );
    const bare = read(base);
    assert.deepEqual([bare.user, bare.labels, bare.hasHealthcheck, bare.created], ['', {}, false, null]);
    assert.equal(read({ ...base, config: { Healthcheck: { Test: ['NONE'] } } }).hasHealthcheck, false);
  });

  test('a label named like an object member of JavaScript is a label', () => {
    const labels = parseImageConfig(
      Buffer.from(`{"rootfs":{"diff_ids":[]},"config":{"Labels":{"__proto__":"x"}}}`),
      'x',
    ).labels;
    assert.deepEqual(Object.entries(labels), [['__proto__', 'x']]);
  });

  test('a user said twice is refused', () => {
    assert.throws(() => read({ ...base, config: { User: 'app', user: 'root' } }), refusal('manifest-invalid'));
  });

  test('a config without a file system is refused', () => {
    assert.throws(() => read({ os: 'linux' }), refusal('manifest-invalid'));
    assert.throws(() => read({ ...base, rootfs: { diff_ids: ['sha256:1'] } }), refusal('manifest-invalid'));
  });

  test('whatever the bytes, a document is read or refused', () => {
    for (const sample of [Buffer.from(JSON.stringify(base)), Buffer.from(JSON.stringify(manifest))]) {
      for (const mutant of mutants(sample, { seed: 3, count: 1500 })) {
        for (const reader of [parseImageConfig, parseManifest]) {
          try {
            reader(mutant, 'x');
          } catch (error) {
            assert.ok(error instanceof PlimsollError, String(error));
          }
        }
      }
    }
  });
});
