import type { StarterAdvisory } from './starter-advisory.ts';

/** What fetches things from a network: curl, git, wget. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const downloadAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2017-1000117', published: '2017-08-10', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'An ssh URL whose host begins with a dash makes git run a command when it is cloned.',
    affected: [
      ['Debian:7', 'git', '1:1.7.10.4-1+wheezy5'],
      ['Debian:8', 'git', '1:2.1.4-2.1+deb8u4'],
      ['Debian:9', 'git', '1:2.11.0-3+deb9u1'],
    ],
  },
  {
    cve: 'CVE-2018-11235', published: '2018-05-29', cvss: 'CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'A submodule name with path traversal makes git run hooks of the cloned repository.',
    affected: [['Debian:8', 'git', '1:2.1.4-2.1+deb8u6'], ['Debian:9', 'git', '1:2.11.0-3+deb9u3']],
  },
  {
    cve: 'CVE-2018-17456', published: '2018-10-05', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A submodule URL that begins with a dash makes git run commands during a recursive clone.',
    affected: [['Debian:8', 'git', '1:2.1.4-2.1+deb8u7'], ['Debian:9', 'git', '1:2.11.0-3+deb9u4']],
  },
  {
    cve: 'CVE-2020-5260', published: '2020-04-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'A URL with a line break makes git hand the credentials of one host to another.',
    affected: [
      ['Debian:8', 'git', '1:2.1.4-2.1+deb8u9'],
      ['Debian:9', 'git', '1:2.11.0-3+deb9u6'],
      ['Debian:10', 'git', '1:2.20.1-2+deb10u2'],
    ],
  },
  {
    cve: 'CVE-2021-21300', published: '2022-10-11', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'Cloning a repository with symbolic links and filters can run code on case-insensitive file systems.',
    affected: [['Debian:10', 'git', '1:2.20.1-2+deb10u4']],
  },
  {
    cve: 'CVE-2022-23521', published: '2023-01-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Very long lines in .gitattributes overflow integers of git and corrupt memory.',
    affected: [['Debian:10', 'git', '1:2.20.1-2+deb10u7'], ['Debian:11', 'git', '1:2.30.2-1+deb11u1']],
  },
  {
    cve: 'CVE-2022-24765', published: '2022-12-13', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'git run below a directory of somebody else takes configuration, and so commands, from there.',
    affected: [['Debian:10', 'git', '1:2.20.1-2+deb10u5'], ['Debian:11', 'git', '1:2.30.2-1+deb11u1']],
  },
  {
    cve: 'CVE-2022-32221', published: '2023-01-27', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'curl reuses a handle wrongly after a PUT and may send data that it should not.',
    affected: [['Debian:10', 'curl', '7.64.0-4+deb10u4'], ['Debian:11', 'curl', '7.74.0-1.3+deb11u5']],
  },
  {
    cve: 'CVE-2022-41903', published: '2023-01-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Padding in a pretty format of git log overflows an integer and corrupts memory.',
    affected: [['Debian:10', 'git', '1:2.20.1-2+deb10u7'], ['Debian:11', 'git', '1:2.30.2-1+deb11u1']],
  },
  {
    cve: 'CVE-2023-23916', published: '2023-02-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'A server can make curl spend unlimited memory with a long chain of compression steps.',
    affected: [['Debian:10', 'curl', '7.64.0-4+deb10u5'], ['Debian:11', 'curl', '7.74.0-1.3+deb11u7']],
  },
  {
    cve: 'CVE-2023-38545', published: '2023-10-18', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A long host name overflows the heap of curl during a SOCKS5 handshake.',
    affected: [['Debian:12', 'curl', '7.88.1-10+deb12u4'], ['Alpine:v3.18', 'curl', '8.4.0-r0']],
  },
  {
    cve: 'CVE-2023-38546', published: '2023-10-18', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:N',
    summary: 'Duplicating a curl handle can make a program load cookies from a file named none.',
    affected: [['Debian:12', 'curl', '7.88.1-10+deb12u4'], ['Alpine:v3.18', 'curl', '8.4.0-r0']],
  },
  {
    cve: 'CVE-2023-46218', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N',
    summary: 'A server can set cookies for a whole public suffix through mixed-case domain names.',
    affected: [['Debian:12', 'curl', '7.88.1-10+deb12u5'], ['Alpine:v3.18', 'curl', '8.5.0-r0']],
  },
  {
    cve: 'CVE-2024-2398', published: '2024-03-27', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L',
    summary: 'Refusing too many HTTP/2 push headers makes curl leak memory.',
    affected: [['Debian:12', 'curl', '7.88.1-10+deb12u6'], ['Alpine:v3.18', 'curl', '8.7.1-r0']],
  },
  {
    cve: 'CVE-2024-6197', published: '2024-07-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A crafted certificate makes curl free a pointer into its stack.',
    affected: [['Alpine:v3.18', 'curl', '8.9.0-r0'], ['Alpine:v3.20', 'curl', '8.9.0-r0']],
  },
  {
    cve: 'CVE-2024-7264', published: '2024-07-31', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'curl reads out of bounds when it parses an invalid date in a certificate.',
    affected: [
      ['Debian:12', 'curl', '7.88.1-10+deb12u7'],
      ['Alpine:v3.18', 'curl', '8.9.1-r0'],
      ['Alpine:v3.20', 'curl', '8.9.1-r0'],
    ],
  },
  {
    cve: 'CVE-2024-32002', published: '2024-05-14', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: 'Submodules and symbolic links on case-insensitive file systems let a recursive clone run code.',
    affected: [['Debian:12', 'git', '1:2.39.5-0+deb12u1'], ['Alpine:v3.18', 'git', '2.40.3-r0']],
  },
  {
    cve: 'CVE-2024-38428', published: '2024-06-16', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'wget mistakes a semicolon in the user part of a URL and may contact another host than meant.',
    affected: [['Debian:12', 'wget', '1.21.3-1+deb12u1']],
  },
  {
    cve: 'CVE-2025-48384',
    summary: 'A submodule path that ends in a carriage return makes git write to another place and run a hook.',
    affected: [['Debian:12', 'git', '1:2.39.5-0+deb12u3']],
  },
];
