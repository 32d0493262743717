import { spawn } from 'node:child_process';

/** Descriptors that systemd passes begin here: sd_listen_fds(3). */
const firstPassed = 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** The descriptor of a socket that systemd opened for this process under a name; null where there is none. */
export function passedSocket(name: string, environment: Environment = process.env, pid = process.pid): number | null {
  if (environment['LISTEN_PID'] !== String(pid)) return null;
  const names = (environment['LISTEN_FDNAMES'] ?? '').split(':');
  const index = names.indexOf(name);
  const count = Number(environment['LISTEN_FDS']);
  return index >= 0 && index < count ? firstPassed + index : null;
}

/**
 * Tells systemd how this service does: sd_notify(3). Node.js has no datagram sockets in the file system, so that systemd's own program says
 * it. Does nothing where nobody wants to hear it. Rejects where it could not be said.
 */
export function tellManager(state: 'READY=1' | 'WATCHDOG=1' | 'STOPPING=1', environment: Environment): Promise<void> {
  if (environment['NOTIFY_SOCKET'] === undefined) return Promise.resolve();
  const child = spawn('systemd-notify', [state], { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`systemd-notify ended with ${code ?? signal}`));
    });
  });
}

/** Milliseconds after which systemd restarts a service that has not been heard of: sd_watchdog_enabled(3). Null for never. */
export function watchdogTime(environment: Environment): number | null {
  const time = Number(environment['WATCHDOG_USEC'] ?? '') / 1000;
  return Number.isFinite(time) && time > 0 ? time : null;
}
