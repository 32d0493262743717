import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of the Python Package Index: CVE numbers from the year 2024 on. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const pypiAdvisoriesSince2024: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2024-1135', published: '2024-04-16', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-w3h3-4rj7-4ph4',
    summary: 'Requests can be smuggled because Gunicorn does not check Transfer-Encoding.',
    affected: [['PyPI', 'gunicorn', '22.0.0']],
  },
  {
    cve: 'CVE-2024-3651', published: '2024-04-11', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-jjg7-2v4v-x38h',
    summary: 'A crafted domain name takes idna quadratic time.',
    affected: [['PyPI', 'idna', ['0.1', '3.7']]],
  },
  {
    cve: 'CVE-2024-4340', published: '2024-04-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-2m57-hf25-phgg',
    summary: 'Deeply nested SQL ends sqlparse with a recursion error.',
    affected: [['PyPI', 'sqlparse', '0.5.0']],
  },
  {
    cve: 'CVE-2024-6345', published: '2024-07-15', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-cx63-2mw6-8hw5',
    summary: 'Package URLs run commands when setuptools downloads them.',
    affected: [['Debian:12', 'setuptools', '66.1.1-1+deb12u1'], ['PyPI', 'setuptools', '70.0.0']],
  },
  {
    cve: 'CVE-2024-22195', published: '2024-01-11', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N', advisory: 'GHSA-h5c8-rqwp-cp95',
    summary: 'Keys with blanks let attributes be injected through the xmlattr filter of Jinja.',
    affected: [['PyPI', 'jinja2', '3.1.3']],
  },
  {
    cve: 'CVE-2024-23334', published: '2024-01-29', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-5h86-8mv2-jq9f',
    summary: 'Static routes that follow symbolic links let aiohttp give out any file.',
    affected: [['PyPI', 'aiohttp', ['1.0.5', '3.9.2']]],
  },
  {
    cve: 'CVE-2024-26130', published: '2024-02-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-6vqw-3v5j-54x4',
    summary: 'Writing a PKCS#12 with a key that does not fit crashes cryptography.',
    affected: [['PyPI', 'cryptography', ['38.0.0', '42.0.4']]],
  },
  {
    cve: 'CVE-2024-28219', published: '2024-04-03', cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-44wm-f244-xhp3',
    summary: "A name that is too long overflows a buffer in Pillow's colour management.",
    affected: [['PyPI', 'pillow', '10.3.0']],
  },
  {
    cve: 'CVE-2024-30251', published: '2024-05-02', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-5m98-qgg9-wh84',
    summary: 'A crafted form sends aiohttp into an endless loop.',
    affected: [['PyPI', 'aiohttp', '3.9.4']],
  },
  {
    cve: 'CVE-2024-34064', published: '2024-05-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N', advisory: 'GHSA-h75v-3vvj-5mfj',
    summary: 'Keys with slashes or similar signs let attributes be injected through the xmlattr filter of Jinja.',
    affected: [['PyPI', 'jinja2', '3.1.4']],
  },
  {
    cve: 'CVE-2024-34069', published: '2024-05-06', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-2g68-c3qc-8985',
    summary: "A page can reach Werkzeug's debugger through a domain of its own and run code.",
    affected: [['PyPI', 'werkzeug', '3.0.3']],
  },
  {
    cve: 'CVE-2024-35195', published: '2024-05-20', cvss: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:N', advisory: 'GHSA-9wx4-h78v-vm56',
    summary: 'Once a session of Requests was used without verification, it stays so for that host.',
    affected: [['PyPI', 'requests', '2.32.0']],
  },
  {
    cve: 'CVE-2024-37891', published: '2024-06-17', cvss: 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-34jh-p97f-mpxf',
    summary: 'urllib3 keeps the Proxy-Authorization header when it goes to another host.',
    affected: [['PyPI', 'urllib3', '1.26.19', ['2.0.0', '2.2.2']]],
  },
  {
    cve: 'CVE-2024-42005', published: '2024-08-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-pv4p-cwwg-4rph',
    summary: 'Keys of JSON fields in values and values_list reach SQL in Django.',
    affected: [['PyPI', 'django', ['4.2', '4.2.15'], ['5.0', '5.0.8']]],
  },
  {
    cve: 'CVE-2024-47081', published: '2025-06-09', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N', advisory: 'GHSA-9hjg-9r4m-mvj7',
    summary: 'A crafted URL makes Requests send .netrc credentials to another host.',
    affected: [['PyPI', 'requests', '2.32.4']],
  },
  {
    cve: 'CVE-2024-52804', published: '2024-11-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-8w49-h785-mj3c',
    summary: 'Parsing crafted cookies takes Tornado quadratic time.',
    affected: [['PyPI', 'tornado', '6.4.2']],
  },
  {
    cve: 'CVE-2024-53899', published: '2024-11-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-rqc4-2hc7-8c8v',
    summary: 'The name of a directory runs commands through the activation scripts of virtualenv.',
    affected: [['PyPI', 'virtualenv', '20.26.6']],
  },
  {
    cve: 'CVE-2024-56326', published: '2024-12-23', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-q2x7-8rv6-6q7h',
    summary: 'A stored reference to str.format lets a template leave the sandbox of Jinja.',
    affected: [['PyPI', 'jinja2', '3.1.5']],
  },
  {
    cve: 'CVE-2025-3248', published: '2025-06-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-rvqx-wpfh-mfx7',
    summary: 'The code validation of Langflow runs code of anybody who can reach it; it was exploited in the wild.',
    affected: [['PyPI', 'langflow', '1.3.0']],
  },
  {
    cve: 'CVE-2025-27516', published: '2025-03-05', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-cpwx-vrp4-4pq7',
    summary: 'The attr filter lets a template leave the sandbox of Jinja through str.format.',
    affected: [['PyPI', 'jinja2', '3.1.6']],
  },
  {
    cve: 'CVE-2025-32434', published: '2025-04-18', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-53q9-r3pm-6pq6',
    summary: 'Loading a hostile model with weights_only still runs code in PyTorch.',
    affected: [['PyPI', 'torch', '2.6.0']],
  },
  {
    cve: 'CVE-2025-43859', published: '2025-04-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', advisory: 'GHSA-vqfr-h8mv-ghfj',
    summary: 'Requests can be smuggled because h11 takes any two bytes as the end of a chunk.',
    affected: [['PyPI', 'h11', '0.16.0']],
  },
  {
    cve: 'CVE-2025-47273', published: '2025-05-19', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-5rjg-fvgr-3xxf',
    summary: 'PackageIndex of setuptools writes a download outside of its directory.',
    affected: [['Debian:12', 'setuptools', '66.1.1-1+deb12u2'], ['PyPI', 'setuptools', '78.1.1']],
  },
  {
    cve: 'CVE-2025-64459', published: '2025-11-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', advisory: 'GHSA-frmv-pr5f-9mcr',
    summary: 'A crafted dictionary sets the connector of a query and so changes SQL in Django.',
    affected: [['PyPI', 'django', '4.2.26', ['5.0.0-a.1', '5.1.14'], ['5.2.0-a.1', '5.2.8']]],
  },
];
