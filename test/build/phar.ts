/** An archive of PHP with files that are stored as they are. */
export function phar(files: Readonly<Record<string, string>>, flags = 0): Buffer {
  const entries = Object.entries(files).map(([path, content]) =>
    Buffer.concat([sized(path), u32(content.length, 0, content.length, 0, flags | 0o644, 0)]),
  );
  const head = Buffer.concat([
    u32(entries.length),
    Buffer.from([0x11, 0]),
    u32(0x10000),
    sized(''),
    sized(''),
    ...entries,
  ]);
  return Buffer.concat([
    Buffer.from('#!/usr/bin/env php\n<?php __HALT_COMPILER(); ?>\r\n'),
    u32(head.length),
    head,
    Buffer.from(Object.values(files).join('')),
  ]);
}

function u32(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function sized(text: string): Buffer {
  return Buffer.concat([u32(text.length), Buffer.from(text)]);
}
