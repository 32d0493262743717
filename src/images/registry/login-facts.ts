import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { dockerConfigFile, type LoginFile, readLoginFile } from '../login-files.ts';
import { helperProgram } from './credential-helper.ts';
import { namesIn } from './stored-login.ts';

/** What `docker login` left behind, in names: for people who wonder why a registry refuses them. */
export interface LoginFacts {
  /** Where config.json is looked for. */
  readonly file: string;
  readonly state: LoginFile['state'];
  /** Registries with something stored. */
  readonly hosts: readonly string[];
  /** Programs that the file asks for, and whether each is on PATH. */
  readonly helpers: readonly { readonly name: string; readonly found: boolean }[];
}

/** Reads Docker's own config.json. No secret leaves this function. */
export async function loginFacts(environment: NodeJS.ProcessEnv): Promise<LoginFacts> {
  const file = dockerConfigFile(environment);
  const found = await readLoginFile(file);
  if (found.state !== 'usable') return { file, state: found.state, hosts: [], helpers: [] };
  const { hosts, helpers } = namesIn(found.settings);
  return {
    file,
    state: 'usable',
    hosts,
    helpers: helpers.map((name) => ({ name, found: isOnPath(helperProgram(name), environment) })),
  };
}

function isOnPath(program: string | null, environment: NodeJS.ProcessEnv): boolean {
  if (program === null) return false;
  return (environment['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: for whoever wants to run it the same.
    return false;
  }
}
