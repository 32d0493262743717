import { Writable } from 'node:stream';
import type { Command } from '../../src/cli/command.ts';
import { type CommandTable, commands, commandTable } from '../../src/cli/command-table.ts';
import { run } from '../../src/cli/run.ts';
import type { ScanRequest, Services } from '../../src/cli/services.ts';
import type { Report } from '../../src/model/report.ts';
import { InvalidVersion, type VersionScheme } from '../../src/model/version-scheme.ts';

/** What one command line came to. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The scans that were asked for. */
  readonly scans: readonly ScanRequest[];
}

export interface Given {
  readonly environment?: Record<string, string>;
  readonly input?: readonly string[];
  readonly report?: Partial<Report>;
  readonly services?: Partial<Services>;
  readonly terminal?: boolean;
  /** Of the terminal. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly commands?: readonly Command[];
}

/** Runs a command line in this process, with services that touch nothing. */
export async function callPlimsoll(argv: readonly string[], given: Given = {}): Promise<Ended> {
  const output = collector(given.terminal === true, given.columns);
  const errors = collector(given.terminal === true, given.columns);
  const scans: ScanRequest[] = [];
  const code = await run({
    argv,
    environment: { LANG: 'C.UTF-8', PLIMSOLL_HOME: '/nonexistent/plimsoll', ...given.environment },
    input: async function* () {
      for (const chunk of given.input ?? []) yield Buffer.from(chunk);
    },
    output: output.stream,
    errors: errors.stream,
    signal: given.signal ?? new AbortController().signal,
    onReload: () => {},
    version: '1.2.3',
    launcher: '/opt/plimsoll/bin/plimsoll',
    commands: given.commands === undefined ? commands : tableOf(given.commands),
    openServices: async () => ({ ...services(scans, given.report ?? {}), ...given.services }),
  });
  return { code, stdout: output.text(), stderr: errors.text(), scans };
}

function tableOf(some: readonly Command[]): CommandTable {
  return commandTable(Object.fromEntries(some.map((one) => [one.name, async () => one])));
}

function collector(isTTY: boolean, columns = 100) {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      parts.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns }), text: () => parts.join('') };
}

const nothing = () => Promise.reject(new Error('not expected to be called'));

/** A ledger without entries that nobody asks anything else. */
export const silentLedger: Services['ledger'] = {
  prepare: nothing,
  append: nothing,
  standing: nothing,
  entries: async () => 0,
  images: nothing,
  find: nothing,
  verify: nothing,
  export: nothing,
  import: nothing,
};

function services(scans: ScanRequest[], report: Partial<Report>): Services {
  return {
    async scan(request) {
      scans.push(request);
      return { ...sampleReport, ref: request.ref, ...report };
    },
    list: nothing,
    advisories: { update: nothing, build: nothing, push: nothing, pull: nothing, status: nothing },
    policies: { check: nothing, explain: nothing, schema: nothing, approvedBases: nothing },
    fleet: { open: nothing },
    engines: { probe: async () => [], images: async () => [], credentials: nothing },
    gates: {
      docker: nothing,
      runtime: nothing,
      installation: {
        preview: nothing,
        install: nothing,
        previewRemoval: nothing,
        uninstall: nothing,
        isInstalled: async () => false,
        status: nothing,
      },
    },
    golden: { look: nothing, engine: nothing, proxies: nothing },
    ledger: silentLedger,
    sources: async () => [],
    controls: async () => [],
    ecosystems: async () => [],
    schemes: async () => [numbers],
    reporters: async () =>
      ['table', 'json', 'html'].map((format) => ({
        format,
        title: { en: format, 'zh-CN': format },
        mediaType: 'text/plain',
        extension: format,
        load: async () => (rendered, view) => [`${format} of ${rendered.ref} in ${view.language}\n`],
      })),
  };
}

/** Versions that are plain numbers. */
const numbers: VersionScheme<number> = {
  name: 'numbers',
  parse(text) {
    if (!/^\d+$/.test(text)) throw new InvalidVersion('numbers', text);
    return Number(text);
  },
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
};

const digest = `sha256:${'a'.repeat(64)}` as const;

/** A report about nothing that allows. */
export const sampleReport: Report = {
  tool: { name: 'plimsoll', version: '1.2.3' },
  scannedAt: '2026-11-24T00:00:00Z',
  ref: 'archive:sample.tar',
  source: 'archive',
  names: [],
  unprovenLayers: [],
  fingerprint: { configDigest: digest, manifestDigest: null, indexDigest: null, diffIds: [digest], chainId: digest },
  config: {
    created: null,
    platform: { os: 'linux', architecture: 'amd64' },
    user: '',
    env: [],
    labels: {},
    exposedPorts: [],
    hasHealthcheck: false,
    history: [],
    diffIds: [digest],
  },
  size: 0,
  inventory: { distribution: null, packages: [], accounts: null, files: [], gaps: [], layers: [] },
  vulnerabilities: [],
  suppressed: [],
  verdict: {
    decision: 'allow',
    policy: { name: 'observe', digest },
    controls: [],
    waived: [],
    expiredWaivers: [],
    base: null,
  },
  database: { digest, builtAt: '2026-11-24T00:00:00Z', feeds: [], starter: true },
  timings: { total: 0, read: 0, match: 0 },
};
