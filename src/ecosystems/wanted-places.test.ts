import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatchOf } from '../collect/dispatch.ts';
import { detectors } from '../detectors/all.ts';
import { ecosystems } from './all.ts';

const wantedBy = dispatchOf([...ecosystems.flatMap(({ collectors }) => collectors), ...detectors]);

// A hard link to such a file is another name for what was taken. A collector that by its name may want the file and by its place does not would make
// it one that nobody has read, which in a layer that comes by once is a gap: the place belongs into `never`.
for (const path of [
  'srv/node_modules/x/package.json',
  'usr/lib/python3/dist-packages/x-1.dist-info/METADATA',
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
]) {
  test(`who wants ${path} is known by its path alone`, () => {
    const file = { path, size: 100, mode: 0o644, uid: 0, gid: 0 };
    const names = (collectors: ReturnType<typeof wantedBy>) => collectors.map(({ name }) => name);
    assert.ok(wantedBy(path, file).length > 0);
    assert.deepEqual(names(wantedBy(path, null)), names(wantedBy(path, file)));
  });
}
