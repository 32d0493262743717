import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { costOf } from '../process-cost.ts';
import { probeImage } from './probe.ts';
import { ours, peers } from './tools/all.ts';
import type { Advisories, Tool } from './tools/tool.ts';

/** A tool that is installed here, with what it needs to work. */
export interface Contestant {
  readonly tool: Tool;
  readonly version: string;
  /** Its directory: advisories, and what it remembers. */
  readonly state: string;
  /** Whether it has advisories to match with, or lists packages alone. */
  readonly matches: boolean;
}

/** Plimsoll first, then those of the peers that are on PATH. Says which are not. */
export async function contestants(
  scratch: string,
  advisories: Advisories,
  tools: readonly Tool[] = [ours, ...peers],
): Promise<readonly Contestant[]> {
  const found: Contestant[] = [];
  const probe = probeImage(scratch);
  for (const tool of tools) {
    const program = tool.scan({ kind: 'archive', at: '' }, scratch, '').program;
    const { stdout = '', status } = spawnSync(program, tool.version.args, { encoding: 'utf8' });
    if (status !== 0) {
      console.log(`- ${tool.name} is not on PATH`);
      continue;
    }
    const state = join(scratch, tool.name);
    mkdirSync(state);
    const matches = (await tool.prepare(state, advisories)) && (await finds(tool, probe, state, scratch));
    if (!matches && tool.onlyMatches) {
      console.log(`- ${tool.name} has no advisories, and does nothing without`);
      continue;
    }
    const version = tool.version.pattern.exec(stdout)?.[1] ?? 'unknown version';
    console.log(`- ${tool.name} ${version}: ${matches ? 'packages and advisories' : 'packages alone'}`);
    found.push({ tool, version, state, matches });
  }
  return found;
}

/** Whether advisories that were given to a tool do their work: it says so where it finds nothing in an image that cannot be without. */
async function finds(tool: Tool, probe: string, state: string, scratch: string): Promise<boolean> {
  const output = join(scratch, 'probe.json');
  const { complaint } = await costOf(tool.scan({ kind: 'archive', at: probe }, state, output));
  tool.forget?.(state);
  const count = tool.problems(output).length;
  rmSync(output);
  if (count === 0) {
    console.log(
      `- ${tool.name} finds nothing in packages with known problems: either it did not find what it was given, or that knows nothing of them`,
    );
    if (complaint !== '') console.log(complaint.trimEnd().replace(/^/gm, '    '));
  }
  return count > 0;
}
