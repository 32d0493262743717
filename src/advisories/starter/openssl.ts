import type { StarterAdvisory } from './starter-advisory.ts';

/** OpenSSL. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const opensslAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2014-0160', published: '2014-04-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'Heartbleed: a forged TLS heartbeat makes OpenSSL send back up to 64 KiB of its memory, private keys included.',
    affected: [['Debian:7', 'openssl', '1.0.1e-2+deb7u5']],
  },
  {
    cve: 'CVE-2014-0224', published: '2014-06-05', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
    summary: 'OpenSSL accepts a ChangeCipherSpec message too early, so that a man in the middle can force weak keys on both ends.',
    affected: [['Debian:7', 'openssl', '1.0.1e-2+deb7u10']],
  },
  {
    cve: 'CVE-2020-1967', published: '2020-04-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A TLS 1.3 peer crashes OpenSSL with an invalid signature_algorithms_cert extension.',
    affected: [['Debian:10', 'openssl', '1.1.1d-0+deb10u3']],
  },
  {
    cve: 'CVE-2020-1971', published: '2020-12-08', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Comparing two EDIPartyName fields of certificates makes OpenSSL follow a null pointer.',
    affected: [['Debian:9', 'openssl', '1.1.0l-1~deb9u2'], ['Debian:10', 'openssl', '1.1.1d-0+deb10u4']],
  },
  {
    cve: 'CVE-2021-3449', published: '2021-03-25', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A TLS 1.2 client crashes an OpenSSL server with a crafted renegotiation.',
    affected: [['Debian:10', 'openssl', '1.1.1d-0+deb10u6']],
  },
  {
    cve: 'CVE-2021-3711', published: '2021-08-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Decrypting crafted SM2 data writes past the end of the buffer that OpenSSL asked for.',
    affected: [
      ['Debian:10', 'openssl', '1.1.1d-0+deb10u7'],
      ['Debian:11', 'openssl', '1.1.1k-1+deb11u1'],
      ['Alpine:v3.14', 'openssl', '1.1.1l-r0'],
    ],
  },
  {
    cve: 'CVE-2021-3712', published: '2021-08-24', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:H',
    summary: 'OpenSSL reads past the end of ASN.1 strings that are not closed by a zero byte.',
    affected: [
      ['Debian:9', 'openssl', '1.1.0l-1~deb9u4'],
      ['Debian:10', 'openssl', '1.1.1d-0+deb10u7'],
      ['Debian:11', 'openssl', '1.1.1k-1+deb11u1'],
      ['Alpine:v3.14', 'openssl', '1.1.1l-r0'],
    ],
  },
  {
    cve: 'CVE-2022-0778', published: '2022-03-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A certificate with crafted elliptic curve parameters sends OpenSSL into an endless loop.',
    affected: [
      ['Debian:9', 'openssl', '1.1.0l-1~deb9u5'],
      ['Debian:10', 'openssl', '1.1.1d-0+deb10u8'],
      ['Debian:11', 'openssl', '1.1.1k-1+deb11u2'],
      ['Alpine:v3.14', 'openssl', '1.1.1n-r0'],
      ['Alpine:v3.15', 'openssl', '1.1.1n-r0'],
    ],
  },
  {
    cve: 'CVE-2022-1292', published: '2022-05-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'The c_rehash script passes file names to a shell, so that a file name can run commands.',
    affected: [
      ['Debian:9', 'openssl', '1.1.0l-1~deb9u6'],
      ['Debian:10', 'openssl', '1.1.1n-0+deb10u2'],
      ['Debian:11', 'openssl', '1.1.1n-0+deb11u2'],
    ],
  },
  {
    cve: 'CVE-2022-2068', published: '2022-06-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'The c_rehash script still ran commands from file names in places that an earlier fix missed.',
    affected: [['Debian:10', 'openssl', '1.1.1n-0+deb10u3'], ['Debian:11', 'openssl', '1.1.1n-0+deb11u3']],
  },
  {
    cve: 'CVE-2022-4304', published: '2023-02-07', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'Timing differences in RSA decryption let an attacker who sends very many messages recover a plaintext.',
    affected: [
      ['Debian:10', 'openssl', '1.1.1n-0+deb10u4'],
      ['Debian:11', 'openssl', '1.1.1n-0+deb11u4'],
      ['Alpine:v3.14', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.15', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.16', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.17', 'openssl', '3.0.8-r0'],
    ],
  },
  {
    cve: 'CVE-2023-0215', published: '2023-02-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'BIO_new_NDEF can leave a pointer to freed memory behind, which later use in OpenSSL follows.',
    affected: [
      ['Debian:10', 'openssl', '1.1.1n-0+deb10u4'],
      ['Debian:11', 'openssl', '1.1.1n-0+deb11u4'],
      ['Alpine:v3.14', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.15', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.16', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.17', 'openssl', '3.0.8-r0'],
    ],
  },
  {
    cve: 'CVE-2023-0286', published: '2023-02-07', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:H',
    summary: 'OpenSSL takes an X.400 address in a certificate for another type, which can expose memory or crash it.',
    affected: [
      ['Debian:10', 'openssl', '1.1.1n-0+deb10u4'],
      ['Debian:11', 'openssl', '1.1.1n-0+deb11u4'],
      ['Alpine:v3.14', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.15', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.16', 'openssl', '1.1.1t-r0'],
      ['Alpine:v3.17', 'openssl', '3.0.8-r0'],
    ],
  },
  {
    cve: 'CVE-2023-2650', published: '2023-05-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'Very long ASN.1 object identifiers take OpenSSL quadratic time to turn into text.',
    affected: [
      ['Alpine:v3.15', 'openssl', '1.1.1u-r0'],
      ['Alpine:v3.16', 'openssl', '1.1.1u-r0'],
      ['Alpine:v3.17', 'openssl', '3.0.9-r0'],
      ['Alpine:v3.18', 'openssl', '3.1.1-r0'],
    ],
  },
  {
    cve: 'CVE-2023-5363', published: '2023-10-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'OpenSSL uses the key or IV length too late, so that some ciphers run with a truncated or overlong IV.',
    affected: [
      ['Debian:12', 'openssl', '3.0.11-1~deb12u2'],
      ['Alpine:v3.17', 'openssl', '3.0.12-r0'],
      ['Alpine:v3.18', 'openssl', '3.1.4-r0'],
    ],
  },
  {
    cve: 'CVE-2023-5678', published: '2023-11-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L',
    summary: 'Checking or generating Diffie-Hellman keys with very large parameters keeps OpenSSL busy for long.',
    affected: [
      ['Debian:12', 'openssl', '3.0.13-1~deb12u1'],
      ['Alpine:v3.15', 'openssl', '1.1.1w-r1'],
      ['Alpine:v3.16', 'openssl', '1.1.1w-r1'],
      ['Alpine:v3.17', 'openssl', '3.0.12-r1'],
      ['Alpine:v3.18', 'openssl', '3.1.4-r1'],
      ['Alpine:v3.19', 'openssl', '3.1.4-r1'],
    ],
  },
  {
    cve: 'CVE-2023-6129', published: '2024-01-09', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:H',
    summary: "OpenSSL's POLY1305 code for PowerPC does not restore vector registers and corrupts the caller's state.",
    affected: [
      ['Debian:12', 'openssl', '3.0.13-1~deb12u1'],
      ['Alpine:v3.17', 'openssl', '3.0.12-r2'],
      ['Alpine:v3.18', 'openssl', '3.1.4-r3'],
      ['Alpine:v3.19', 'openssl', '3.1.4-r3'],
    ],
  },
  {
    cve: 'CVE-2024-0727', published: '2024-01-26',
    summary: 'A PKCS#12 file with missing fields makes OpenSSL follow a null pointer.',
    affected: [['Debian:12', 'openssl', '3.0.13-1~deb12u1']],
  },
  {
    cve: 'CVE-2024-4741',
    summary: 'SSL_free_buffers can free memory that OpenSSL still uses.',
    affected: [['Debian:12', 'openssl', '3.0.14-1~deb12u1'], ['Alpine:v3.20', 'openssl', '3.3.0-r3']],
  },
  {
    cve: 'CVE-2024-5535', published: '2024-06-27', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H',
    summary: 'SSL_select_next_proto called with an empty client list reads and returns memory behind the buffer.',
    affected: [['Debian:12', 'openssl', '3.0.15-1~deb12u1'], ['Alpine:v3.20', 'openssl', '3.3.1-r1']],
  },
  {
    cve: 'CVE-2024-6119', published: '2024-09-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    summary: 'Checking the name of an otherName in a certificate reads an invalid address and can end the program.',
    affected: [['Debian:12', 'openssl', '3.0.14-1~deb12u2'], ['Alpine:v3.20', 'openssl', '3.3.2-r0']],
  },
  {
    cve: 'CVE-2024-12797', published: '2025-02-11',
    summary: 'OpenSSL clients that ask for raw public keys do not notice that the server was not authenticated.',
    affected: [['Alpine:v3.20', 'openssl', '3.3.3-r0']],
  },
  {
    cve: 'CVE-2025-9230',
    summary: 'Decrypting a CMS message with a password can read and write beyond a buffer in OpenSSL.',
    affected: [['Debian:12', 'openssl', '3.0.17-1~deb12u3'], ['Alpine:v3.20', 'openssl', '3.3.5-r0']],
  },
  {
    cve: 'CVE-2025-15467',
    summary: "A CMS AuthEnvelopedData message with an overlong IV overflows a buffer on OpenSSL's stack.",
    affected: [['Debian:12', 'openssl', '3.0.18-1~deb12u2'], ['Alpine:v3.20', 'openssl', '3.3.6-r0']],
  },
];
