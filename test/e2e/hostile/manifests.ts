import { configOf, dockerArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { debian, good, scanning, whole } from './images.ts';
import { index } from './layouts.ts';

const saved = (...images: readonly object[]) => file('manifest.json', JSON.stringify(images));
const ofConfig = (config: string | Buffer) => tar([file('c', config), saved({ Config: 'c', Layers: [] })]);

/** A `docker save` archive with an index beside it that consists of itself, sixty thousand times. */
function wideCircle(): Buffer {
  const name = `sha256:${'a'.repeat(64)}`;
  const circle = index(...Array.from({ length: 60_000 }, () => ({ digest: name, size: 1 })));
  return Buffer.concat([
    tar([
      file(`blobs/${name.replace(':', '/')}`, circle),
      file('index.json', index({ digest: name, size: 1 })),
    ]).subarray(0, -1024),
    whole,
  ]);
}

export const manifestCases: readonly HostileCase[] = [
  ...(
    [
      ['a manifest that is no JSON', tar([file('manifest.json', '[{')]), 'manifest-invalid'],
      ['a manifest that is no UTF-8', tar([file('manifest.json', Buffer.alloc(100, 0xff))]), 'manifest-invalid'],
      ['a manifest of 20 MB', () => tar([file('manifest.json', `["${'x'.repeat(20 << 20)}"]`)]), 'archive-corrupt'],
      [
        'a manifest nested a million deep',
        () => tar([file('manifest.json', '['.repeat(1_000_000))]),
        'manifest-invalid',
      ],
      ['a manifest that lists nothing', tar([saved()]), 'not-an-image'],
      ['a manifest of numbers', tar([file('manifest.json', '[1,2]')]), 'manifest-invalid'],
      [
        'a config outside the archive',
        tar([saved({ Config: '../../../../etc/passwd', Layers: [] })]),
        'manifest-invalid',
      ],
      [
        'members that mean the same',
        tar([file('c', configOf(good)), saved({ Config: 'c', cONFIG: 'd', Layers: [] })]),
        'manifest-invalid',
      ],
      [
        'members that mean the same by a letter that looks like none',
        tar([file('c', configOf(good)), saved({ Config: 'c', Layers: [], 'Layer\u017f': ['l'] })]),
        'manifest-invalid',
      ],
      ['fewer layers than its config names', ofConfig(configOf(good)), 'manifest-invalid'],
      [
        'a user said twice, told apart by case',
        dockerArchive({ ...good, config: { User: 'app', user: 'root' } }),
        'manifest-invalid',
      ],
      ['a config without layers', ofConfig('{"os":"linux"}'), 'manifest-invalid'],
      ['a config that is a list', ofConfig('[]'), 'manifest-invalid'],
      ['a config nested a million deep', () => ofConfig('{"a":'.repeat(1_000_000)), 'manifest-invalid'],
      ['a config of 20 MB', () => ofConfig(`{"a":"${'x'.repeat(20 << 20)}"}`), 'archive-corrupt'],
      ['a diffID that climbs', ofConfig('{"rootfs":{"diff_ids":["sha256:../../etc/passwd"]}}'), 'manifest-invalid'],
      ['labels that are no texts', dockerArchive({ ...good, config: { Labels: { a: [1] } } }), 'manifest-invalid'],
      [
        'a config that is not what its name says',
        tar([file(`${'0'.repeat(64)}.json`, configOf(good)), saved({ Config: `${'0'.repeat(64)}.json`, Layers: [] })]),
        'digest-mismatch',
      ],
    ] as const
  ).map(([name, content, error]): HostileCase => ({ name, prepare: scanning(content), exit: 3, error })),
  {
    name: 'an index beside the manifest that leads back to itself sixty thousand times',
    prepare: scanning(wideCircle),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a layer that is not what the config says',
    prepare: scanning(() => dockerArchive({ ...good, patch: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } })),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layer that an archive names and has not',
    prepare: scanning(tar([file('c', configOf(good)), saved({ Config: 'c', Layers: ['../../l'] })])),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'one file as two layers',
    prepare: scanning(
      tar([
        file('l', debian),
        file('c', configOf({ layers: [debian, debian] })),
        saved({ Config: 'c', Layers: ['l', './l'] }),
      ]),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'twenty thousand layers that are not there',
    prepare: scanning(() => {
      const ids = Array.from({ length: 20_000 }, (_, i) => `sha256:${String(i).padStart(64, '0')}`);
      return tar([
        file('c', JSON.stringify({ os: 'linux', rootfs: { diff_ids: ids } })),
        saved({ Config: 'c', Layers: ids.map((id) => `${id.slice(7)}/layer.tar`) }),
      ]);
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing', 'layer: limit-crossed'],
  },
  {
    name: 'more layers than allowed',
    prepare: scanning(
      () => dockerArchive({ layers: Array.from({ length: 20 }, (_, i) => tar([file(`f${i}`, '')])) }),
      '--max-layers',
      '10',
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'labels with control characters',
    prepare: scanning(() => dockerArchive({ ...good, config: { Labels: { '\u001b[2J': '\u0007\u202e\u009b' } } })),
    exit: 0,
    error: null,
  },
  {
    name: 'labels that are members of every object',
    prepare: scanning(() =>
      dockerArchive({ ...good, config: { Labels: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') } }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a hundred thousand labels',
    prepare: scanning(() =>
      dockerArchive({
        ...good,
        config: { Labels: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`label${i}`, 'x'])) },
      }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a history of a hundred thousand entries',
    prepare: scanning(() =>
      dockerArchive({ ...good, patch: { history: Array.from({ length: 100_000 }, () => ({ created_by: 'RUN x' })) } }),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
];
