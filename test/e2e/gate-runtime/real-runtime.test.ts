import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runtimeLauncher } from '../build/installation.ts';
import { tell } from './runtime-ground.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-'));
after(() => rmSync(folder, { recursive: true }));
const [locks, programs] = [join(folder, 'locks'), join(folder, 'programs')];
for (const path of [locks, programs]) mkdirSync(path);
for (const name of ['runc', 'crun']) {
  symlinkSync(runtimeLauncher, join(locks, name));
  writeFileSync(join(programs, name), `#!/bin/sh\necho ${name} "$@"\n`);
  chmodSync(join(programs, name), 0o755);
}
// Without Node.js on it.
const environment = { PATH: `${locks}:${programs}:/usr/bin:/bin`, PLIMSOLL_RUNTIME: '' };

test('what starts nothing goes to the runtime of the same name, past the lock itself, however it is called', () => {
  for (const name of ['runc', 'crun'])
    for (const program of [name, join(locks, name)])
      assert.equal(tell(program, ['--root', '/r', 'state', 'x'], environment).text, `${name} --root /r state x\n`);
});

test('a runtime that is named goes before', () => {
  const named = { ...environment, PLIMSOLL_RUNTIME: join(programs, 'crun') };
  assert.equal(tell('runc', ['kill', 'x', 'KILL'], named).text, 'crun kill x KILL\n');
});

test('without its configuration the lock starts nothing, whatever is usual', () => {
  // The default policy would scan at the door, or allow: nobody asked for that one.
  const gone = {
    ...environment,
    PATH: `${environment.PATH}:${process.env['PATH']}`,
    PLIMSOLL_CONFIG: join(folder, 'gone.yaml'),
  };
  const { code, text } = tell('runc', ['create', '--bundle', folder, 'x'], gone);
  assert.equal(code, 2);
  assert.match(text, /gone\.yaml.*\(config-unreadable\)/);
  assert.equal(tell('runc', ['state', 'x'], gone).text, 'runc state x\n', 'what runs already is not in the dark');
});

test('where there is only the lock, it says so and does not call itself', () => {
  const { code, text } = tell(join(locks, 'crun'), ['state', 'x'], { ...environment, PATH: locks });
  assert.equal(code, 3);
  assert.match(text, /no crun besides this one/);
});
