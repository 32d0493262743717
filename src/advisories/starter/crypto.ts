import type { StarterAdvisory } from './starter-advisory.ts';

/** Encryption, certificates and remote log-in beside OpenSSL: GnuTLS, NSS, Kerberos, SSH, GnuPG. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const cryptoAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2018-10933', published: '2018-10-17', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'libssh servers accept a client that simply claims to have been authenticated.',
    affected: [['Debian:8', 'libssh', '0.6.3-4+deb8u3'], ['Debian:9', 'libssh', '0.7.3-2+deb9u1']],
  },
  {
    cve: 'CVE-2018-15473', published: '2018-08-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N',
    summary: 'OpenSSH answers differently for users that exist, so that names can be found out.',
    affected: [['Debian:8', 'openssh', '1:6.7p1-5+deb8u5'], ['Debian:9', 'openssh', '1:7.4p1-10+deb9u4']],
  },
  {
    cve: 'CVE-2020-13777', published: '2020-06-06', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'GnuTLS servers use an all-zero key for session tickets at first, so that TLS 1.3 sessions can be taken over or read.',
    affected: [['Debian:10', 'gnutls28', '3.6.7-4+deb10u4']],
  },
  {
    cve: 'CVE-2020-28196', published: '2020-11-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Deeply nested ASN.1 in a Kerberos message exhausts the stack.',
    affected: [['Debian:9', 'krb5', '1.15-1+deb9u2'], ['Debian:10', 'krb5', '1.17-3+deb10u1']],
  },
  {
    cve: 'CVE-2021-43527', published: '2021-12-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'NSS copies an overlong DSA or RSA-PSS signature into a buffer of fixed size.',
    affected: [
      ['Debian:9', 'nss', '2:3.26.2-1.1+deb9u3'],
      ['Debian:10', 'nss', '2:3.42.1-1+deb10u4'],
      ['Debian:11', 'nss', '2:3.61-1+deb11u1'],
    ],
  },
  {
    cve: 'CVE-2021-46848', published: '2023-01-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H',
    summary: 'libtasn1 reads one element past the end of an array while it checks an ASN.1 tree.',
    affected: [['Debian:10', 'libtasn1-6', '4.13-3+deb10u1']],
  },
  {
    cve: 'CVE-2022-2509', published: '2022-08-08', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Verifying a PKCS#7 signature frees memory twice in GnuTLS.',
    affected: [['Debian:10', 'gnutls28', '3.6.7-4+deb10u9'], ['Debian:11', 'gnutls28', '3.7.1-5+deb11u2']],
  },
  {
    cve: 'CVE-2022-34903', published: '2022-07-03',
    summary: "A crafted signature can inject status lines into GnuPG's output and so look valid to callers.",
    affected: [['Debian:10', 'gnupg2', '2.2.12-1+deb10u2'], ['Debian:11', 'gnupg2', '2.2.27-2+deb11u2']],
  },
  {
    cve: 'CVE-2022-42898', published: '2022-11-19', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Parsing the PAC of a Kerberos ticket overflows an integer and can corrupt memory.',
    affected: [['Debian:10', 'krb5', '1.17-3+deb10u5'], ['Debian:11', 'krb5', '1.18.3-6+deb11u3']],
  },
  {
    cve: 'CVE-2023-0361', published: '2023-02-14', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'Timing of RSA key exchange in GnuTLS lets an attacker recover the key of a recorded TLS session.',
    affected: [['Debian:10', 'gnutls28', '3.6.7-4+deb10u10'], ['Debian:11', 'gnutls28', '3.7.1-5+deb11u3']],
  },
  {
    cve: 'CVE-2023-38408', published: '2023-07-20', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A forwarded ssh-agent can be made to load libraries and run code of whoever controls the remote host.',
    affected: [['Debian:12', 'openssh', '1:9.2p1-2+deb12u1']],
  },
  {
    cve: 'CVE-2023-48795', published: '2023-12-18', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N',
    summary: 'Terrapin: a man in the middle can drop the first messages of an SSH connection without being noticed.',
    affected: [
      ['Debian:12', 'openssh', '1:9.2p1-2+deb12u2'],
      ['Alpine:v3.18', 'openssh', '9.3_p2-r1'],
      ['Alpine:v3.19', 'openssh', '9.6_p1-r0'],
    ],
  },
  {
    cve: 'CVE-2023-51385', published: '2023-12-18',
    summary: 'User or host names with shell characters run commands where ssh passes them on, for instance to ProxyCommand.',
    affected: [['Debian:12', 'openssh', '1:9.2p1-2+deb12u2']],
  },
  {
    cve: 'CVE-2024-0553', published: '2024-01-16', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'An incomplete fix leaves timing differences in the RSA-PSK key exchange of GnuTLS.',
    affected: [['Debian:12', 'gnutls28', '3.7.9-2+deb12u2']],
  },
  {
    cve: 'CVE-2024-6387', published: '2024-07-01', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'regreSSHion: a race in the signal handler of sshd lets anybody run code as root before logging in.',
    affected: [
      ['Debian:12', 'openssh', '1:9.2p1-2+deb12u3'],
      ['Debian:13', 'openssh', '1:9.7p1-7'],
      ['Alpine:v3.20', 'openssh', '9.7_p1-r4'],
    ],
  },
  {
    cve: 'CVE-2024-12133', published: '2025-02-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L',
    summary: 'Certificates with very many elements take libtasn1 quadratic time.',
    affected: [['Debian:12', 'libtasn1-6', '4.19.0-2+deb12u1']],
  },
  {
    cve: 'CVE-2024-37370', published: '2024-06-28',
    summary: 'An attacker can change the extra count of a Kerberos GSS token so that it seems shortened.',
    affected: [['Debian:12', 'krb5', '1.20.1-2+deb12u2']],
  },
  {
    cve: 'CVE-2024-37371', published: '2024-06-28',
    summary: 'Kerberos reads invalid memory when a GSS token has wrong length fields.',
    affected: [['Debian:12', 'krb5', '1.20.1-2+deb12u2']],
  },
  {
    cve: 'CVE-2025-26465', published: '2025-02-18', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N',
    summary: 'With VerifyHostKeyDNS on, a man in the middle can make an OpenSSH client believe that the host key was checked.',
    affected: [['Debian:12', 'openssh', '1:9.2p1-2+deb12u5'], ['Alpine:v3.20', 'openssh', '9.7_p1-r5']],
  },
  {
    cve: 'CVE-2025-32988',
    summary: 'GnuTLS frees memory twice when it exports certain subject alternative names.',
    affected: [['Debian:12', 'gnutls28', '3.7.9-2+deb12u5']],
  },
];
