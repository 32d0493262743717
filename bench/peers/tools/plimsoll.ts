import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plimsoll } from '../../../test/e2e/build/plimsoll.ts';
import { packaged } from '../../packaged.ts';
import { fromPurl } from '../found.ts';
import type { Tool } from './tool.ts';

/** As it is installed: the package, not these sources. */
const launcher = () => join(packaged(), 'bin', 'plimsoll');

const schemes = { archive: 'archive', engine: 'docker', registry: 'registry', sources: 'rootfs' } as const;

export const plimsollTool: Tool = {
  name: 'plimsoll',
  version: { args: ['--version'], pattern: /(\d\S*)/ },
  async prepare(state, { osv }) {
    if (osv !== null) {
      const { code, stderr } = await plimsoll(['db', 'update', '--offline', '--source', pathToFileURL(osv).href], {
        home: state,
      });
      if (code !== 0) throw new Error(`plimsoll db update: ${stderr}`);
    }
    // What V8 has compiled is there on any machine from the second scan on.
    const nothing = mkdtempSync(join(tmpdir(), 'plimsoll-nothing-'));
    spawnSync(launcher(), ['scan', `rootfs:${nothing}`, '-o', 'json', '--home', state]);
    rmSync(nothing, { recursive: true });
    return osv !== null;
  },
  forget: (state) => rmSync(join(state, 'harvest'), { recursive: true, force: true }),
  scan: ({ kind, at }, state, output) => {
    const insecure = kind === 'registry' ? ['--registry-insecure', at.slice(0, at.indexOf('/'))] : [];
    return {
      program: launcher(),
      args: ['scan', `${schemes[kind]}:${at}`, '--home', state, '--only', 'packages', '-o', 'json', ...insecure],
      // A gap makes 3 of it: it is a finished scan with something to say.
      codes: [0, 3],
      output,
    };
  },
  packages: (output) => {
    const report = JSON.parse(readFileSync(output, 'utf8')) as {
      packages: readonly {
        purl: string;
        path: string;
        licenses: readonly string[];
        source: { name: string; version: string } | null;
      }[];
    };
    return report.packages.map(({ purl, path, licenses, source }) =>
      fromPurl(purl, path, { licenses, source: source === null ? null : `${source.name} ${source.version}` }),
    );
  },
};
