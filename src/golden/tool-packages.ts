import { globMatches } from '../policy/glob.ts';

/** What somebody who got into a container would use, and what most services never call. By the names of distributions; `*` is anything. */
const tools = {
  compiler: [
    'gcc',
    'gcc-*',
    'g++',
    'g++-*',
    'gcc-c++',
    'cpp',
    'cpp-*',
    'clang',
    'clang-*',
    'make',
    'binutils',
    'build-essential',
    'build-base',
    'gdb',
    'strace',
    'rust',
    'cargo',
    'rustc',
    'golang',
    'golang-*',
    'go',
    'tcc',
    'patch',
    'libc6-dev',
    'linux-libc-dev',
    'musl-dev',
    'dpkg-dev',
  ],
  network: [
    'wget',
    'curl',
    'netcat*',
    'ncat',
    'nmap',
    'nmap-ncat',
    'socat',
    'telnet',
    'inetutils-*',
    'ftp',
    'lftp',
    'tftp',
    'tcpdump',
    'openssh-client',
    'openssh-clients',
    'openssh-server',
    'openssh-sftp-server',
    'dropbear',
    'rsync',
    'dnsutils',
    'bind9-dnsutils',
    'bind-utils',
    'iputils-ping',
    'traceroute',
    'whois',
  ],
  shell: ['zsh', 'fish', 'ksh', 'tcsh', 'csh', 'mksh', 'screen', 'tmux'],
  manager: ['apt', 'apt-utils', 'aptitude', 'apk-tools'],
} as const;

export type ToolKind = keyof typeof tools;
const kinds = ['compiler', 'network', 'shell', 'manager'] as const satisfies readonly ToolKind[];

/** What kind of tool a package of a distribution is; null for none. */
export function toolKind(name: string): ToolKind | null {
  // `gcc-12-base` holds a directory that libraries share.
  if (name.endsWith('-base')) return null;
  return kinds.find((kind) => tools[kind].some((pattern) => globMatches(pattern, name))) ?? null;
}
