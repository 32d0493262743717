import { gzipSync, zstdCompressSync } from 'node:zlib';
import { digestOf, dockerArchive, layoutOf } from '../../build/image.ts';
import {
  directory,
  file,
  hardlink,
  paxEntry,
  symlink,
  type TestEntry,
  tar,
  tarEnd,
  tarEntry,
} from '../../build/tar.ts';
import { run } from '../build/parts.ts';
import { type Attempt, attempts, type Ground, idIn } from './attack-ground.ts';
import { idOf, image, images, parts } from './attack-images.ts';
import { attested } from './attested-archive.ts';

const good = parts(images.good);
const bad = parts(images.bad);
const badTar = dockerArchive(images.bad);
const goodTar = dockerArchive(images.good);
const denied = /^403 .*packages: evil/s;
const unreadable = /^403 .*cannot be read as images/s;

const load =
  (body: Buffer, query = '') =>
  (ground: Ground) =>
    ground.ask('POST', `/images/load${query}`, body);
const loaded = (name: string, says: RegExp, body: Buffer | (() => Buffer), more: Partial<Attempt> = {}): Attempt => ({
  name: `load: ${name}`,
  says,
  run: (ground) => load(Buffer.isBuffer(body) ? body : body())(ground),
  ...more,
});

/** Files under names that both images can have in one archive. */
const files: readonly TestEntry[] = [
  file(good.name, good.config),
  file('good/layer.tar', good.layer),
  file(bad.name, bad.config),
  file('bad/layer.tar', bad.layer),
];
const manifestOf = (...list: readonly unknown[]) => file('manifest.json', JSON.stringify(list));
const goodOne = { Config: good.name, RepoTags: ['good:1'], Layers: ['good/layer.tar'] };
const badOne = { Config: bad.name, RepoTags: ['bad:1'], Layers: ['bad/layer.tar'] };
/** An archive with both images' files, and these documents before or behind. */
const both = (...more: readonly (TestEntry | Buffer)[]) => tar([...files, ...more]);
const text = (manifest: string) => both(file('manifest.json', manifest));
const one = JSON.stringify;

/** The other image's files under the good one's names. */
const stranger = parts(image('good:1', 'app', file('other', 'content')));
const strangerTar = dockerArchive(image('good:1', 'app', file('other', 'content')));

