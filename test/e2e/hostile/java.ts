import { deflateRawSync, gzipSync } from 'node:zlib';
import { elf } from '../../build/executables.ts';
import { library, nativeElf, nativeMachO, nativePe, nativeSbom } from '../../build/native-image.ts';
import { file } from '../../build/tar.ts';
import { type TestZipEntry, zip } from '../../build/zip.ts';
import type { HostileCase } from './hostile-case.ts';
import { judging } from './images.ts';

const undecided = (gap: string) => ({ exit: 3, error: 'undecided', gaps: [gap] }) as const;
const incomplete = (gap: string) => ({ exit: 3, error: 'incomplete', gaps: [gap] }) as const;
const jar = (content: () => Buffer, path = 'app/a.jar') => judging(() => file(path, content()));
const program = (content: () => Buffer) => judging(() => file('app/server', content(), 0o755));
const pom: TestZipEntry = {
  name: 'META-INF/maven/g/a/pom.properties',
  content: 'groupId=g\nartifactId=a\nversion=1\n',
};
const zeros = (mib: number): Buffer => Buffer.alloc(mib << 20);
const within = (name: string, content: Buffer, isStored = false): TestZipEntry => ({ name, content, isStored });
const jmod = (...entries: readonly TestZipEntry[]) => Buffer.concat([Buffer.from('JM\x01\0', 'latin1'), zip(entries)]);
const sbom = nativeSbom(library('io.netty', 'netty', '4.1'));

let packed: Buffer | null = null;
/** A gigabyte of zeros, packed once: it takes seconds. */
function bomb(): Buffer {
  packed ??= gzipSync(zeros(1000), { level: 1 });
  return packed;
}

/** A jar in a jar, so many times. */
function nested(times: number): Buffer {
  let bytes = zip([pom]);
  for (let i = 0; i < times; i += 1) bytes = zip([pom, within(`${i}.jar`, bytes, i % 2 === 0)]);
  return bytes;
}

/** An ELF file whose sections of a name all are the whole of a long one. */
function overlapping(name: string, count: number): Buffer {
  const long = Buffer.alloc(8 << 20, 1);
  const bytes = elf(Array.from({ length: count }, (_, i) => ({ name, content: i === 0 ? long : Buffer.alloc(0) })));
  const table = Number(bytes.readBigUInt64LE(40));
  for (let i = 2; i <= count; i += 1) bytes.copy(bytes, table + i * 64 + 24, table + 64 + 24, table + 64 + 40);
  return bytes;
}

/** The same program, with sizes of sections that go on far behind the file. */
function boundless(bytes: Buffer): Buffer {
  const lying = Buffer.from(bytes);
  const table = Number(lying.readBigUInt64LE(40));
  for (let i = 1; i <= 4; i += 1) lying.writeBigUInt64LE(2n ** 62n, table + i * 64 + 32);
  return lying;
}

