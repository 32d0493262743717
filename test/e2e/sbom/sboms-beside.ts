import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { commands } from '../../../src/cli/command-table.ts';
import { run } from '../../../src/cli/run.ts';
import { readBom } from '../../../src/images/sbom/document.ts';
import { toldContents } from '../../../src/images/sbom/told-contents.ts';
import { openServices } from '../../../src/wiring.ts';
import { cyclonedxSchema, schemaFault, spdxSchema } from '../../build/published-schemas.ts';
import { syftDocument } from '../../build/syft-json.ts';
import { launcher } from '../build/installation.ts';
import { comparable, lookedUp, type Report } from './comparable-report.ts';

/** SBOMs that a scan writes along with what it was asked for. */
export interface SbomsBeside {
  /** Of the scan, behind its own. */
  readonly flags: readonly string[];
  /** That scanning each of them comes to what scanning the image came to. Nothing where there was no report, or none of an image. */
  agree(environment: Readonly<Record<string, string>>): Promise<void>;
  remove(): void;
}

/** What an SBOM is to be scanned with as its image was: all else is about the way to the image. */
const shared = {
  policy: { type: 'string', multiple: true },
  vex: { type: 'string', multiple: true },
  severity: { type: 'string', multiple: true },
  'ignore-unfixed': { type: 'boolean' },
  home: { type: 'string' },
} as const;

/** A schema that wants items to differ has each compared with every other: a hundred thousand of them take hours. */
const MOST_VALIDATED = 2000;
/** What is larger is about sizes, and every one of these would take as long as all others together. */
const MOST_COMPARED = 20_000;

const schemas = { cyclonedx: cyclonedxSchema, spdx: spdxSchema } as const;

/**
 * Beside every scan that any test asks a report of: its SBOMs are written in the same call, follow their schemas, and give the same packages, findings,
 * gaps and verdict when they are scanned, in this process. So does what Syft would have written, as far as that format can tell.
 * @returns null for a call that is no scan with a report
 */
export function sbomsBeside(args: readonly string[]): SbomsBeside | null {
  if (args[0] !== 'scan' || !args.some((word) => /^(?:-o|--output)/.test(word))) return null;
  // What lies in a registry beside an image does not lie beside its SBOM.
  if (args.includes('--vex-key')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sboms-'));
  const at = (name: string) => join(folder, name);
  const parsed = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
  return {
    flags: ['json', ...Object.keys(schemas)].flatMap((form) => ['-o', `${form}=${at(form)}`]),
    remove: () => rmSync(folder, { recursive: true }),
    async agree(environment) {
      if (!existsSync(at('json'))) return;
      const report: Report = parsed('json');
      if (report.image.source === 'sbom' || report.packages.length > MOST_COMPARED) return;
      const again = async (form: string): Promise<Report> => {
        await scanned(['scan', `sbom:${at(form)}`, '-o', `json=${at(`told-${form}`)}`, ...kept(args)], environment);
        return parsed(`told-${form}`);
      };
      for (const [form, schema] of Object.entries(schemas)) {
        if (report.packages.length < MOST_VALIDATED) assert.equal(schemaFault(schema, parsed(form)), null, form);
        assert.deepEqual(comparable(await again(form), report), comparable(report, report), `scanned as ${form}`);
      }
      writeFileSync(at('syft'), syftOf(readFileSync(at('cyclonedx'))));
      assert.deepEqual(lookedUp(await again('syft')), lookedUp(report), 'scanned as Syft has it');
    },
  };
}

/** The JSON report has less of a package than Syft writes: what was read of the SBOM has all. */
function syftOf(cyclonedx: Buffer): string {
  const place = `sha256:${'0'.repeat(64)}` as const;
  return JSON.stringify(syftDocument(toldContents(readBom(cyclonedx, 'x'), place, 1).told.inventory));
}

function kept(args: readonly string[]): readonly string[] {
  const { tokens } = parseArgs({
    args: [...args],
    options: shared,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token) => {
    if (token.kind !== 'option' || !Object.hasOwn(shared, token.name)) return [];
    return token.value === undefined ? [token.rawName] : [token.rawName, token.value];
  });
}

/** In this process, which costs a fiftieth of starting another one. */
async function scanned(argv: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  let complaint = '';
  const errors = new Writable({
    write(chunk, _encoding, done) {
      complaint += String(chunk);
      done();
    },
  });
  const code = await run({
    argv,
    environment,
    input: () => process.stdin,
    output: errors,
    errors,
    signal: new AbortController().signal,
    onReload: () => {},
    version: '0',
    launcher,
    commands,
    openServices: async (context) => openServices(context),
  });
  assert.ok(code !== 2 && !complaint.includes('(defect)'), complaint);
}