const documents: readonly Attempt[] = [
  loaded('the bad image', denied, badTar),
  loaded('a good and a bad one', denied, both(manifestOf(goodOne, badOne))),
  loaded('a bad and a good one', denied, both(manifestOf(badOne, goodOne))),
  loaded('two manifests, the bad one last', unreadable, both(manifestOf(goodOne), manifestOf(badOne))),
  loaded('two manifests, the bad one first', unreadable, both(manifestOf(badOne), manifestOf(goodOne))),
  loaded(
    'the manifest as ./manifest.json too',
    /^403 /,
    both(manifestOf(goodOne), file('./manifest.json', one([badOne]))),
  ),
  loaded(
    'the manifest as /manifest.json too',
    /^403 /,
    both(manifestOf(goodOne), file('/manifest.json', one([badOne]))),
  ),
  loaded(
    'the manifest as x/../manifest.json too',
    /^403 /,
    both(manifestOf(goodOne), file('x/../manifest.json', one([badOne]))),
  ),
  loaded(
    'the manifest by a PAX path',
    /^403 /,
    both(manifestOf(goodOne), paxEntry({ path: 'manifest.json' }, file('harmless', one([badOne])))),
  ),
  loaded(
    'the manifest by a GNU long name',
    /^403 /,
    both(
      manifestOf(goodOne),
      tarEntry({ name: '././@LongLink', type: 'L', content: 'manifest.json\0', magic: 'gnu' }),
      file('harmless', one([badOne])),
    ),
  ),
  loaded(
    'the manifest behind a symbolic link',
    /^403 /,
    both(file('real.json', one([badOne])), symlink('manifest.json', 'real.json')),
  ),
  loaded(
    'the manifest behind a hard link',
    /^403 /,
    both(file('real.json', one([badOne])), hardlink('manifest.json', 'real.json')),
  ),
  loaded(
    'keys in small letters',
    denied,
    text(one([{ config: bad.name, repotags: ['bad:1'], layers: ['bad/layer.tar'] }])),
  ),
  loaded(
    'keys with a long s',
    denied,
    text(one([{ Config: bad.name, ['RepoTag\u017f']: ['bad:1'], ['Layer\u017f']: ['bad/layer.tar'] }])),
  ),
  loaded(
    'a key twice, the bad one last',
    /^403 /,
    text(`[{"Config":"${good.name}","Config":"${bad.name}","RepoTags":["twice:1"],"Layers":["bad/layer.tar"]}]`),
  ),
  loaded(
    'a key twice by case',
    unreadable,
    text(`[{"Config":"${good.name}","config":"${bad.name}","RepoTags":["twice:1"],"Layers":["good/layer.tar"]}]`),
  ),
  loaded(
    'layers twice',
    unreadable,
    text(`[{"Config":"${good.name}","RepoTags":["twice:1"],"Layers":["good/layer.tar"],"Layers":["bad/layer.tar"]}]`),
  ),
  loaded('a second document behind the manifest', unreadable, text(`${one([goodOne])}${one([badOne])}`)),
  loaded('a manifest with a byte order mark', /^403 /, text(`\ufeff${one([badOne])}`)),
  loaded('a manifest that is no list', unreadable, text(one(badOne))),
  loaded('a manifest without images', unreadable, text('[]')),
  loaded('a manifest of two thousand images', unreadable, text(one(Array.from({ length: 2000 }, () => badOne)))),
  loaded(
    'the names of before 1.10 alone',
    unreadable,
    both(file('repositories', one({ bad: { 1: 'bad' } })), file('bad/json', bad.config), file('bad/VERSION', '1.0')),
  ),
  loaded(
    'the names of before 1.10 beside a bad manifest',
    denied,
    both(file('repositories', one({ good: { 1: 'good' } })), manifestOf(badOne)),
  ),
];

