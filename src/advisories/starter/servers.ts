import type { StarterAdvisory } from './starter-advisory.ts';

/** Servers, document converters and container engines of distributions. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const serverAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2016-3714', published: '2016-05-05', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "ImageTragick: file names in crafted images run shell commands in ImageMagick's delegates.",
    affected: [['Debian:7', 'imagemagick', '8:6.7.7.10-5+deb7u5'], ['Debian:8', 'imagemagick', '8:6.8.9.9-5+deb8u2']],
  },
  {
    cve: 'CVE-2017-7494', published: '2017-05-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'SambaCry: a client that may write to a share makes Samba load and run a library from it.',
    affected: [['Debian:7', 'samba', '2:3.6.6-6+deb7u13'], ['Debian:8', 'samba', '2:4.2.14+dfsg-0+deb8u6']],
  },
  {
    cve: 'CVE-2019-10149', published: '2019-06-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A recipient address makes Exim run commands as root; it was exploited in the wild.',
    affected: [['Debian:9', 'exim4', '4.89-2+deb9u4']],
  },
  {
    cve: 'CVE-2019-15846', published: '2019-09-06', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A server name that ends in a backslash during the TLS handshake runs code as root in Exim.',
    affected: [
      ['Debian:8', 'exim4', '4.84.2-2+deb8u6'],
      ['Debian:9', 'exim4', '4.89-2+deb9u6'],
      ['Debian:10', 'exim4', '4.92-8+deb10u2'],
    ],
  },
  {
    cve: 'CVE-2020-1938', published: '2020-02-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "Ghostcat: Tomcat's AJP connector lets anybody who reaches it read files and run code.",
    affected: [['Debian:10', 'tomcat9', '9.0.31-1~deb10u1']],
  },
  {
    cve: 'CVE-2020-8617', published: '2020-05-19',
    summary: 'A message that names a known key wrongly makes BIND stop with a failed assertion.',
    affected: [
      ['Debian:8', 'bind9', '1:9.9.5.dfsg-9+deb8u19'],
      ['Debian:9', 'bind9', '1:9.10.3.dfsg.P4-12.3+deb9u6'],
      ['Debian:10', 'bind9', '1:9.11.5.P4+dfsg-5.1+deb10u1'],
    ],
  },
  {
    cve: 'CVE-2020-8625', published: '2021-02-18', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'BIND overflows a buffer in SPNEGO negotiation where GSS-TSIG is in use.',
    affected: [
      ['Debian:9', 'bind9', '1:9.10.3.dfsg.P4-12.3+deb9u8'],
      ['Debian:10', 'bind9', '1:9.11.5.P4+dfsg-5.1+deb10u3'],
    ],
  },
  {
    cve: 'CVE-2020-15257', published: '2020-12-01', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N',
    summary: "Containers in the host's network can reach containerd's shim socket and so become root on the host.",
    affected: [['Debian:10', 'docker.io', '18.09.1+dfsg1-7.1+deb10u3']],
  },
  {
    cve: 'CVE-2020-25681', published: '2021-02-02', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'DNSSEC answers overflow the heap of dnsmasq while it sorts records.',
    affected: [['Debian:9', 'dnsmasq', '2.76-5+deb9u3'], ['Debian:10', 'dnsmasq', '2.80-1+deb10u1']],
  },
  {
    cve: 'CVE-2020-25717', published: '2021-11-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
    summary: 'Samba maps domain users to local accounts in ways that can make them root.',
    affected: [['Debian:10', 'samba', '2:4.9.5+dfsg-5+deb10u2'], ['Debian:11', 'samba', '2:4.13.13+dfsg-1~deb11u2']],
  },
  {
    cve: 'CVE-2020-28017', published: '2021-05-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'An integer overflow while adding recipients corrupts memory in Exim.',
    affected: [['Debian:9', 'exim4', '4.89-2+deb9u8'], ['Debian:10', 'exim4', '4.92-8+deb10u6']],
  },
  {
    cve: 'CVE-2021-3781', published: '2021-09-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H',
    summary: "Ghostscript's sandbox can be left through the %pipe% device and run commands.",
    affected: [['Debian:11', 'ghostscript', '9.53.3~dfsg-7+deb11u1']],
  },
  {
    cve: 'CVE-2021-23017', published: '2021-05-28',
    summary: 'A forged DNS answer overwrites one byte in the resolver of nginx.',
    affected: [['Debian:9', 'nginx', '1.10.3-1+deb9u6'], ['Debian:10', 'nginx', '1.14.2-2+deb10u4']],
  },
  {
    cve: 'CVE-2021-30465', published: '2021-05-25', cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H',
    summary: "Swapping a mount target for a symbolic link lets a container mount the host's file system.",
    affected: [['Debian:10', 'runc', '1.0.0~rc6+dfsg1-3+deb10u2']],
  },
  {
    cve: 'CVE-2021-40346', published: '2021-09-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
    summary: "An integer overflow in HAProxy's header parsing lets requests be smuggled past its rules.",
    affected: [['Debian:11', 'haproxy', '2.2.9-2+deb11u2']],
  },
  {
    cve: 'CVE-2021-40438', published: '2021-10-02', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: "A crafted path makes mod_proxy of Apache send requests to a server of the attacker's choice; it was exploited in the wild.",
    affected: [
      ['Debian:9', 'apache2', '2.4.25-3+deb9u11'],
      ['Debian:10', 'apache2', '2.4.38-3+deb10u6'],
      ['Debian:11', 'apache2', '2.4.51-1~deb11u1'],
    ],
  },
  {
    cve: 'CVE-2021-44142', published: '2022-02-11', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: "Samba's vfs_fruit module writes out of bounds on extended attributes and runs code as root.",
    affected: [['Debian:10', 'samba', '2:4.9.5+dfsg-5+deb10u3'], ['Debian:11', 'samba', '2:4.13.13+dfsg-1~deb11u3']],
  },
  {
    cve: 'CVE-2021-44790', published: '2022-01-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A multipart body overflows a buffer in mod_lua of Apache.',
    affected: [
      ['Debian:9', 'apache2', '2.4.25-3+deb9u12'],
      ['Debian:10', 'apache2', '2.4.38-3+deb10u7'],
      ['Debian:11', 'apache2', '2.4.52-1~deb11u2'],
    ],
  },
  {
    cve: 'CVE-2022-0543', published: '2022-02-18', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: "Debian's build of Redis leaves a Lua package loader reachable, so that a script leaves the sandbox.",
    affected: [['Debian:10', 'redis', '5:5.0.14-1+deb10u2'], ['Debian:11', 'redis', '5:6.0.16-1+deb11u2']],
  },
  {
    cve: 'CVE-2022-23648', published: '2022-03-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'A crafted image makes containerd copy files of the host into a container.',
    affected: [['Debian:11', 'containerd', '1.4.13~ds1-1~deb11u1']],
  },
  {
    cve: 'CVE-2022-26691', published: '2022-05-26', cvss: 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H',
    summary: 'CUPS compares its local certificate wrongly, so that a local user can authenticate as an administrator.',
    affected: [
      ['Debian:9', 'cups', '2.2.1-8+deb9u8'],
      ['Debian:10', 'cups', '2.2.10-6+deb10u6'],
      ['Debian:11', 'cups', '2.3.3op2-3+deb11u2'],
    ],
  },
  {
    cve: 'CVE-2022-29155', published: '2022-05-19', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "The SQL back end of OpenLDAP's slapd does not escape search filters.",
    affected: [
      ['Debian:9', 'openldap', '2.4.44+dfsg-5+deb9u9'],
      ['Debian:10', 'openldap', '2.4.47+dfsg-3+deb10u7'],
      ['Debian:11', 'openldap', '2.4.57+dfsg-3+deb11u1'],
    ],
  },
  {
    cve: 'CVE-2022-31626', published: '2022-07-08', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: "A long password to a hostile MySQL server overflows a buffer in PHP's mysqlnd.",
    affected: [['Debian:11', 'php7.4', '7.4.30-1+deb11u1']],
  },
  {
    cve: 'CVE-2022-38177', published: '2022-09-22',
    summary: 'Answers with malformed ECDSA signatures make BIND leak memory until it fails.',
    affected: [['Debian:10', 'bind9', '1:9.11.5.P4+dfsg-5.1+deb10u8'], ['Debian:11', 'bind9', '1:9.16.33-1~deb11u1']],
  },
  {
    cve: 'CVE-2022-41741', published: '2022-11-15', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: "A crafted MP4 file corrupts memory of nginx's mp4 module.",
    affected: [['Debian:10', 'nginx', '1.14.2-2+deb10u5'], ['Debian:11', 'nginx', '1.18.0-6.1+deb11u3']],
  },
  {
    cve: 'CVE-2022-44268', published: '2023-02-13', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N',
    summary: 'A PNG with a profile entry makes ImageMagick put a file of the server into its output.',
    affected: [
      ['Debian:10', 'imagemagick', '8:6.9.10.23+dfsg-2.1+deb10u2'],
      ['Debian:11', 'imagemagick', '8:6.9.11.60+dfsg-1.3+deb11u1'],
    ],
  },
  {
    cve: 'CVE-2023-3341', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Nested messages on the control channel exhaust the stack of BIND.',
    affected: [['Debian:12', 'bind9', '1:9.18.19-1~deb12u1']],
  },
  {
    cve: 'CVE-2023-25690', published: '2023-03-20', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Rewrite rules with mod_proxy allow requests to be smuggled through Apache.',
    affected: [['Debian:11', 'apache2', '2.4.56-1~deb11u1']],
  },
  {
    cve: 'CVE-2023-25725', published: '2023-02-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H',
    summary: 'A header with an empty name makes HAProxy forget the others and so pass its rules by.',
    affected: [['Debian:10', 'haproxy', '1.8.19-1+deb10u4'], ['Debian:11', 'haproxy', '2.2.9-2+deb11u4']],
  },
  {
    cve: 'CVE-2023-32002', published: '2023-08-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Module._load lets code pass by the permission policy of Node.js.',
    affected: [['Alpine:v3.18', 'nodejs', '18.17.1-r0']],
  },
  {
    cve: 'CVE-2023-36664', published: '2023-06-25', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'Ghostscript checks pipe devices wrongly, so that a document can run commands.',
    affected: [['Debian:12', 'ghostscript', '10.0.0~dfsg-11+deb12u1']],
  },
  {
    cve: 'CVE-2023-38552', published: '2023-10-18', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
    summary: 'Code can fake the integrity check of the experimental policy of Node.js.',
    affected: [['Alpine:v3.18', 'nodejs', '18.18.2-r0']],
  },
  {
    cve: 'CVE-2023-42115', published: '2024-05-03', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A long AUTH EXTERNAL answer writes out of bounds in Exim before anybody logged in.',
    affected: [['Debian:12', 'exim4', '4.96-15+deb12u2']],
  },
  {
    cve: 'CVE-2023-50387', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'KeyTrap: one DNSSEC answer keeps a validating resolver busy for very long.',
    affected: [['Debian:12', 'unbound', '1.17.1-2+deb12u2'], ['Debian:12', 'systemd', '252.23-1~deb12u1']],
  },
  {
    cve: 'CVE-2024-21626', published: '2024-01-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
    summary: "Leaky Vessels: a file descriptor left open by runc gives a container the host's file system.",
    affected: [['Debian:12', 'runc', '1.1.5+ds1-1+deb12u1']],
  },
  {
    cve: 'CVE-2024-27983', published: '2024-04-09', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H',
    summary: 'Closing a connection in the middle of HTTP/2 headers crashes a Node.js server.',
    affected: [['Alpine:v3.18', 'nodejs', '18.20.1-r0'], ['Alpine:v3.20', 'nodejs', '20.12.1-r0']],
  },
  {
    cve: 'CVE-2024-29510', published: '2024-07-03', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:N/A:N',
    summary: "A format string in a uniprint device lets a document leave Ghostscript's sandbox.",
    affected: [['Debian:12', 'ghostscript', '10.0.0~dfsg-11+deb12u4']],
  },
  {
    cve: 'CVE-2024-36137', published: '2024-09-07', cvss: 'CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:N',
    summary: 'fchown and fchmod pass by the permission model of Node.js.',
    affected: [['Alpine:v3.20', 'nodejs', '20.15.1-r0']],
  },
  {
    cve: 'CVE-2024-38475', published: '2024-07-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'Weak escaping in mod_rewrite of Apache maps URLs to files that should not be served; it was exploited in the wild.',
    affected: [['Debian:12', 'apache2', '2.4.61-1~deb12u1']],
  },
  {
    cve: 'CVE-2024-41110', published: '2024-07-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H',
    summary: "A request with an empty body passes Docker's authorization plugins by.",
    affected: [['Debian:12', 'docker.io', '20.10.24+dfsg1-1+deb12u1']],
  },
  {
    cve: 'CVE-2024-47175', published: '2024-09-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:H/A:N',
    summary: 'CUPS writes unchecked printer attributes into PPD files, one part of the chain that runs code from the network.',
    affected: [['Debian:12', 'cups', '2.4.2-3+deb12u8']],
  },
  {
    cve: 'CVE-2025-1094', published: '2025-02-13', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Quoting functions of PostgreSQL let invalid text through, so that SQL and psql commands can be injected.',
    affected: [['Debian:12', 'postgresql-15', '15.11-0+deb12u1']],
  },
  {
    cve: 'CVE-2025-49844', published: '2025-10-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H',
    summary: 'A crafted Lua script uses freed memory in Redis and runs code on the server.',
    affected: [['Debian:12', 'redis', '5:7.0.15-1~deb12u6']],
  },
];
