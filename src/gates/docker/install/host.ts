import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The machine on which the gate is put up. */
export interface Host {
  /** Stands before every path; empty on the machine itself. */
  readonly root: string;
  /** Runs a program to its end. Never rejects: what cannot be run has the code 127. */
  run(program: string, args: readonly string[]): Promise<Ran>;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  /** What it complained about, in one line. */
  readonly complaint: string;
}

/** Starting an engine with many containers takes its time. */
const longest = 300_000;

export const thisHost: Host = {
  root: '',
  run(program, args) {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
      env: { ...process.env, LC_ALL: 'C.UTF-8', SYSTEMD_PAGER: '', SYSTEMD_COLORS: '0' },
    });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    return new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: 127, out: '', complaint: error.message }));
      child.once('close', (code) =>
        resolve({ code: code ?? 128, out, complaint: complaint.trim().replaceAll(/\s*\n\s*/g, '; ') }),
      );
    });
  },
};

/** A path of the host as this process opens it. */
export function onHost(host: Host, path: string): string {
  return host.root === '' ? path : join(host.root, path);
}
