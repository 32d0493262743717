import { elf } from './executables.ts';

/** A kernel for x86, as small as its header allows. */
export function bzImage(version: string): Buffer {
  const image = Buffer.alloc(8192);
  image.write('HdrS', 0x202, 'latin1');
  image[0x1f1] = 15;
  image.writeUInt16LE(0x400, 0x20e);
  image.write(`${version}\0`, 0x600, 'latin1');
  return image;
}

/** A program with a note about its package, as a linker writes it: a segment of notes, of which the first is another one. */
export function notedElf(metadata: unknown): Buffer {
  const json = Buffer.from(typeof metadata === 'string' ? metadata : JSON.stringify(metadata));
  const note = (owner: string, type: number, content: Buffer) => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(4, 0);
    head.writeUInt32LE(content.length, 4);
    head.writeUInt32LE(type, 8);
    head.write(owner, 12, 'latin1');
    return Buffer.concat([head, content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
  };
  const notes = Buffer.concat([note('GNU\0', 3, Buffer.alloc(20, 7)), note('FDO\0', 0xcafe1a7e, json)]);
  const program = elf([{ name: '.note.package', content: notes }]);
  // The segment is one of notes.
  program.writeUInt32LE(4, 64);
  return program;
}
