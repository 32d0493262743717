/** Makes executables for tests, as small as their formats allow, with whatever sections a test wants. Nothing can run them. */
export interface TestSection {
  readonly name: string;
  readonly content: Buffer;
  readonly address?: number;
}

export interface ElfShape {
  readonly isWide?: boolean;
  readonly isLittleEndian?: boolean;
  /** Leaves the table of sections out, as tools do that strip all they can. */
  readonly hasSections?: boolean;
}

/** An ELF file in which each section is also a segment of writable memory. */
export function elf(
  sections: readonly TestSection[],
  { isWide = true, isLittleEndian = true, hasSections = true }: ElfShape = {},
): Buffer {
  const out = new Bytes(isLittleEndian, isWide);
  const [header, programSize, sectionSize] = isWide ? [64, 56, 64] : [52, 32, 40];
  const names = Buffer.from(`\0${[...sections.map(({ name }) => name), '.shstrtab'].join('\0')}\0`, 'latin1');
  const all = [...sections, { name: '.shstrtab', content: names }];
  const starts: number[] = [];
  let at = align(header + sections.length * programSize);
  for (const { content } of all) {
    starts.push(at);
    at = align(at + content.length);
  }
  const table = at;
  out.bytes(Buffer.from(`\x7fELF${isWide ? '\x02' : '\x01'}${isLittleEndian ? '\x01' : '\x02'}\x01`, 'latin1'), 16);
  out
    .u16(2, 62)
    .u32(1)
    .word(0)
    .word(header)
    .word(hasSections ? table : 0)
    .u32(0);
  out.u16(
    header,
    programSize,
    sections.length,
    sectionSize,
    hasSections ? all.length + 1 : 0,
    hasSections ? all.length : 0,
  );
  for (const [i, { content, address = 0x10000 * (i + 1) }] of sections.entries()) {
    const [offset, size] = [starts[i]!, content.length];
    if (isWide) out.u32(1, 6).word(offset).word(address).word(address).word(size).word(size).word(16);
    else out.u32(1, offset, address, address, size, size, 6, 16);
  }
  for (const [i, { content }] of all.entries()) out.pad(starts[i]!).bytes(content);
  if (!hasSections) return program(out);
  out.pad(table).bytes(Buffer.alloc(sectionSize));
  for (const [i, { name, content }] of all.entries()) {
    const { address = 0x10000 * (i + 1) } = all[i] as TestSection;
    out
      .u32(names.indexOf(`\0${name}\0`, 0, 'latin1') + 1, 1)
      .word(3)
      .word(address)
      .word(starts[i]!)
      .word(content.length);
    out.u32(0, 0).word(16).word(0);
  }
  return program(out);
}

/** @param exported where the directory of exports lies, relative to the image */
export function pe(
  sections: readonly TestSection[],
  exported: { readonly address: number; readonly size: number } | null = null,
): Buffer {
  const out = new Bytes(true, true);
  out.bytes(Buffer.from('MZ'), 60).u32(64).bytes(Buffer.from('PE\0\0'));
  out
    .u16(0x8664, sections.length)
    .u32(0, 0, 0)
    .u16(exported === null ? 112 : 120, 0x22);
  out.u16(0x20b).bytes(Buffer.alloc(22)).word(0x140000000).bytes(Buffer.alloc(76));
  out.u32(exported === null ? 0 : 1);
  if (exported !== null) out.u32(exported.address, exported.size);
  let at = align(out.length + sections.length * 40);
  const starts = sections.map(({ content }) => {
    const start = at;
    at = align(at + content.length);
    return start;
  });
  for (const [i, { name, content, address = 0x1000 * (i + 1) }] of sections.entries()) {
    out.bytes(Buffer.from(name), 8).u32(content.length, address, content.length, starts[i]!, 0, 0, 0, 0xc0000040);
  }
  for (const [i, { content }] of sections.entries()) out.pad(starts[i]!).bytes(content);
  return program(out);
}

export function machO(sections: readonly TestSection[]): Buffer {
  const out = new Bytes(true, true);
  const size = 72 + sections.length * 80;
  let at = align(32 + size);
  const starts = sections.map(({ content }) => {
    const start = at;
    at = align(at + content.length);
    return start;
  });
  out.u32(0xfeedfacf, 0x01000007, 3, 2, 1, size, 0, 0);
  out
    .u32(0x19, size)
    .bytes(Buffer.from('__DATA'), 16)
    .word(0x100000000)
    .word(at)
    .word(0)
    .word(at)
    .u32(7, 3, sections.length, 0);
  for (const [i, { name, content }] of sections.entries()) {
    out.bytes(Buffer.from(name), 16).bytes(Buffer.from('__DATA'), 16);
    out
      .word(0x100000000 + starts[i]!)
      .word(content.length)
      .u32(starts[i]!, 0, 0, 0, 0, 0, 0, 0);
  }
  for (const [i, { content }] of sections.entries()) out.pad(starts[i]!).bytes(content);
  return program(out);
}

