import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlimsollError } from '../../../base/errors.ts';
import { lockedDaemonJson, readDaemonJson, unlockedDaemonJson } from './daemon-json.ts';

const file = '/etc/docker/daemon.json';
const read = (text: string | null) => readDaemonJson(file, text === null ? null : Buffer.from(text));
const wrappers = new Map([
  ['crun', '/usr/local/lib/plimsoll/runtimes/crun'],
  ['youki', '/usr/local/lib/plimsoll/runtimes/youki'],
]);
const locked = (text: string | null) => lockedDaemonJson(read(text), { authz: true, programs: wrappers });

describe('the engine’s configuration with the locks in it', () => {
  const shapes: readonly [name: string, before: string | null, after: string][] = [
    ['no file', null, '{\n  "authorization-plugins": ["plimsoll"]\n}\n'],
    ['an empty file', '', '{\n  "authorization-plugins": ["plimsoll"]\n}\n'],
    ['an empty object', '{}', '{\n  "authorization-plugins": ["plimsoll"]\n}'],
    [
      'one member a line, four spaces',
      '{\n    "debug": true\n}\n',
      '{\n    "debug": true,\n    "authorization-plugins": ["plimsoll"]\n}\n',
    ],
    ['tabs', '{\n\t"debug": true\n}', '{\n\t"debug": true,\n\t"authorization-plugins": ["plimsoll"]\n}'],
    ['one line', '{"debug": true}', '{"debug": true, "authorization-plugins": ["plimsoll"]}'],
    ['a plugin that was there', '{"authorization-plugins":["opa"]}', '{"authorization-plugins":["opa", "plimsoll"]}'],
    ['the plugin itself', '{"authorization-plugins":["plimsoll"]}', '{"authorization-plugins":["plimsoll"]}'],
    [
      'runtimes: the program changes, their arguments stay',
      '{"authorization-plugins":["plimsoll"],"runtimes":{"crun":{"runtimeArgs":["--debug"],"path":"/usr/bin/crun"}}}',
      '{"authorization-plugins":["plimsoll"],"runtimes":{"crun":{"runtimeArgs":["--debug"],"path":"/usr/local/lib/plimsoll/runtimes/crun"}}}',
    ],
    [
      'a runtime of the newer kind',
      '{"authorization-plugins":["plimsoll"],"runtimes":{"youki":{"runtimeType":"io.containerd.runc.v2","options":{"BinaryName":"/usr/bin/youki"}}}}',
      '{"authorization-plugins":["plimsoll"],"runtimes":{"youki":{"runtimeType":"io.containerd.runc.v2","options":{"BinaryName":"/usr/local/lib/plimsoll/runtimes/youki"}}}}',
    ],
    [
      'numbers and texts that would not survive a rewrite',
      '{"a": 1.0e+400, "b": 12345678901234567890, "c": "\\u00e9 } , \\" {", "authorization-plugins": ["plimsoll"]}',
      '{"a": 1.0e+400, "b": 12345678901234567890, "c": "\\u00e9 } , \\" {", "authorization-plugins": ["plimsoll"]}',
    ],
    ['a byte order mark', '\ufeff{"debug":true}', '\ufeff{"debug":true, "authorization-plugins": ["plimsoll"]}'],
  ];
  for (const [name, before, after] of shapes) {
    test(name, () => {
      assert.equal(locked(before), after);
      assert.equal(locked(after), after, 'twice is once');
    });
  }

  test('nothing is written where nothing is to be locked', () => {
    assert.equal(lockedDaemonJson(read(null), { authz: false, programs: new Map() }), null);
    assert.equal(lockedDaemonJson(read('{ }'), { authz: false, programs: new Map() }), '{ }');
  });

  test('what was changed since is kept when the locks are taken out', () => {
    const programs = new Map([['crun', '/usr/bin/crun']]);
    const changed =
      '{\n  "debug": true,\n  "authorization-plugins": ["plimsoll"],\n  "runtimes": { "crun": { "path": "/usr/local/lib/plimsoll/runtimes/crun" } },\n  "mtu": 1400\n}\n';
    assert.equal(
      unlockedDaemonJson(read(changed), programs),
      '{\n  "debug": true,\n  "runtimes": { "crun": { "path": "/usr/bin/crun" } },\n  "mtu": 1400\n}\n',
    );
    assert.equal(
      unlockedDaemonJson(read('{"authorization-plugins":["opa","plimsoll","audit"]}'), programs),
      '{"authorization-plugins":["opa", "audit"]}',
    );
    for (const [name, before] of shapes.filter(([, text]) => text !== null && text.trim() !== ''))
      if (!before?.includes('plimsoll'))
        assert.deepEqual(parsed(unlockedDaemonJson(read(locked(before)), programs)), parsed(before), name);
  });

  test('a shim that calls no program of its own has none that could be stood before', () => {
    const runtimes =
      '{"runtimes":{"kata":{"runtimeType":"io.containerd.kata.v2"},"runc2":{"runtimeType":"io.containerd.runc.v2"}}}';
    assert.deepEqual(read(runtimes).runtimes, [
      { name: 'kata', program: null },
      { name: 'runc2', program: 'runc' },
    ]);
  });
});

describe('a configuration that is not changed', () => {
  const refused: readonly [name: string, text: string | Buffer, reason: RegExp][] = [
    ['a comment', '{\n  // mine\n  "debug": true\n}', /line 2 is not JSON/],
    ['a comma too many', '{\n  "debug": true,\n}', /line 3 is not JSON/],
    ['cut off', '{\n  "debug": true', /line 2 is not JSON/],
    ['a list', '[]', /not a JSON object/],
    ['a member twice', '{"debug": true, "debug": false}', /"debug" stands twice/],
    ['a member twice, deeper', '{"runtimes": {"crun": {"path": "a", "path": "b"}}}', /"path" stands twice/],
    ['plugins that are no list', '{"authorization-plugins": "opa"}', /"authorization-plugins" is not what/],
    ['runtimes that are no object', '{"runtimes": []}', /"runtimes" is not what/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /not UTF-8/],
  ];
  for (const [name, text, reason] of refused) {
    test(name, () => {
      assert.throws(
        () => readDaemonJson(file, Buffer.from(text)),
        (error) =>
          error instanceof PlimsollError && error.code === 'engine-config-unusable' && reason.test(error.what.en),
      );
    });
  }
});

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text.replace('\ufeff', ''));
}
