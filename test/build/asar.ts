/** An archive of Electron, as its own tool makes it: a directory of JSON behind four numbers, and files behind it. */
export function asar(files: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}): Buffer {
  const root: Folder = { files: {} };
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const names = path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) {
      folder.files[name] ??= { files: {} };
      folder = folder.files[name] as Folder;
    }
    folder.files[names.at(-1)!] = { size: content.length, offset: String(offset), ...more };
    offset += content.length;
  }
  const json = Buffer.from(JSON.stringify(root));
  const size = Math.ceil((8 + json.length) / 4) * 4;
  const head = Buffer.alloc(8 + size);
  for (const [at, value] of [4, size, size - 4, json.length].entries()) head.writeUInt32LE(value, 4 * at);
  json.copy(head, 16);
  return Buffer.concat([head, Buffer.from(Object.values(files).join(''))]);
}

interface Folder {
  readonly files: Record<string, unknown>;
}
