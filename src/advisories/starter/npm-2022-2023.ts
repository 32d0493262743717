import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of npm: CVE numbers of the years 2022 and 2023. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const npmAdvisories2022To2023: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2022-0155', published: '2022-01-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N', advisory: 'GHSA-74fj-2j2h-c42q',
    summary: 'follow-redirects sends cookies on to another host.',
    affected: [['npm', 'follow-redirects', '1.14.7']],
  },
  {
    cve: 'CVE-2022-0235', published: '2022-01-16', cvss: 'CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-r683-j2x4-v87g',
    summary: 'node-fetch sends cookies and authorization on to another host when it is redirected.',
    affected: [['npm', 'node-fetch', '2.6.7', ['3.0.0', '3.1.1']]],
  },
  {
    cve: 'CVE-2022-3517', published: '2022-10-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-f8q6-p94x-37v3',
    summary: 'Brace expansion of a crafted pattern takes minimatch excessive time.',
    affected: [['npm', 'minimatch', '3.0.5']],
  },
  {
    cve: 'CVE-2022-21680', published: '2022-01-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-rrrm-qjm4-v8hf',
    summary: 'A crafted Markdown text takes marked excessive time.',
    affected: [['npm', 'marked', '4.0.10']],
  },
  {
    cve: 'CVE-2022-23539', published: '2022-12-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N', advisory: 'GHSA-8cf7-32gw-wr33',
    summary: 'jsonwebtoken can be configured to verify with key types that do not fit the algorithm.',
    affected: [['npm', 'jsonwebtoken', '9.0.0']],
  },
  {
    cve: 'CVE-2022-23540', published: '2022-12-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:H/A:L', advisory: 'GHSA-qwph-4952-7xr6',
    summary: 'Without a list of algorithms jsonwebtoken may accept tokens without a signature.',
    affected: [['npm', 'jsonwebtoken', '9.0.0']],
  },
  {
    cve: 'CVE-2022-23541', published: '2022-12-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-hjrf-2m68-5959',
    summary: 'A key function written carelessly makes jsonwebtoken accept RSA tokens forged with HMAC.',
    affected: [['npm', 'jsonwebtoken', '9.0.0']],
  },
  {
    cve: 'CVE-2022-24771', published: '2022-03-18', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-cfm4-qjh2-4765',
    summary: 'node-forge accepts forged RSA signatures for keys with a low exponent.',
    affected: [['npm', 'node-forge', '1.3.0']],
  },
  {
    cve: 'CVE-2022-24785', published: '2022-04-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-8hfj-j24r-96c4',
    summary: 'A locale name taken from a user loads files from other folders in Moment.',
    affected: [['npm', 'moment', '2.29.2']],
  },
  {
    cve: 'CVE-2022-24999', published: '2022-11-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-hrpp-h998-j3pp',
    summary: 'A query with __proto__ keys keeps a Node.js process busy through qs, which Express uses.',
    affected: [
      ['npm', 'qs',
        '6.2.4', ['6.3.0', '6.3.3'], ['6.4.0', '6.4.1'], ['6.5.0', '6.5.3'], ['6.6.0', '6.6.1'], ['6.7.0', '6.7.3'],
        ['6.8.0', '6.8.3'], ['6.9.0', '6.9.7'], ['6.10.0', '6.10.3']],
      ['npm', 'express', '4.17.3'],
    ],
  },
  {
    cve: 'CVE-2022-25881', published: '2023-01-31', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-rc47-6667-2j5j',
    summary: 'A crafted header takes http-cache-semantics excessive time.',
    affected: [['npm', 'http-cache-semantics', '4.1.1']],
  },
  {
    cve: 'CVE-2022-25883', published: '2023-06-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-c2qf-rxjj-qqgw',
    summary: 'Parsing a crafted range takes semver excessive time.',
    affected: [['npm', 'semver', ['2.0.0-alpha', '5.7.2'], ['6.0.0', '6.3.1'], ['7.0.0', '7.5.2']]],
  },
  {
    cve: 'CVE-2022-25927', published: '2023-01-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-fhg7-m89q-25r3',
    summary: 'A crafted user agent takes ua-parser-js excessive time.',
    affected: [['npm', 'ua-parser-js', ['0.7.30', '0.7.33'], ['0.8.0', '1.0.33']]],
  },
  {
    cve: 'CVE-2022-29078', published: '2022-04-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-phwq-j96m-2c2q',
    summary: 'Render options taken from a request run code in EJS templates.',
    affected: [['npm', 'ejs', '3.1.7']],
  },
  {
    cve: 'CVE-2022-31129', published: '2022-07-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-wc69-rhjr-hc9g',
    summary: 'Parsing a long date string takes Moment quadratic time.',
    affected: [['npm', 'moment', ['2.18.0', '2.29.4']]],
  },
  {
    cve: 'CVE-2022-36067', published: '2022-09-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-mrgp-mrhc-5jrq',
    summary: 'SandBreak: code leaves the sandbox of vm2 through a customized stack trace.',
    affected: [['npm', 'vm2', '3.9.11']],
  },
  {
    cve: 'CVE-2022-37601', published: '2022-10-12', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-76p3-8jx3-jpfq',
    summary: 'A query parameter writes to Object.prototype in loader-utils.',
    affected: [['npm', 'loader-utils', '1.4.1', ['2.0.0', '2.0.3']]],
  },
  {
    cve: 'CVE-2022-38900', published: '2022-11-28', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-w573-4hg7-7wgq',
    summary: 'A malformed escape makes decode-uri-component throw and end the process.',
    affected: [['npm', 'decode-uri-component', '0.2.1']],
  },
  {
    cve: 'CVE-2022-46175', published: '2022-12-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-9c47-m6qq-7p4h',
    summary: 'Parsing an object with a __proto__ key with JSON5 sets the prototype of the result.',
    affected: [['npm', 'json5', '1.0.2', ['2.0.0', '2.2.2']]],
  },
  {
    cve: 'CVE-2023-0842', published: '2023-04-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N', advisory: 'GHSA-776f-qx25-q3cc',
    summary: 'An element named __proto__ sets the prototype of the result of xml2js.',
    affected: [['npm', 'xml2js', '0.5.0']],
  },
  {
    cve: 'CVE-2023-26115', published: '2023-06-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-j8xg-fqg3-53r7',
    summary: 'A crafted text takes word-wrap excessive time.',
    affected: [['npm', 'word-wrap', '1.2.4']],
  },
  {
    cve: 'CVE-2023-26136', published: '2023-07-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N', advisory: 'GHSA-72xf-g2v4-qvf3',
    summary: 'A cookie for the domain __proto__ changes Object.prototype in tough-cookie.',
    affected: [['npm', 'tough-cookie', '4.1.3']],
  },
  {
    cve: 'CVE-2023-26159', published: '2024-01-02', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-jchw-25xp-jwwc',
    summary: 'follow-redirects reads a malformed URL as another host than the URL parser of Node.js.',
    affected: [['npm', 'follow-redirects', '1.15.4']],
  },
  {
    cve: 'CVE-2023-29017', published: '2023-04-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-7jxr-cg7f-gpgv',
    summary: 'Code leaves the sandbox of vm2 through errors of asynchronous functions.',
    affected: [['npm', 'vm2', '3.9.15']],
  },
  {
    cve: 'CVE-2023-29199', published: '2023-04-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-xj72-wvfv-8985',
    summary: 'Code leaves the sandbox of vm2 through exceptions that its transformer misses.',
    affected: [['npm', 'vm2', '3.9.16']],
  },
  {
    cve: 'CVE-2023-30547', published: '2023-04-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-ch3r-j5x3-6q2m',
    summary: 'Code leaves the sandbox of vm2 through exceptions that are not cleaned.',
    affected: [['npm', 'vm2', '3.9.17']],
  },
  {
    cve: 'CVE-2023-32314', published: '2023-05-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-whpj-8f3w-67p5',
    summary: 'Code leaves the sandbox of vm2 through an unexpected host object behind Proxy.',
    affected: [['npm', 'vm2', '3.9.18']],
  },
  {
    cve: 'CVE-2023-32695', published: '2023-05-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-cqmj-92xf-r6r9',
    summary: 'A crafted packet makes a Socket.IO server throw and end.',
    affected: [['npm', 'socket.io-parser', '3.3.4', ['3.4.0', '3.4.3'], ['4.0.4', '4.2.3']]],
  },
  {
    cve: 'CVE-2023-44270', published: '2023-09-29', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N', advisory: 'GHSA-7fh5-64p2-3v2j',
    summary: 'A carriage return in a comment makes PostCSS read rules that linters did not see.',
    affected: [['npm', 'postcss', '8.4.31']],
  },
  {
    cve: 'CVE-2023-45133', published: '2023-10-12', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-67hx-6x53-jw92',
    summary: 'Compiling crafted code with plugins that evaluate it runs the code inside Babel.',
    affected: [['npm', '@babel/traverse', '7.23.2', ['8.0.0-alpha.0', '8.0.0-alpha.4']]],
  },
  {
    cve: 'CVE-2023-45143', published: '2023-10-12', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N', advisory: 'GHSA-wqq4-5wpv-mx2g',
    summary: 'undici, and with it fetch of Node.js, sends cookies on to another host.',
    affected: [['Alpine:v3.18', 'nodejs', '18.18.2-r0'], ['npm', 'undici', '5.26.2']],
  },
  {
    cve: 'CVE-2023-45857', published: '2023-11-08', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N', advisory: 'GHSA-wf5p-g6vw-rhxx',
    summary: 'axios sends the XSRF token of a cookie to every host.',
    affected: [['npm', 'axios', ['0.8.1', '0.28.0'], ['1.0.0', '1.6.0']]],
  },
];
