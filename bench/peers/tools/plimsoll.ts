import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installed } from '../../../scripts/installed.mjs';
import { plimsoll } from '../../../test/e2e/build/plimsoll.ts';
import { fromPurl } from '../found.ts';
import { problemsOf, type ToldProblem } from '../problems.ts';
import type { Tool } from './tool.ts';

/** What its report says, as far as it is compared. */
interface Report {
  readonly packages: readonly {
    readonly purl: string;
    readonly path: string;
    readonly licenses: readonly string[];
    readonly source: { readonly name: string; readonly version: string } | null;
  }[];
  readonly vulnerabilities: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

interface Finding {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly package?: string;
  readonly installed?: string;
  readonly purl?: string;
  readonly evidence?: { readonly advisory: string };
}

/** As it is installed: the package, not these sources. */
const launcher = () => {
  folder ??= installed();
  return join(folder, 'bin', 'plimsoll');
};
let folder: string | undefined;

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
  packages: (output) =>
    reportOf(output).packages.map(({ purl, path, licenses, source }) =>
      fromPurl(purl, path, { licenses, source: source === null ? null : `${source.name} ${source.version}` }),
    ),
  problems: (output) => {
    const { packages, vulnerabilities, suppressed } = reportOf(output);
    const sources = new Map(packages.map(({ purl, source }) => [purl, source]));
    const told =
      (isSuppressed: boolean) =>
      ({ id, aliases = [], package: name = '', installed = '', purl = '', evidence }: Finding): ToldProblem => {
        const source = sources.get(purl)?.name;
        return {
          ids: [id, ...aliases, ...(evidence === undefined ? [] : [evidence.advisory])],
          packageNames: source === undefined ? [name] : [name, source],
          version: installed,
          isSuppressed,
        };
      };
    return problemsOf([...vulnerabilities.map(told(false)), ...suppressed.map(told(true))]);
  },
};

function reportOf(output: string): Report {
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}
