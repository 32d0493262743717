import type { StarterAdvisory } from './starter-advisory.ts';

/** What is run by hand, by scripts or by the system itself: shells, sudo, package managers, interpreters. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const toolAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2014-6271', published: '2014-09-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Shellshock: Bash runs commands that stand behind a function definition in an environment variable.',
    affected: [['Debian:7', 'bash', '4.2+dfsg-0.1+deb7u1']],
  },
  {
    cve: 'CVE-2014-7169', published: '2014-09-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'The first fix of Shellshock was incomplete: an environment variable could still write files and run commands.',
    affected: [['Debian:7', 'bash', '4.2+dfsg-0.1+deb7u3']],
  },
  {
    cve: 'CVE-2019-3462', published: '2019-01-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A man in the middle can inject content through HTTP redirects that apt handles, and run code as root.',
    affected: [['Debian:8', 'apt', '1.0.9.8.5'], ['Debian:9', 'apt', '1.4.9']],
  },
  {
    cve: 'CVE-2019-14287', published: '2019-10-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A user who may run commands as anybody but root becomes root with sudo -u#-1.',
    affected: [
      ['Debian:8', 'sudo', '1.8.10p3-1+deb8u6'],
      ['Debian:9', 'sudo', '1.8.19p1-2.1+deb9u1'],
      ['Debian:10', 'sudo', '1.8.27-1+deb10u1'],
    ],
  },
  {
    cve: 'CVE-2019-18634', published: '2020-02-01', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'With pwfeedback on, a long password overflows the stack of sudo.',
    affected: [['Debian:8', 'sudo', '1.8.10p3-1+deb8u7'], ['Debian:9', 'sudo', '1.8.19p1-2.1+deb9u2']],
  },
  {
    cve: 'CVE-2020-27350', published: '2020-12-09', cvss: 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:L/I:L/A:L',
    summary: 'Integer overflows while apt reads the ar and tar parts of a package can crash it.',
    affected: [['Debian:9', 'apt', '1.4.11'], ['Debian:10', 'apt', '1.8.2.2']],
  },
  {
    cve: 'CVE-2021-3156', published: '2021-01-26', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Baron Samedit: sudoedit -s with a trailing backslash overflows the heap and makes any local user root.',
    affected: [['Debian:9', 'sudo', '1.8.19p1-2.1+deb9u3'], ['Debian:10', 'sudo', '1.8.27-1+deb10u3']],
  },
  {
    cve: 'CVE-2021-4034', published: '2022-01-25', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'PwnKit: pkexec run without arguments reads its environment as arguments and makes any local user root.',
    affected: [
      ['Debian:9', 'policykit-1', '0.105-18+deb9u2'],
      ['Debian:10', 'policykit-1', '0.105-25+deb10u1'],
      ['Debian:11', 'policykit-1', '0.105-31+deb11u1'],
    ],
  },
  {
    cve: 'CVE-2021-33910', published: '2021-07-20', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Mounting a very long path exhausts the stack of systemd and stops the whole system.',
    affected: [['Debian:9', 'systemd', '232-25+deb9u13'], ['Debian:10', 'systemd', '241-7~deb10u8']],
  },
  {
    cve: 'CVE-2021-36159', published: '2021-08-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H',
    summary: 'Numbers in FTP and HTTP answers make libfetch in apk-tools read out of bounds.',
    affected: [['Alpine:v3.14', 'apk-tools', '2.12.6-r0']],
  },
  {
    cve: 'CVE-2021-42378', cvss: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A crafted pattern makes awk of BusyBox use freed memory.',
    affected: [['Alpine:v3.14', 'busybox', '1.33.1-r6']],
  },
  {
    cve: 'CVE-2022-1664', published: '2022-05-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Extracting an untrusted source package lets dpkg-source write outside of its directory.',
    affected: [['Debian:9', 'dpkg', '1.18.26'], ['Debian:10', 'dpkg', '1.19.8'], ['Debian:11', 'dpkg', '1.20.10']],
  },
  {
    cve: 'CVE-2022-28391', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'Host names from DNS reach the terminal unescaped through netstat of BusyBox.',
    affected: [['Alpine:v3.14', 'busybox', '1.33.1-r7'], ['Alpine:v3.16', 'busybox', '1.35.0-r7']],
  },
  {
    cve: 'CVE-2022-30065', published: '2022-05-18', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'A crafted pattern makes awk of BusyBox use freed memory in copyvar.',
    affected: [['Alpine:v3.16', 'busybox', '1.35.0-r15'], ['Alpine:v3.18', 'busybox', '1.35.0-r17']],
  },
  {
    cve: 'CVE-2022-48174', published: '2023-08-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Shell arithmetic overflows the stack of BusyBox ash and can run code.',
    affected: [
      ['Debian:12', 'busybox', '1:1.35.0-4+deb12u1'],
      ['Alpine:v3.18', 'busybox', '1.36.1-r1'],
      ['Alpine:v3.19', 'busybox', '1.36.1-r2'],
    ],
  },
  {
    cve: 'CVE-2022-48303', published: '2023-01-30', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'GNU tar reads one byte out of bounds in a crafted V7 archive.',
    affected: [['Debian:12', 'tar', '1.34+dfsg-1.2+deb12u1']],
  },
  {
    cve: 'CVE-2023-2610', published: '2023-05-09', cvss: 'CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'A substitution with a very long text overflows an integer of Vim and exhausts memory.',
    affected: [['Debian:12', 'vim', '2:9.0.1378-2+deb12u1']],
  },
  {
    cve: 'CVE-2023-22809', published: '2023-01-18', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Extra arguments in EDITOR let sudoedit users edit files that they may not.',
    affected: [['Debian:10', 'sudo', '1.8.27-1+deb10u5'], ['Debian:11', 'sudo', '1.9.5p2-3+deb11u1']],
  },
  {
    cve: 'CVE-2023-24329', published: '2023-02-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
    summary: 'urllib.parse of Python keeps leading blanks in a URL, so that block lists can be passed by.',
    affected: [['Debian:12', 'python3.11', '3.11.2-6+deb12u2']],
  },
  {
    cve: 'CVE-2023-26604', published: '2023-03-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'systemctl status under sudo opens a pager from which a user gets a root shell.',
    affected: [['Debian:10', 'systemd', '241-7~deb10u9']],
  },
  {
    cve: 'CVE-2023-40217', published: '2023-08-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N',
    summary: "Data sent before the TLS handshake can be taken for data from an authenticated peer in Python's ssl.",
    affected: [['Debian:12', 'python3.11', '3.11.2-6+deb12u2']],
  },
  {
    cve: 'CVE-2023-42363', published: '2023-11-27', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'awk of BusyBox uses freed memory in xasprintf.',
    affected: [
      ['Debian:12', 'busybox', '1:1.35.0-4+deb12u1'],
      ['Alpine:v3.18', 'busybox', '1.36.1-r7'],
      ['Alpine:v3.19', 'busybox', '1.36.1-r17'],
      ['Alpine:v3.20', 'busybox', '1.36.1-r27'],
    ],
  },
  {
    cve: 'CVE-2023-42364', published: '2023-11-27', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'awk of BusyBox uses freed memory in evaluate.',
    affected: [
      ['Debian:12', 'busybox', '1:1.35.0-4+deb12u1'],
      ['Alpine:v3.18', 'busybox', '1.36.1-r7'],
      ['Alpine:v3.19', 'busybox', '1.36.1-r19'],
      ['Alpine:v3.20', 'busybox', '1.36.1-r29'],
    ],
  },
  {
    cve: 'CVE-2023-42366', published: '2023-11-27', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'awk of BusyBox overflows its heap in next_token.',
    affected: [
      ['Alpine:v3.16', 'busybox', '1.35.0-r18'],
      ['Alpine:v3.18', 'busybox', '1.36.1-r6'],
      ['Alpine:v3.19', 'busybox', '1.36.1-r16'],
    ],
  },
  {
    cve: 'CVE-2023-47038',
    summary: 'A crafted Unicode property name in a regular expression overflows a buffer of Perl.',
    affected: [['Debian:12', 'perl', '5.36.0-7+deb12u1']],
  },
  {
    cve: 'CVE-2024-6232', published: '2024-09-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: "Parsing crafted tar headers takes Python's tarfile excessive time.",
    affected: [['Debian:12', 'python3.11', '3.11.2-6+deb12u4']],
  },
  {
    cve: 'CVE-2024-28085', published: '2024-03-27', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:N',
    summary: "wall passes escape sequences from its arguments to other users' terminals, where they can fake prompts.",
    affected: [['Debian:12', 'util-linux', '2.38.1-5+deb12u1']],
  },
  {
    cve: 'CVE-2025-4598', published: '2025-05-30', cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
    summary: 'A race in systemd-coredump lets a user read the core dump of a setuid program.',
    affected: [['Debian:12', 'systemd', '252.38-1~deb12u1']],
  },
  {
    cve: 'CVE-2025-32462',
    summary: "sudo's host option lets rules that are meant for another host be used on this one.",
    affected: [['Debian:12', 'sudo', '1.9.13p3-1+deb12u2']],
  },
  {
    cve: 'CVE-2025-46394',
    summary: 'File names with escape sequences in an archive mislead whoever lists it with BusyBox tar.',
    affected: [['Alpine:v3.19', 'busybox', '1.36.1-r21'], ['Alpine:v3.20', 'busybox', '1.36.1-r31']],
  },
];
