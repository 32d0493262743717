import { bundleMark } from '../../src/formats/executable/dotnet-bundle.ts';
import { elf } from './executables.ts';

export interface BundleShape {
  /** 1 is .NET Core 3's, 2 that of .NET 5, 6 of those since. */
  readonly version?: 1 | 2 | 6;
  /** A host that nothing was put behind. */
  readonly isEmpty?: boolean;
  /** What the list's kind is called, for the older way to find it. */
  readonly kind?: number;
}

/** A program of .NET that was published as a single file: the host, the files of the program behind it, and a header that says where these are. */
export function dotnetBundle(list: string, { version = 6, isEmpty = false, kind }: BundleShape = {}): Buffer {
  const data = Buffer.concat([Buffer.alloc(16), bundleMark]);
  const host = elf([{ name: '.data', content: data }]);
  const header = host.length + Buffer.byteLength(list);
  host.writeBigUInt64LE(isEmpty ? 0n : BigInt(header), host.indexOf(bundleMark) - 8);
  const entry = [
    word(host.length),
    word(Buffer.byteLength(list)),
    ...(version === 6 ? [word(0)] : []),
    Buffer.from([kind ?? (version === 1 ? 2 : 3)]),
    text('app.deps.json'),
  ];
  const places =
    version === 1
      ? []
      : [word(kind === undefined ? host.length : 0), word(kind === undefined ? Buffer.byteLength(list) : 0)];
  const settings = version === 1 ? [] : [word(0), word(0), word(0)];
  return Buffer.concat([
    host,
    Buffer.from(list),
    ...[version, 0, 1].map((value) => Buffer.from(Uint32Array.of(value).buffer)),
    text('id'),
    ...places,
    ...settings,
    ...entry,
  ]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}
