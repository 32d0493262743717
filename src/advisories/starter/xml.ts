import type { StarterAdvisory } from './starter-advisory.ts';

/** Parsers of XML: Expat, libxml2. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const xmlAdvisories: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2022-22822', published: '2022-01-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "An integer overflow in Expat's addBinding corrupts memory on crafted XML.",
    affected: [
      ['Debian:9', 'expat', '2.2.0-2+deb9u4'],
      ['Debian:10', 'expat', '2.2.6-2+deb10u2'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u1'],
      ['Alpine:v3.15', 'expat', '2.4.3-r0'],
    ],
  },
  {
    cve: 'CVE-2022-23852', published: '2022-02-12', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'A signed integer overflow in XML_GetBuffer of Expat corrupts memory.',
    affected: [
      ['Debian:10', 'expat', '2.2.6-2+deb10u2'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u1'],
      ['Alpine:v3.15', 'expat', '2.4.4-r0'],
    ],
  },
  {
    cve: 'CVE-2022-25235', published: '2022-02-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Expat does not check some UTF-8 sequences, which lets code be run in programs that trust its names.',
    affected: [
      ['Debian:9', 'expat', '2.2.0-2+deb9u5'],
      ['Debian:10', 'expat', '2.2.6-2+deb10u3'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u2'],
      ['Alpine:v3.15', 'expat', '2.4.5-r0'],
    ],
  },
  {
    cve: 'CVE-2022-25236', published: '2022-02-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Expat lets namespace separators be smuggled into names, which misleads the program behind it.',
    affected: [
      ['Debian:9', 'expat', '2.2.0-2+deb9u5'],
      ['Debian:10', 'expat', '2.2.6-2+deb10u3'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u2'],
      ['Alpine:v3.15', 'expat', '2.4.5-r0'],
    ],
  },
  {
    cve: 'CVE-2022-25315', published: '2022-02-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: "An integer overflow in Expat's storeRawNames corrupts memory.",
    affected: [
      ['Debian:9', 'expat', '2.2.0-2+deb9u5'],
      ['Debian:10', 'expat', '2.2.6-2+deb10u3'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u2'],
      ['Alpine:v3.15', 'expat', '2.4.5-r0'],
    ],
  },
  {
    cve: 'CVE-2022-29824', published: '2022-05-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
    summary: 'Integer overflows in the buffer functions of libxml2 let documents of gigabytes corrupt memory.',
    affected: [
      ['Debian:9', 'libxml2', '2.9.4+dfsg1-2.2+deb9u7'],
      ['Debian:10', 'libxml2', '2.9.4+dfsg1-7+deb10u4'],
      ['Debian:11', 'libxml2', '2.9.10+dfsg-6.7+deb11u2'],
    ],
  },
  {
    cve: 'CVE-2022-40303', published: '2022-10-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Parsing very large documents with XML_PARSE_HUGE overflows counters of libxml2.',
    affected: [['Debian:10', 'libxml2', '2.9.4+dfsg1-7+deb10u5'], ['Debian:11', 'libxml2', '2.9.10+dfsg-6.7+deb11u3']],
  },
  {
    cve: 'CVE-2022-40304', published: '2022-10-30', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
    summary: 'Entity reference cycles corrupt a dictionary of libxml2.',
    affected: [['Debian:10', 'libxml2', '2.9.4+dfsg1-7+deb10u5'], ['Debian:11', 'libxml2', '2.9.10+dfsg-6.7+deb11u3']],
  },
  {
    cve: 'CVE-2022-40674', published: '2022-09-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Expat uses memory after it was freed when an external entity is parsed.',
    affected: [
      ['Debian:10', 'expat', '2.2.6-2+deb10u5'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u4'],
      ['Alpine:v3.15', 'expat', '2.4.9-r0'],
    ],
  },
  {
    cve: 'CVE-2022-43680', published: '2022-10-28', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Expat frees a shared document type twice when memory runs out.',
    affected: [
      ['Debian:10', 'expat', '2.2.6-2+deb10u6'],
      ['Debian:11', 'expat', '2.2.10-2+deb11u5'],
      ['Alpine:v3.15', 'expat', '2.5.0-r0'],
    ],
  },
  {
    cve: 'CVE-2023-52425', published: '2024-02-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Parsing a large token in many small pieces takes Expat quadratic time.',
    affected: [['Alpine:v3.18', 'expat', '2.6.0-r0'], ['Alpine:v3.19', 'expat', '2.6.0-r0']],
  },
  {
    cve: 'CVE-2024-8176', published: '2025-03-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Deeply nested entities exhaust the stack of programs that parse with Expat.',
    affected: [['Alpine:v3.20', 'expat', '2.7.0-r0']],
  },
  {
    cve: 'CVE-2024-25062', published: '2024-02-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: "libxml2's reader uses freed memory when DTD validation and XInclude are both on.",
    affected: [
      ['Debian:12', 'libxml2', '2.9.14+dfsg-1.3~deb12u2'],
      ['Alpine:v3.18', 'libxml2', '2.11.7-r0'],
      ['Alpine:v3.20', 'libxml2', '2.12.5-r0'],
    ],
  },
  {
    cve: 'CVE-2024-45490', published: '2024-08-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    summary: 'Expat accepts a negative length for XML_ParseBuffer and corrupts memory.',
    affected: [['Debian:12', 'expat', '2.5.0-1+deb12u1'], ['Alpine:v3.20', 'expat', '2.6.3-r0']],
  },
  {
    cve: 'CVE-2024-45491', published: '2024-08-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L',
    summary: "An integer overflow in Expat's dtdCopy corrupts memory on 32-bit machines.",
    affected: [['Debian:12', 'expat', '2.5.0-1+deb12u1'], ['Alpine:v3.20', 'expat', '2.6.3-r0']],
  },
  {
    cve: 'CVE-2024-45492', published: '2024-08-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L',
    summary: "An integer overflow in Expat's nextScaffoldPart corrupts memory on 32-bit machines.",
    affected: [['Debian:12', 'expat', '2.5.0-1+deb12u1'], ['Alpine:v3.20', 'expat', '2.6.3-r0']],
  },
  {
    cve: 'CVE-2024-50602', published: '2024-10-27', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'Stopping a parser that has not started makes Expat crash.',
    affected: [['Alpine:v3.20', 'expat', '2.6.4-r0']],
  },
  {
    cve: 'CVE-2024-56171', published: '2025-02-18',
    summary: 'libxml2 uses freed memory while it validates identity constraints of a schema.',
    affected: [['Debian:12', 'libxml2', '2.9.14+dfsg-1.3~deb12u2'], ['Alpine:v3.20', 'libxml2', '2.12.7-r1']],
  },
  {
    cve: 'CVE-2025-49794', published: '2025-06-16', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H',
    summary: 'libxml2 uses freed memory when a Schematron schema has crafted XPath elements.',
    affected: [['Debian:12', 'libxml2', '2.9.14+dfsg-1.3~deb12u3']],
  },
  {
    cve: 'CVE-2025-59375', published: '2025-09-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    summary: 'A small document makes Expat allocate very much memory.',
    affected: [['Alpine:v3.20', 'expat', '2.7.2-r0']],
  },
];
