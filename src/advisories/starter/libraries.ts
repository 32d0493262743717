import type { StarterAdvisory } from './starter-advisory.ts';

/** Libraries below everything else: the C library, compression, images, fonts, logging. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const libraryAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2015-0235', published: '2015-01-27',
    summary: "GHOST: a very long host name overflows a buffer in glibc's gethostbyname.",
    affected: [['Debian:7', 'eglibc', '2.13-38+deb7u7']],
  },
  {
    cve: 'CVE-2015-7547', published: '2016-02-16', cvss: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "A DNS answer that is too long overflows the stack of programs that call glibc's getaddrinfo.",
    affected: [['Debian:7', 'eglibc', '2.13-38+deb7u10'], ['Debian:8', 'glibc', '2.19-18+deb8u3']],
  },
  {
    cve: 'CVE-2018-25032', published: '2022-03-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Compressing input with many distant matches corrupts memory in zlib.',
    affected: [['Alpine:v3.14', 'zlib', '1.2.12-r0'], ['Alpine:v3.15', 'zlib', '1.2.12-r0']],
  },
  {
    cve: 'CVE-2020-15999', published: '2020-10-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'A PNG bitmap embedded in a font overflows a buffer in FreeType; it was exploited in the wild.',
    affected: [['Debian:9', 'freetype', '2.6.3-3.2+deb9u2'], ['Debian:10', 'freetype', '2.9.1-3+deb10u2']],
  },
  {
    cve: 'CVE-2021-3999', published: '2022-10-17', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'getcwd of glibc writes one byte before a buffer of size one.',
    affected: [['Debian:10', 'glibc', '2.28-10+deb10u2']],
  },
  {
    cve: 'CVE-2021-33574', published: '2022-10-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'mq_notify of glibc may use the attributes of a thread after they were freed.',
    affected: [['Debian:10', 'glibc', '2.28-10+deb10u2']],
  },
  {
    cve: 'CVE-2021-44228', published: '2021-12-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: 'Log4Shell: a logged text with a JNDI look-up makes Log4j load and run code from the network.',
    affected: [
      ['Debian:9', 'apache-log4j2', '2.7-2+deb9u1'],
      ['Debian:10', 'apache-log4j2', '2.15.0-1~deb10u1'],
      ['Debian:11', 'apache-log4j2', '2.15.0-1~deb11u1'],
    ],
  },
  {
    cve: 'CVE-2021-45046', published: '2021-12-14', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: 'The first fix of Log4Shell left look-ups in the thread context open to remote code.',
    affected: [['Debian:10', 'apache-log4j2', '2.16.0-1~deb10u1'], ['Debian:11', 'apache-log4j2', '2.16.0-1~deb11u1']],
  },
  {
    cve: 'CVE-2021-45105', published: '2021-12-18', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A look-up that refers to itself sends Log4j into endless recursion.',
    affected: [
      ['Debian:9', 'apache-log4j2', '2.12.3-0+deb9u1'],
      ['Debian:10', 'apache-log4j2', '2.17.0-1~deb10u1'],
      ['Debian:11', 'apache-log4j2', '2.17.0-1~deb11u1'],
    ],
  },
  {
    cve: 'CVE-2022-1271', published: '2022-04-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: "A crafted file name makes zgrep or xzgrep overwrite a file of the attacker's choice.",
    affected: [
      ['Debian:9', 'xz-utils', '5.2.2-1.2+deb9u1'],
      ['Debian:9', 'gzip', '1.6-5+deb9u1'],
      ['Debian:10', 'xz-utils', '5.2.4-1+deb10u1'],
      ['Debian:10', 'gzip', '1.9-3+deb10u1'],
      ['Debian:11', 'xz-utils', '5.2.5-2.1~deb11u1'],
      ['Debian:11', 'gzip', '1.10-4+deb11u1'],
      ['Alpine:v3.15', 'xz', '5.2.5-r1'],
    ],
  },
  {
    cve: 'CVE-2022-23218', published: '2022-10-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'svcunix_create of glibc copies its path argument into a buffer without checking the length.',
    affected: [['Debian:10', 'glibc', '2.28-10+deb10u2']],
  },
  {
    cve: 'CVE-2022-24407', published: '2022-02-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'The SQL plugin of Cyrus SASL does not escape passwords, so that a login can run SQL.',
    affected: [
      ['Debian:9', 'cyrus-sasl2', '2.1.27~101-g0780600+dfsg-3+deb9u2'],
      ['Debian:10', 'cyrus-sasl2', '2.1.27+dfsg-1+deb10u2'],
      ['Debian:11', 'cyrus-sasl2', '2.1.27+dfsg-2.1+deb11u1'],
    ],
  },
  {
    cve: 'CVE-2022-29458', published: '2022-04-18', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:H',
    summary: 'tic of ncurses reads out of bounds in a crafted terminal description.',
    affected: [['Debian:10', 'ncurses', '6.1+20181013-2+deb10u3']],
  },
  {
    cve: 'CVE-2022-37434', published: '2022-08-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "A long extra field in a gzip header overflows a buffer in zlib's inflate.",
    affected: [
      ['Debian:10', 'zlib', '1:1.2.11.dfsg-1+deb10u2'],
      ['Debian:11', 'zlib', '1:1.2.11.dfsg-2+deb11u2'],
      ['Alpine:v3.14', 'zlib', '1.2.12-r2'],
      ['Alpine:v3.15', 'zlib', '1.2.12-r2'],
      ['Alpine:v3.16', 'zlib', '1.2.12-r2'],
    ],
  },
  {
    cve: 'CVE-2023-4863', published: '2023-09-12', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-j7hp-h8jx-5ppr',
    summary: 'A crafted WebP image writes past the end of a Huffman table of libwebp; it was exploited in the wild.',
    affected: [
      ['Debian:12', 'libwebp', '1.2.4-0.2+deb12u1'],
      ['Alpine:v3.18', 'libwebp', '1.3.1-r1'],
      ['Alpine:v3.19', 'libwebp', '1.3.1-r1'],
      ['PyPI', 'pillow', '10.0.1'],
    ],
  },
  {
    cve: 'CVE-2023-4911', published: '2023-10-03', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Looney Tunables: the dynamic loader of glibc overflows a buffer on GLIBC_TUNABLES, which makes local users root.',
    affected: [['Debian:12', 'glibc', '2.36-9+deb12u3']],
  },
  {
    cve: 'CVE-2023-6246', published: '2024-01-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "A long program name overflows the heap in glibc's syslog, which can make local users root.",
    affected: [['Debian:12', 'glibc', '2.36-9+deb12u4']],
  },
  {
    cve: 'CVE-2023-7104', published: '2023-12-29', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L',
    summary: "SQLite's session extension reads out of bounds in a crafted changeset.",
    affected: [['Debian:12', 'sqlite3', '3.40.1-2+deb12u1']],
  },
  {
    cve: 'CVE-2023-43787', published: '2023-10-10', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    summary: 'An integer overflow in XCreateImage of libX11 lets a crafted image run code.',
    affected: [['Debian:12', 'libx11', '2:1.8.4-2+deb12u2'], ['Debian:12', 'libxpm', '1:3.5.12-1.1+deb12u1']],
  },
  {
    cve: 'CVE-2023-44487', published: '2023-10-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Rapid reset: opening and cancelling HTTP/2 streams at once exhausts a server; it was exploited in the wild.',
    affected: [
      ['Debian:12', 'nghttp2', '1.52.0-1+deb12u1'],
      ['Alpine:v3.18', 'nghttp2', '1.57.0-r0'],
      ['Alpine:v3.19', 'nghttp2', '1.57.0-r0'],
    ],
  },
  {
    cve: 'CVE-2024-2961', published: '2024-04-17', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:H',
    summary: 'iconv of glibc writes up to four bytes too many when converting to ISO-2022-CN-EXT, which was turned into code execution through PHP.',
    affected: [['Debian:12', 'glibc', '2.36-9+deb12u6']],
  },
  {
    cve: 'CVE-2024-3094', published: '2024-03-29', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    summary: 'The published sources of xz 5.6.0 and 5.6.1 carry a back door that reaches sshd through liblzma.',
    affected: [['Debian:13', 'xz-utils', ['5.5.1alpha-0.1', '5.6.1+really5.4.5-1']]],
  },
  {
    cve: 'CVE-2024-26256', published: '2024-04-09', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'libarchive writes out of bounds while it reads a crafted RAR archive.',
    affected: [['Debian:12', 'libarchive', '3.6.2-1+deb12u1']],
  },
  {
    cve: 'CVE-2024-33599', published: '2024-05-06',
    summary: "The netgroup cache of glibc's nscd overflows a buffer on its stack.",
    affected: [['Debian:12', 'glibc', '2.36-9+deb12u7']],
  },
  {
    cve: 'CVE-2025-4802',
    summary: 'Static setuid programs that call dlopen search LD_LIBRARY_PATH and so run code of the user.',
    affected: [['Debian:12', 'glibc', '2.36-9+deb12u11']],
  },
  {
    cve: 'CVE-2025-6965', published: '2025-07-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A query with more aggregate terms than columns corrupts memory in SQLite.',
    affected: [['Debian:12', 'sqlite3', '3.40.1-2+deb12u2']],
  },
  {
    cve: 'CVE-2025-26519',
    summary: 'iconv of musl writes out of bounds when it converts crafted EUC-KR text to UTF-8.',
    affected: [['Alpine:v3.18', 'musl', '1.2.4-r3'], ['Alpine:v3.20', 'musl', '1.2.5-r1']],
  },
  {
    cve: 'CVE-2025-27363', published: '2025-03-11', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'FreeType writes out of bounds for crafted TrueType GX fonts; it was exploited in the wild.',
    affected: [['Debian:12', 'freetype', '2.12.1+dfsg-5+deb12u4']],
  },
];
