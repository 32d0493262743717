/** A `module-info.class` of a module that requires nothing; without a version where that is null. */
export function moduleInfo(name: string, version: string | null): Buffer {
  const utf8 = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from([1, bytes.length >> 8, bytes.length & 0xff]), bytes]);
  };
  const u16 = (...values: readonly number[]): Buffer => Buffer.from(values.flatMap((one) => [one >> 8, one & 0xff]));
  const constants = [
    utf8('module-info'),
    Buffer.from([7, 0, 1]),
    utf8(name),
    Buffer.from([19, 0, 3]),
    utf8('Module'),
    utf8(version ?? ''),
    // A wide constant, which takes two places.
    Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 1]),
    utf8('SourceFile'),
  ];
  const module = u16(4, 0, version === null ? 0 : 6, 0, 0, 0, 0, 0);
  return Buffer.concat([
    Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61]),
    u16(constants.length + 2),
    ...constants,
    u16(0x8000, 2, 0, 0, 0, 0, 2),
    u16(9, 0, 2, 3),
    u16(5, 0, module.length),
    module,
  ]);
}