/** A universal file of several. */
export function fat(...slices: readonly Buffer[]): Buffer {
  const out = new Bytes(false, false);
  out.u32(0xcafebabe, slices.length);
  let at = align(8 + slices.length * 20);
  const starts = slices.map(({ length }) => {
    const start = at;
    at = align(at + length);
    return start;
  });
  for (const [i, { length }] of slices.entries()) out.u32(7, 3, starts[i]!, length, 4);
  for (const [i, slice] of slices.entries()) out.pad(starts[i]!).bytes(slice);
  return program(out);
}

/** No real one is smaller: so small a file is not looked at unless it may be executed. */
function program(out: Bytes): Buffer {
  return out.pad(Math.max(out.length, 4096)).done();
}

/** `.symtab` and `.strtab` of symbols by name, each with its address and size. */
export function symbolTable(symbols: Readonly<Record<string, readonly [address: number, size: number]>>) {
  const names = Buffer.from(`\0${Object.keys(symbols).join('\0')}\0`, 'latin1');
  return ({ isWide = true, isLittleEndian = true }: ElfShape = {}): readonly TestSection[] => {
    const table = new Bytes(isLittleEndian, isWide);
    for (const [name, [address, size]] of Object.entries(symbols)) {
      table.u32(names.indexOf(`\0${name}\0`, 0, 'latin1') + 1);
      if (isWide) table.u16(0, 0).word(address).word(size);
      else table.u32(address, size).u16(0, 0);
    }
    return [
      { name: '.symtab', content: table.done() },
      { name: '.strtab', content: names },
    ];
  };
}

/** The blob of Go 1.18 and newer. */
export function goBlob(version: string, modules: string): Buffer {
  const framed = modules === '' ? '' : `${'<'.repeat(16)}${modules}${'>'.repeat(16)}`;
  return Buffer.concat([
    Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'),
    Buffer.alloc(16),
    sized(version),
    sized(framed),
  ]);
}

/** What Go before 1.18 wrote: the blob and, behind it, the strings that it points to, in a section at `address`. */
export function pointedGoBlob(
  version: string,
  modules: string,
  address: number,
  { isWide = true, isLittleEndian = true } = {},
): Buffer {
  const framed = `${'<'.repeat(16)}${modules}${'>'.repeat(16)}`;
  const width = isWide ? 8 : 4;
  const headers = address + 32;
  const texts = headers + 4 * width;
  const out = new Bytes(isLittleEndian, isWide);
  out.bytes(Buffer.from(`\xff Go buildinf:${isWide ? '\x08' : '\x04'}${isLittleEndian ? '\0' : '\x01'}`, 'latin1'));
  out
    .word(headers)
    .word(headers + 2 * width)
    .pad(32);
  out
    .word(texts)
    .word(version.length)
    .word(texts + version.length)
    .word(framed.length);
  return out.bytes(Buffer.from(version + framed)).done();
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) + 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

function align(at: number): number {
  return Math.ceil(at / 16) * 16;
}

class Bytes {
  readonly #parts: Buffer[] = [];
  readonly #isLittleEndian: boolean;
  readonly #isWide: boolean;
  length = 0;

  constructor(isLittleEndian: boolean, isWide: boolean) {
    this.#isLittleEndian = isLittleEndian;
    this.#isWide = isWide;
  }

  bytes(content: Buffer, size = content.length): this {
    this.#parts.push(content, Buffer.alloc(size - content.length));
    this.length += size;
    return this;
  }

  pad(to: number): this {
    return this.bytes(Buffer.alloc(to - this.length));
  }

  u16(...values: readonly number[]): this {
    for (const value of values) {
      const bytes = Buffer.alloc(2);
      if (this.#isLittleEndian) bytes.writeUInt16LE(value);
      else bytes.writeUInt16BE(value);
      this.bytes(bytes);
    }
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) {
      const bytes = Buffer.alloc(4);
      if (this.#isLittleEndian) bytes.writeUInt32LE(value);
      else bytes.writeUInt32BE(value);
      this.bytes(bytes);
    }
    return this;
  }

  word(value: number): this {
    if (!this.#isWide) return this.u32(value);
    const [low, high] = [value % 2 ** 32, Math.floor(value / 2 ** 32)];
    return this.#isLittleEndian ? this.u32(low, high) : this.u32(high, low);
  }

  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
