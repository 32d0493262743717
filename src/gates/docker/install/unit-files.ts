import { dropIn, places, units } from './places.ts';

/** A socket in the file system, as clients find it. */
export interface SocketPlace {
  readonly path: string;
  readonly user: string;
  readonly group: string;
  /** `0660` */
  readonly mode: string;
}

export interface UnitFacts {
  /** The program that starts Plimsoll. */
  readonly launcher: string;
  readonly home: string;
  /** The socket that clients use. */
  readonly clients: SocketPlace;
  readonly authz: boolean;
  /** Addresses besides the engine's own socket at which `docker.socket` listens: they stay. */
  readonly otherListens: readonly string[];
  /** PATH of the engine and of containerd with the third lock first; null where it stays as it is. */
  readonly enginePath: string | null;
  readonly containerdPath: string | null;
}

/** Every file for systemd, in the order in which each of them does no harm to a host that boots before the next one is there. */
export function unitFiles(facts: UnitFacts): readonly (readonly [path: string, content: string])[] {
  const at = (name: string) => `${places.units}/${name}`;
  const dropInOf = (unit: string) => at(`${unit}.d/${dropIn}`);
  return [
    [places.tmpfiles, tmpfiles],
    [at(units.clients), clientSocket(facts.clients)],
    ...(facts.authz ? [[at(units.authz), authzSocket] as const] : []),
    [at(units.service), service(facts)],
    ...(facts.containerdPath === null
      ? []
      : [[dropInOf('containerd.service'), pathSetting(facts.containerdPath)] as const]),
    [dropInOf('docker.socket'), engineSocket(facts.otherListens)],
    [dropInOf('docker.service'), engineService(facts.enginePath)],
  ];
}

/** What has systemd start the gate, as `systemctl enable` would make it. */
export function unitLinks(authz: boolean): readonly (readonly [path: string, target: string])[] {
  const wanted = (target: string, unit: string) =>
    [`${places.units}/${target}.wants/${unit}`, `${places.units}/${unit}`] as const;
  return [
    wanted('sockets.target', units.clients),
    ...(authz ? [wanted('sockets.target', units.authz)] : []),
    wanted('multi-user.target', units.service),
  ];
}

const mark = '# Written by `plimsoll gate docker install`, taken away by `plimsoll gate docker uninstall`.\n';

const tmpfiles = `${mark}d ${places.runFolder} 0755 root root -
# The engine's own socket: for root and the gate.
d ${places.engineFolder} 0700 ${places.account} root -
`;

// A socket that is triggered often, as clients wait while the gate is started anew, is no reason to give it up.
const patient = 'TriggerLimitIntervalSec=0';

function clientSocket({ path, user, group, mode }: SocketPlace): string {
  return `${mark}[Unit]
Description=Docker's socket, with Plimsoll's gate behind it

[Socket]
ListenStream=${path}
FileDescriptorName=clients
SocketUser=${user}
SocketGroup=${group}
SocketMode=${mode}
Service=${units.service}
Backlog=4096
${patient}

[Install]
WantedBy=sockets.target
`;
}

const authzSocket = `${mark}[Unit]
Description=Where Docker asks Plimsoll about requests that came past the gate

[Socket]
ListenStream=${places.authzSocket}
FileDescriptorName=authz
SocketUser=root
SocketGroup=root
SocketMode=0600
Service=${units.service}
Backlog=4096
${patient}

[Install]
WantedBy=sockets.target
`;

/**
 * The gate needs the engine's socket and the state directory, both of them its own, and to look at every path of the host: it follows what clients
 * want to mount. So nothing of the host may be hidden from it: a `PrivateTmp=`, `ProtectHome=yes` or `ProtectProc=` would have it take a
 * link that leads to the engine's socket for nothing. V8 makes code while it runs: no `MemoryDenyWriteExecute=`.
 */
function service({ launcher, home, authz }: UnitFacts): string {
  const sockets = authz ? `${units.clients} ${units.authz}` : units.clients;
  return `${mark}[Unit]
Description=Plimsoll's gate on Docker
Requires=${sockets}
After=${sockets} systemd-tmpfiles-setup.service
# An engine that asks the gate does not start before the gate stands. The gate waits for no engine.
Before=docker.service
# It is never given up.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
ExecStart=${quoted(launcher)} gate docker --config ${places.config}
ExecReload=/bin/kill -HUP $MAINPID
Sockets=${sockets}
Restart=always
RestartSec=1
WatchdogSec=30
TimeoutStartSec=90
TimeoutStopSec=45
# The gate ends what is under way; what it called is not told to end before.
KillMode=mixed
User=${places.account}
Group=${places.account}
UMask=0077
WorkingDirectory=/
Environment=${quoted(`HOME=${home}`)} ${quoted(`PLIMSOLL_HOME=${home}`)}
LimitNOFILE=65536
MemoryMax=2G
TasksMax=256
OOMScoreAdjust=-500

# To look where a path leads that a client wants to mount, and to read the signing key, which stays root's.
AmbientCapabilities=CAP_DAC_READ_SEARCH
CapabilityBoundingSet=CAP_DAC_READ_SEARCH
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=${quoted(home)}
ReadOnlyPaths=-${quoted(`${home}/keys`)} -${quoted(`${home}/install`)}
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
DevicePolicy=closed
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

function engineSocket(others: readonly string[]): string {
  const listens = [places.engineSocket, ...others].map((address) => `ListenStream=${address}\n`).join('');
  return `${mark}[Socket]
ListenStream=
${listens}SocketUser=${places.account}
SocketGroup=root
SocketMode=0600
`;
}

function engineService(path: string | null): string {
  // Wanted, not required: the engine and its containers outlive a gate that is started anew.
  const order = `${mark}[Unit]
Wants=${units.service}
After=${units.service}
`;
  return path === null ? order : `${order}\n${pathSetting(path).slice(mark.length)}`;
}

function pathSetting(path: string): string {
  return `${mark}[Service]
# The third lock stands under the runtime's own name, ahead of it.
Environment=${quoted(`PATH=${path}`)}
`;
}

/** As systemd reads a word: \`%\` begins a specifier, and white space ends it outside of quotes. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%');
  return /[\s"'\\;]/.test(escaped) ? `"${escaped.replace(/(["\\])/g, '\\$1')}"` : escaped;
}
