/** Where the gate's parts lie on a host, once it is put up. */
export const places = {
  account: 'plimsoll',
  config: '/etc/plimsoll/docker.yaml',
  runFolder: '/run/plimsoll',
  /** Compiled code of the third lock, which root calls: the state directory is the gate's (`bin/start.cjs`). */
  compiled: '/run/plimsoll/compiled',
  /** Engine's socket, in a folder that only root and the gate enter. */
  engineFolder: '/run/plimsoll/engine',
  engineSocket: '/run/plimsoll/engine/docker.sock',
  authzSocket: '/run/plimsoll/authz.sock',
  pluginSpec: '/etc/docker/plugins/plimsoll.spec',
  tmpfiles: '/etc/tmpfiles.d/plimsoll-docker.conf',
  units: '/etc/systemd/system',
  /** Stands first on the PATH of the engine and of containerd; holds nothing but `runc`. */
  runtimeFolder: '/usr/local/lib/plimsoll/runtime',
  /** Holds what stands before runtimes that the engine's configuration names. */
  runtimesFolder: '/usr/local/lib/plimsoll/runtimes',
  /** In the state directory: what was there before. */
  install: 'install/docker',
} as const;

/** The gate's own units. */
export const units = {
  service: 'plimsoll-docker.service',
  clients: 'plimsoll-docker.socket',
  authz: 'plimsoll-docker-authz.socket',
} as const;

/** Named so that systemd reads it after others: the last one counts. */
export const dropIn = 'zz-plimsoll.conf';

export const locks = ['socket', 'authz', 'runtime'] as const;
export type Lock = (typeof locks)[number];