const contents: readonly Attempt[] = [
  // The engine has the layer that the config names, and reads no other one.
  loaded(
    'the good config over the bad layer',
    /^200 .*Loaded image: good:1/s,
    both(manifestOf({ ...goodOne, Layers: ['bad/layer.tar'] })),
    { outcome: 'harmless' },
  ),
  {
    name: 'load: the same at an engine that does not have the good layer',
    says: /^200 .*invalid diffID/s,
    outcome: 'harmless',
    prepare: async ({ behind }) => (await behind('DELETE', '/images/good:1?force=1')).text,
    run: load(both(manifestOf({ ...goodOne, Layers: ['bad/layer.tar'] }))),
    undo: load(goodTar),
  },
  loaded(
    'the good config over both layers',
    unreadable,
    both(manifestOf({ ...goodOne, Layers: ['good/layer.tar', 'bad/layer.tar'] })),
  ),
  loaded('the bad config over the good layer', /^403 /, both(manifestOf({ ...badOne, Layers: ['good/layer.tar'] }))),
  loaded('the good config without layers', unreadable, both(manifestOf({ ...goodOne, Layers: [] }))),
  loaded('a layer that is not there', unreadable, both(manifestOf({ ...goodOne, Layers: ['none'] }))),
  loaded(
    'the good config’s name on the bad config',
    /^403 /,
    tar([
      file(good.name, bad.config),
      file('l', bad.layer),
      manifestOf({ ...badOne, Config: good.name, Layers: ['l'] }),
    ]),
  ),
  loaded(
    'a config behind a symbolic link',
    denied,
    both(symlink('link', bad.name), manifestOf({ ...badOne, Config: 'link' })),
  ),
  loaded(
    'a layer behind a hard link',
    denied,
    both(hardlink('link', 'bad/layer.tar'), manifestOf({ ...badOne, Layers: ['link'] })),
  ),
  loaded(
    'a layer behind a link out of the archive',
    unreadable,
    both(symlink('link', '/etc/passwd'), manifestOf({ ...goodOne, Layers: ['link'] })),
  ),
  loaded('a layer outside the archive', unreadable, both(manifestOf({ ...goodOne, Layers: ['../../etc/passwd'] }))),
  loaded(
    'a file twice, the bad one last',
    /^403 /,
    tar([
      file(good.name, good.config),
      file('l', good.layer),
      file('l', bad.layer),
      manifestOf({ ...goodOne, Layers: ['l'] }),
    ]),
  ),
  loaded(
    'a file twice, the bad one first',
    /^(403|200) /,
    tar([
      file(good.name, good.config),
      file('l', bad.layer),
      file('l', good.layer),
      manifestOf({ ...goodOne, Layers: ['l'] }),
    ]),
    { outcome: 'harmless' },
  ),
  loaded(
    'a gzip layer',
    denied,
    tar([file(bad.name, bad.config), file('bad/layer.tar', gzipSync(bad.layer)), manifestOf(badOne)]),
  ),
  loaded(
    'a zstd layer',
    /^403 /,
    tar([file(bad.name, bad.config), file('bad/layer.tar', zstdCompressSync(bad.layer)), manifestOf(badOne)]),
  ),
  {
    name: 'load: a layer whose archive goes on behind its end',
    says: /^(200 .*Loaded|404 .*Could not find the file \/srv)/s,
    outcome: 'harmless',
    // As the engine reads it, nothing is there.
    run: async (ground) => {
      const layer = Buffer.concat([good.layer, bad.layer]);
      const config = JSON.parse(good.config.toString());
      config.rootfs.diff_ids = [digestOf(layer)];
      const archive = tar([
        file('c', one(config)),
        file('l', layer),
        manifestOf({ Config: 'c', RepoTags: ['tail:1'], Layers: ['l'] }),
      ]);
      const answer = await load(archive)(ground);
      const container = idIn(await ground.ask('POST', '/containers/create', { Image: 'tail:1' }));
      return [answer, await ground.behind('GET', `/containers/${container}/archive?path=/srv`)];
    },
    undo: ({ behind }) => behind('DELETE', '/images/tail:1?force=1'),
  },
  loaded('a config with two users', /^403 /, () => {
    const config = Buffer.from(good.config.toString().replace('"User":"app"', '"User":"app","user":"0"'));
    return tar([
      file('c', config),
      file('l', good.layer),
      manifestOf({ Config: 'c', RepoTags: ['fresh1:1'], Layers: ['l'] }),
    ]);
  }),
  loaded('a config whose user is last uid 0', /^403 /, () => {
    const config = Buffer.from(good.config.toString().replace('"User":"app"', '"User":"app","User":"0"'));
    return tar([
      file('c', config),
      file('l', good.layer),
      manifestOf({ Config: 'c', RepoTags: ['fresh2:1'], Layers: ['l'] }),
    ]);
  }),
  loaded('a config with two lists of layers', /^403 /, () => {
    const config = Buffer.from(
      good.config
        .toString()
        .replace('"rootfs":', `"rootfs":{"type":"layers","diff_ids":["${digestOf(bad.layer)}"]},"RootFS":`),
    );
    return both(file('c', config), manifestOf({ Config: 'c', RepoTags: ['fresh3:1'], Layers: ['good/layer.tar'] }));
  }),
  loaded('the same image as root', /^403 .*rootUser/s, dockerArchive(image('rooted:1', ''))),
];

const names: readonly Attempt[] = [
  loaded('a stranger under a recorded name', /^403 .*good:1 was recorded as .* refused as poisoned/s, strangerTar),
  loaded(
    'the same in full',
    /^403 .*poisoned/s,
    dockerArchive(image('docker.io/library/good:1', 'app', file('other', 'content'))),
  ),
  loaded(
    'the same by an old host',
    /^403 .*poisoned/s,
    dockerArchive(image('index.docker.io/library/good:1', 'app', file('other', 'content'))),
  ),
  loaded('the same behind a harmless name', /^403 .*poisoned/s, () => {
    const { config, layer, name, manifest } = stranger;
    return tar([
      file(name, config),
      file('layer.tar', layer),
      manifestOf({ ...manifest, RepoTags: ['fresh:1', 'good:1'] }),
    ]);
  }),
  loaded(
    'a name with a digest',
    /^403 /,
    both(manifestOf({ ...badOne, RepoTags: [`bad:1@${digestOf(good.config)}`] })),
  ),
  loaded('a name that is none', unreadable, both(manifestOf({ ...goodOne, RepoTags: ['UPPER case'] }))),
  loaded('an id for a name', /^403 /, both(manifestOf({ ...badOne, RepoTags: [digestOf(good.config)] }))),
  loaded('no names', denied, both(manifestOf({ ...badOne, RepoTags: [] }))),
  loaded('null for names', denied, both(manifestOf({ ...badOne, RepoTags: null }))),
  loaded('a trusted prefix for a name', denied, both(manifestOf({ ...badOne, RepoTags: ['registry.local/base/x:1'] }))),
];