export const javaCases: readonly HostileCase[] = [
  {
    name: 'jar: a jar in it that is 300 MiB of zeros',
    prepare: jar(() => zip([pom, within('b.jar', zeros(300))])),
    ...incomplete('Java archive: too-large'),
    packages: ['g:a 1'],
  },
  {
    name: 'jar: one that says it is small, and is 300 MiB',
    prepare: jar(() => zip([pom, { ...within('b.jar', zeros(300)), statedSize: 10 }])),
    ...incomplete('Java archive: too-large'),
    packages: ['g:a 1'],
  },
  {
    name: 'jar: forty jars of 200 MiB each',
    prepare: jar(() => {
      // One that is there, and others that say they are the same bytes.
      const content = zeros(200);
      const stated = { statedSize: content.length, statedStoredSize: deflateRawSync(content).length, offset: 0 };
      const others = Array.from({ length: 39 }, (_, i) => ({ name: `${i}.jar`, ...stated }));
      return zip([within('b.jar', content), ...others]);
    }),
    exit: 3,
    error: '*',
    gaps: ['Java archive: too-large'],
  },
  {
    name: 'jar: sixty thousand jars that all are the same bytes',
    prepare: jar(() => {
      const one = zip([{ name: 'a/B.class', content: 'x' }]);
      return zip(Array.from({ length: 60_000 }, (_, i) => ({ ...within(`${i}.jar`, one, true), offset: 0 })));
    }),
    exit: 3,
    error: '*',
    gaps: ['Java archive: too-large'],
  },
  {
    name: 'jar: two hundred deep',
    prepare: jar(() => nested(200)),
    ...incomplete('Java archive: limit-crossed'),
    packages: ['g:a 1'],
  },
  {
    name: 'jar: names that lead out of it',
    prepare: jar(() =>
      zip([
        pom,
        within('../../../etc/cron.d/a.jar', zip([pom])),
        within('/etc/b.jar', zip([pom])),
        within('..\\c.jar', zip([pom])),
      ]),
    ),
    ...undecided('Java archive: path-escapes'),
    packages: ['g:a 1'],
  },
  {
    name: 'jar: a directory that counts more than there is',
    prepare: jar(() => zip([pom], { count: 60_000 })),
    ...undecided('Java archive: unparsable'),
  },
  {
    name: 'jar: pom.properties of 100 MiB',
    prepare: jar(() => zip([{ ...pom, content: zeros(100) }])),
    ...incomplete('Java archive: too-large'),
  },
  {
    name: 'jar: four hundred thousand classes, each in a package of its own',
    prepare: jar(() =>
      zip([
        pom,
        ...Array.from({ length: 400_000 }, (_, i) => ({ name: `a/p${i}/C.class`, content: '', isStored: true })),
      ]),
    ),
    exit: 0,
    error: null,
    packages: ['g:a 1'],
  },
  {
    name: 'jmod: a module that says it has sixty thousand constants and has none',
    prepare: jar(
      () => jmod({ name: 'classes/module-info.class', content: Buffer.from('cafebabe0000003dffff', 'hex') }),
      'opt/x.jmod',
    ),
    ...undecided('Java archive: unparsable'),
  },
  {
    name: 'jmod: a module of 50 MiB, and one that is cut',
    prepare: judging(
      () => file('opt/x.jmod', jmod({ name: 'classes/module-info.class', content: zeros(50) })),
      () => file('opt/y.jmod', jmod(pom).subarray(0, 40)),
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['Java archive: too-large', 'Java archive: unparsable'],
  },
  {
    name: 'release: a megabyte of modules',
    prepare: judging(() => {
      const names = Array.from({ length: 90_000 }, (_, i) => `m${i}.x`).join(' ');
      return file('opt/rt/release', `JAVA_VERSION="17"\nMODULES="${names}"\n`);
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['Java runtime image: too-many'],
  },
  ...(
    [
      ['ELF', nativeElf],
      ['PE', nativePe],
      ['Mach-O', nativeMachO],
    ] as const
  ).flatMap(([form, make]): HostileCase[] => [
    {
      name: `native image, ${form}: a length of sixteen exabytes`,
      prepare: program(() => make(sbom, { length: (1n << 64n) - 1n })),
      ...undecided('SBOM of a native image: unparsable'),
    },
    {
      name: `native image, ${form}: a list that is a gigabyte unpacked`,
      prepare: program(() => make(sbom, { compressed: bomb() })),
      ...undecided('SBOM of a native image: unparsable'),
    },
  ]),
  {
    name: 'native image: nested a hundred thousand deep',
    prepare: program(() =>
      nativeElf(`{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${'{"components":['.repeat(100_000)}`),
    ),
    ...undecided('SBOM of a native image: unparsable'),
  },
  {
    name: 'ELF: sections that are longer than any file',
    prepare: program(() => boundless(nativeElf(sbom))),
    exit: 0,
    error: null,
    packages: ['io.netty:netty 4.1'],
  },
  {
    name: 'ELF: five thousand sections that all are the same eight megabytes',
    prepare: judging(
      ...['.go.buildinfo', '.dep-v0', '.dynsym', '.dynstr'].map(
        (name) => () => file(`app/${name}`, overlapping(name, 5000), 0o755),
      ),
    ),
    exit: 3,
    error: 'undecided',
    gaps: ['Go build information: unparsable', 'Rust audit data: unparsable'],
  },
];
