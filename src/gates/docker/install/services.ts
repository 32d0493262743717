import type { Host } from './host.ts';
import { places, units } from './places.ts';

/** A program that did not do what it was called for. */
class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

export async function mustRun(host: Host, program: string, args: readonly string[]): Promise<void> {
  const { code, complaint } = await host.run(program, args);
  if (code !== 0) throw new RunFailed(`${[program, ...args].join(' ')}: ${complaint || `exit code ${code}`}`);
}

export interface ServiceChanges {
  readonly authz: boolean;
  /** The engine has to be started anew, because its socket, its configuration or its PATH changed. */
  readonly engine: boolean;
  readonly containerd: boolean;
}

/** The calls that bring files into force, each as it is shown to people. From the second one on nobody reaches the engine past the gate. */
export function callsToClose({ authz, engine, containerd }: ServiceChanges): readonly (readonly string[])[] {
  const sockets = authz ? [units.clients, units.authz] : [units.clients];
  return [
    ['systemctl', 'daemon-reload'],
    ...(engine ? [['systemctl', 'stop', 'docker.socket', 'docker.service']] : []),
    ['systemd-tmpfiles', '--create', places.tmpfiles],
    // A socket that stays takes no new settings; clients of a gate that stood already wait for a moment.
    ['systemctl', 'stop', units.service, units.clients, units.authz],
    ['systemctl', 'start', ...sockets, units.service],
    ...(containerd ? [['systemctl', 'restart', 'containerd.service']] : []),
    ...(engine ? [['systemctl', 'start', 'docker.socket', 'docker.service']] : []),
  ];
}

/** The gate goes while the engine is stopped: between the two nobody is served. */
export const callsBeforeOpening: readonly (readonly string[])[] = [
  ['systemctl', 'stop', 'docker.socket', 'docker.service'],
  ['systemctl', 'stop', units.service, units.clients, units.authz],
];

export function callsAfterOpening(containerd: boolean): readonly (readonly string[])[] {
  return [
    ['systemctl', 'daemon-reload'],
    ...(containerd ? [['systemctl', 'restart', 'containerd.service']] : []),
    ['systemctl', 'reset-failed', 'docker.socket', 'docker.service'],
    ['systemctl', 'start', 'docker.socket', 'docker.service'],
  ];
}

export async function callAll(
  host: Host,
  calls: readonly (readonly string[])[],
  say: (line: string) => void,
): Promise<void> {
  for (const [program = '', ...args] of calls) {
    say([program, ...args].join(' '));
    const { code, complaint } = await host.run(program, args);
    // What is not there is stopped, and has not failed.
    const isFine =
      code === 0 || (/^(stop|reset-failed)$/.test(args[0] ?? '') && /not loaded|does not exist/.test(complaint));
    if (!isFine) throw new RunFailed(`${[program, ...args].join(' ')}: ${complaint || `exit code ${code}`}`);
  }
}