const layout = (of: typeof good, tag = 'fresh4:1') =>
  [...layoutOf(of.config, [of.layer], 'gzip', tag)].map(([name, content]) => file(name, content));

const layouts: readonly Attempt[] = [
  loaded('an OCI layout of the bad image', /^403 /, tar(layout(bad))),
  loaded(
    'a bad index.json beside a good manifest.json',
    unreadable,
    tar([...files, manifestOf(goodOne), ...layout(bad)]),
  ),
  loaded(
    'a good index.json beside a bad manifest.json',
    unreadable,
    tar([...files, manifestOf(badOne), ...layout(good)]),
  ),
  loaded(
    'an index.json that gives another name',
    unreadable,
    tar([...files, manifestOf(goodOne), ...layout(good, 'docker.io/library/other:1')]),
  ),
  // The ledger knows the config; the layer is the engine's to check, and engines before 25 read no layout at all.
  loaded(
    'a blob that is not what it is called',
    /^(403|200 .*errorDetail)/s,
    () => {
      const [first = file('x', ''), ...rest] = layout(good).filter(({ name }) => name.startsWith('blobs/'));
      const others = layout(good).filter(({ name }) => !name.startsWith('blobs/'));
      return tar([{ ...first, content: gzipSync(bad.layer) }, ...rest, ...others]);
    },
    { outcome: 'harmless' },
  ),
];

const packings: readonly Attempt[] = [
  loaded('gzip', denied, gzipSync(badTar)),
  loaded(
    'two gzip members',
    /^403 /,
    Buffer.concat([gzipSync(badTar.subarray(0, 5000)), gzipSync(badTar.subarray(5000))]),
  ),
  loaded('zstd', denied, zstdCompressSync(badTar)),
  loaded(
    'two zstd frames',
    /^403 /,
    Buffer.concat([zstdCompressSync(badTar.subarray(0, 5000)), zstdCompressSync(badTar.subarray(5000))]),
  ),
  loaded('gzip in gzip', unreadable, gzipSync(gzipSync(badTar))),
  loaded('bzip2', unreadable, () => run('bzip2', ['-c'], { input: badTar })),
  loaded('xz', unreadable, () => run('xz', ['-c', '-0'], { input: badTar })),
  loaded(
    'gzip of a good archive with the bad one behind it',
    /^(403|400|500) /,
    Buffer.concat([gzipSync(goodTar), badTar]),
  ),
  loaded('a bad archive behind the end of a good one', /^(403|200) /, Buffer.concat([goodTar, tarEnd, badTar]), {
    outcome: 'harmless',
  }),
  loaded('a good archive behind the end of a bad one', /^403 /, Buffer.concat([badTar, goodTar])),
  loaded('the end of a bad archive cut off', unreadable, badTar.subarray(0, badTar.length - 2048)),
  loaded('half an archive', unreadable, badTar.subarray(0, 100_000)),
  loaded('nothing', unreadable, Buffer.alloc(0)),
  loaded('zeros', unreadable, Buffer.alloc(10_240)),
  loaded('no archive', unreadable, Buffer.from('hello')),
  loaded('more than the spool holds', /^413 .*larger than/s, Buffer.alloc(70 << 20)),
  loaded('more than the spool holds, in seventy kilobytes', /^413 .*larger than/s, gzipSync(Buffer.alloc(70 << 20))),
  { name: 'load: quiet, for a platform, twice', says: denied, run: load(badTar, '?quiet=1&platform=a&platform=b') },
  {
    name: 'load: with an expectation',
    says: /^403 .*evil/s,
    run: ({ ask }) => ask('POST', '/images/load', badTar, { Expect: '100-continue' }),
  },
  {
    name: 'load: in chunks',
    says: /^403 .*evil/s,
    run: ({ talk }) =>
      talk([
        'POST /images/load HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
        Buffer.concat([Buffer.from(`${badTar.length.toString(16)}\r\n`), badTar, Buffer.from('\r\n0\r\n\r\n')]),
      ]),
  },
  {
    name: 'load: a length that is a byte short',
    says: /^40[03] /,
    run: ({ ask }) => ask('POST', '/images/load', badTar, { 'Content-Length': String(badTar.length - 1) }),
  },
  {
    name: 'docker load',
    says: /packages: evil/,
    prepare: ({ folder }) => saved(folder),
    run: ({ docker }, path) => docker('load', '-i', path),
  },
  {
    name: 'docker image load --quiet',
    says: /packages: evil/,
    prepare: ({ folder }) => saved(folder),
    run: ({ docker }, path) => docker('image', 'load', '-q', '-i', path),
  },
];

