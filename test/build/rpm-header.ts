import { rpmTags } from '../../src/formats/rpm-header.ts';

type Value = string | number | readonly string[] | readonly number[];

/** An rpm header as the database stores it, from tags and values: texts, 32-bit numbers, lists of either. */
export function rpmHeader(values: Readonly<Record<number, Value>>): Buffer {
  const entries: Buffer[] = [];
  const data: Buffer[] = [];
  let length = 0;
  for (const [tag, value] of Object.entries(values)) {
    const list = Array.isArray(value) ? value : [value];
    const numeric = typeof list[0] === 'number';
    if (numeric && length % 4 !== 0) {
      data.push(Buffer.alloc(4 - (length % 4)));
      length += 4 - (length % 4);
    }
    const entry = Buffer.alloc(16);
    entry.writeInt32BE(Number(tag), 0);
    entry.writeUInt32BE(numeric ? 4 : Array.isArray(value) ? 8 : 6, 4);
    entry.writeUInt32BE(length, 8);
    entry.writeUInt32BE(list.length, 12);
    entries.push(entry);
    const bytes = numeric
      ? Buffer.concat(
          list.map((number) => {
            const word = Buffer.alloc(4);
            word.writeUInt32BE(Number(number));
            return word;
          }),
        )
      : Buffer.from(`${list.join('\0')}\0`);
    data.push(bytes);
    length += bytes.length;
  }
  const preamble = Buffer.alloc(8);
  preamble.writeUInt32BE(entries.length, 0);
  preamble.writeUInt32BE(length, 4);
  return Buffer.concat([preamble, ...entries, ...data]);
}

/** A package's header with as many bytes of other things as asked for, since real ones are longer than a page. */
export function packageHeader(name: string, version: string, padding = 0): Buffer {
  return rpmHeader({
    [rpmTags.name]: name,
    [rpmTags.version]: version,
    [rpmTags.release]: '1.el9',
    [rpmTags.license]: 'MIT',
    [rpmTags.architecture]: 'x86_64',
    [rpmTags.sourceRpm]: `${name}-${version}-1.el9.src.rpm`,
    1004: 'x'.repeat(padding),
  });
}
