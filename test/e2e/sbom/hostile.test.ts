import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HostileCase } from '../hostile/hostile-case.ts';
import { play } from '../hostile/play.ts';

/** MiB. A document is read as it comes; only its packages are kept, of which there is a limit. */
const MOST_MEMORY = 600;

const one = '{"type":"library","name":"x","version":"1","purl":"pkg:npm/x@1"}';
const head = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[';

/** Writes a piece again and again between two others. */
function written(path: string, start: string, piece: string, times: number, end: string): void {
  const descriptor = openSync(path, 'w');
  try {
    writeSync(descriptor, start);
    const block = piece.repeat(1000);
    for (let at = 0; at < times / 1000; at += 1) writeSync(descriptor, block);
    writeSync(descriptor, end);
  } finally {
    closeSync(descriptor);
  }
}

/** Of as many packages as an image may have: what Node.js itself takes is some 110 of it. */
const MOST_FOR_REAL = 340;

const cases: readonly (HostileCase & { readonly memory?: number })[] = [
  {
    name: 'a hundred thousand packages',
    prepare: ({ folder }) => {
      const file = join(folder, 'bom.json');
      const properties = '"properties":[{"name":"syft:location:0:path","value":"/usr/share/x"}]';
      writeFileSync(
        file,
        `${head}${Array.from({ length: 100_000 }, (_, i) => `{"type":"library","name":"p${i}","version":"1.${i}","purl":"pkg:npm/p${i}@1.${i}",${properties}}`)}]}`,
      );
      return { args: ['scan', `sbom:${file}`] };
    },
    exit: 0,
    error: null,
    memory: MOST_FOR_REAL,
  },
  {
    name: 'a million components',
    prepare: ({ folder }) => {
      const file = join(folder, 'bom.json');
      written(file, head, `${one},`, 1_000_000, `${one}]}`);
      return { args: ['scan', `sbom:${file}`] };
    },
    exit: 3,
    error: 'incomplete',
  },
  {
    name: 'five hundred megabytes',
    prepare: ({ folder }) => {
      const file = join(folder, 'bom.json');
      written(file, `${head}"`, 'x'.repeat(500), 1_000_000, '"]}');
      return { args: ['scan', `sbom:${file}`] };
    },
    exit: 3,
    error: 'limit-crossed',
  },
  {
    name: 'five hundred megabytes through a pipe',
    prepare: () => ({
      args: ['scan', 'sbom:-'],
      input: function* () {
        yield Buffer.from(head);
        for (let at = 0; at < 500; at += 1) yield Buffer.alloc(1 << 20, 0x20);
      },
    }),
    exit: 3,
    error: 'limit-crossed',
  },
  {
    name: 'nested a million deep',
    prepare: () => ({ args: ['scan', 'sbom:-'], input: Buffer.from(`{"a":${'['.repeat(1_000_000)}`) }),
    exit: 3,
    error: 'sbom-invalid',
  },
  {
    name: 'a pipe that nobody writes to',
    prepare: ({ folder }) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return { args: ['scan', '--timeout', '1s', `sbom:${join(folder, 'pipe')}`] };
    },
    exit: 3,
    error: 'timeout',
  },
  {
    name: 'a device without an end as a VEX file',
    prepare: () => ({ args: ['scan', 'rootfs:/nowhere', '--vex', '/dev/zero'] }),
    exit: 2,
    error: 'vex-unreadable',
  },
  {
    name: 'components in components, as deep as they may lie',
    prepare: () => {
      const deep = '{"type":"library","name":"x","version":"1","purl":"pkg:npm/x@1","components":['.repeat(60);
      return { args: ['scan', 'sbom:-'], input: Buffer.from(`${head}${deep}${']}'.repeat(60)}]}`) };
    },
    exit: 0,
    error: null,
  },
];

for (const hostile of cases) {
  test(hostile.name, async () => {
    const { code, stderr, peak, cpu, strays } = await play(hostile);
    assert.equal(code, hostile.exit, stderr);
    if (hostile.error !== null) assert.match(stderr, new RegExp(`^plimsoll: .*\\(${hostile.error}\\)$`, 'm'));
    assert.ok(peak < (hostile.memory ?? MOST_MEMORY), `${peak} MiB`);
    assert.ok(cpu < 40, `${cpu} s`);
    assert.deepEqual(strays, []);
  });
}