function saved(folder: string): string {
  const path = `${folder}/bad.tar`;
  run('sh', ['-c', 'cat > "$0"', path], { input: badTar });
  return path;
}

const attestations: readonly Attempt[] = [
  {
    name: 'load: an attestation that is the bad image',
    // What is let through of it is what was looked at: the bad image is not at the engine afterwards.
    says: /^(200|403) /,
    outcome: 'harmless',
    run: ({ ask }) => ask('POST', '/images/load', attested()),
  },
  {
    name: 'load: the good image under a name that looks like the bad one’s id',
    says: /^200 /,
    outcome: 'harmless',
    run: ({ ask }) =>
      ask('POST', '/images/load', dockerArchive({ ...images.good, tag: `${idOf(images.bad).slice(7, 19)}:latest` })),
    undo: ({ behind }) => behind('DELETE', `/images/${idOf(images.bad).slice(7, 19)}:latest`),
  },
];

const imports: readonly Attempt[] = [
  ...(
    [
      ['the bad layer', '&repo=imported&tag=1', bad.layer],
      ['the bad layer under a recorded name', '&repo=good&tag=1', bad.layer],
      ['the bad layer in gzip', '', gzipSync(bad.layer)],
      ['the bad layer as root', '&changes=USER%20root', bad.layer],
      ['the good layer with the bad one behind its end', '', Buffer.concat([good.layer, stranger.layer])],
      ['a stranger’s layer', '', stranger.layer],
      ['nothing', '', Buffer.alloc(0)],
    ] as const
  ).map(
    ([name, query, body]): Attempt => ({
      name: `import: ${name}`,
      says: /^403 /,
      run: ({ ask }) => ask('POST', `/images/create?fromSrc=-${query}`, body),
    }),
  ),
  {
    name: 'import: the good layer as root, run',
    says: /^403 .*(rootUser|poisoned|no verdict)/s,
    prepare: async ({ ask }) =>
      (
        await ask(
          'POST',
          '/images/create?fromSrc=-&repo=asroot&tag=1&changes=USER%20root&changes=CMD%20%5B%22%2Fbin%2Fbusybox%22%5D',
          parts(images.numbered).layer,
        )
      ).text,
    run: ({ ask }) => ask('POST', '/containers/create', { Image: 'asroot:1' }),
    undo: ({ behind }) => behind('DELETE', '/images/asroot:1?force=1'),
  },
  {
    name: 'import: the bad layer in a directory of its own',
    says: /^403 /,
    run: ({ ask }) => ask('POST', '/images/create?fromSrc=-', tar([directory('x'), file('x/y', 'z')])),
  },
];

attempts(
  'Archives',
  false,
  [...documents, ...contents, ...names, ...layouts, ...packings, ...attestations, ...imports],
  ['--spool-limit', '64MB'],
);
