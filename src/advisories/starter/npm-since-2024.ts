import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of npm: CVE numbers from the year 2024 on. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const npmAdvisoriesSince2024: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2024-4067', published: '2024-05-13', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-952p-6rrq-rcjv',
    summary: 'A crafted pattern takes micromatch excessive time.',
    affected: [['npm', 'micromatch', '4.0.8']],
  },
  {
    cve: 'CVE-2024-4068', published: '2024-05-13', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-grv7-fg5c-xmjg',
    summary: 'Unbalanced braces exhaust memory of braces.',
    affected: [['npm', 'braces', '3.0.3']],
  },
  {
    cve: 'CVE-2024-11831', published: '2025-02-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-76p7-773f-r4q5',
    summary: 'Crafted regular expressions and URLs get script into the output of serialize-javascript.',
    affected: [['npm', 'serialize-javascript', ['6.0.0', '6.0.2']]],
  },
  {
    cve: 'CVE-2024-21538', published: '2024-11-08', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-3xgq-45jj-v275',
    summary: 'A long argument of backslashes takes cross-spawn excessive time.',
    affected: [['npm', 'cross-spawn', '6.0.6', ['7.0.0', '7.0.5']]],
  },
  {
    cve: 'CVE-2024-24758', published: '2024-02-16', cvss: 'CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:L', advisory: 'GHSA-3787-6prv-h9w3',
    summary: 'undici keeps the Proxy-Authorization header when it goes to another host.',
    affected: [['npm', 'undici', '5.28.3', ['6.0.0', '6.6.1']]],
  },
  {
    cve: 'CVE-2024-28849', published: '2024-03-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-cxjh-pqwp-8mfp',
    summary: 'follow-redirects keeps the Proxy-Authorization header when it goes to another host.',
    affected: [['npm', 'follow-redirects', '1.15.6']],
  },
  {
    cve: 'CVE-2024-28863', published: '2024-03-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H', advisory: 'GHSA-f5x3-32g6-xq36',
    summary: 'An archive with very deep folders exhausts memory and processor of tar.',
    affected: [['npm', 'tar', '6.2.1']],
  },
  {
    cve: 'CVE-2024-29041', published: '2024-03-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-rv95-896h-c2vc',
    summary: 'A malformed URL passes allow lists and redirects users of Express elsewhere.',
    affected: [['npm', 'express', '4.19.2', ['5.0.0-alpha.1', '5.0.0-beta.3']]],
  },
  {
    cve: 'CVE-2024-33883', published: '2024-04-28', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-ghr5-ch3p-vcr6',
    summary: 'EJS lacks a guard against a polluted prototype.',
    affected: [['npm', 'ejs', '3.1.10']],
  },
  {
    cve: 'CVE-2024-34351', published: '2024-05-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-fr5h-rqp8-mj6g',
    summary: 'Server actions of Next.js that redirect send requests to a host named by the client.',
    affected: [['npm', 'next', ['13.4.0', '14.1.1']]],
  },
  {
    cve: 'CVE-2024-37890', published: '2024-06-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-3h5v-q93c-6h6q',
    summary: 'A request with very many headers crashes a ws server.',
    affected: [['npm', 'ws', ['2.1.0', '5.2.4'], ['6.0.0', '6.2.3'], ['7.0.0', '7.5.10'], ['8.0.0', '8.17.1']]],
  },
  {
    cve: 'CVE-2024-43796', published: '2024-09-10', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-qw6h-vgh9-j6wx',
    summary: 'Untrusted input to redirect of Express ends up in the page that it writes.',
    affected: [['npm', 'express', '4.20.0', ['5.0.0-alpha.1', '5.0.0']]],
  },
  {
    cve: 'CVE-2024-43799', published: '2024-09-10', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:L', advisory: 'GHSA-m6fv-jmcg-4jfg',
    summary: 'Untrusted input to redirects of send ends up in the page that it writes.',
    affected: [['npm', 'send', '0.19.0']],
  },
  {
    cve: 'CVE-2024-45296', published: '2024-09-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-9wv6-86v2-598j',
    summary: 'Two parameters in one part of a path give a regular expression that takes excessive time.',
    affected: [
      ['npm', 'path-to-regexp', '0.1.10', ['0.2.0', '1.9.0'], ['2.0.0', '3.3.0'], ['4.0.0', '6.3.0'], ['7.0.0', '8.0.0']],
    ],
  },
  {
    cve: 'CVE-2024-45590', published: '2024-09-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-qwcr-r2fm-qrc7',
    summary: 'A crafted URL-encoded body keeps body-parser busy for long.',
    affected: [['npm', 'body-parser', '1.20.3']],
  },
  {
    cve: 'CVE-2024-46982', published: '2024-09-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-gp8f-8m3g-qvj9',
    summary: 'A crafted request puts a wrong page of Next.js into caches.',
    affected: [['npm', 'next', ['13.5.1', '13.5.7'], ['14.0.0', '14.2.10']]],
  },
  {
    cve: 'CVE-2024-51479', published: '2024-12-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-7gfc-8cq8-jh5f',
    summary: 'Authorization by path in middleware of Next.js misses pages directly below the root.',
    affected: [['npm', 'next', ['9.5.5', '14.2.15']]],
  },
  {
    cve: 'CVE-2024-52798', published: '2024-12-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-rhx6-c78j-4q9w',
    summary: 'The 0.1 line of path-to-regexp still makes regular expressions that take excessive time.',
    affected: [['npm', 'path-to-regexp', '0.1.12']],
  },
  {
    cve: 'CVE-2025-7783', published: '2025-07-21', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:N', advisory: 'GHSA-fjxv-7rqg-78g4',
    summary: 'form-data picks multipart boundaries that can be predicted.',
    affected: [['npm', 'form-data', '2.5.4', ['3.0.0', '3.0.4'], ['4.0.0', '4.0.4']]],
  },
  {
    cve: 'CVE-2025-22150', published: '2025-01-21', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N', advisory: 'GHSA-c76h-2ccp-4975',
    summary: 'undici picks multipart boundaries that can be predicted.',
    affected: [['npm', 'undici', ['4.5.0', '5.28.5'], ['6.0.0', '6.21.1'], ['7.0.0', '7.2.3']]],
  },
  {
    cve: 'CVE-2025-27152', published: '2025-03-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', advisory: 'GHSA-jr5f-v2jv-69x6',
    summary: 'An absolute URL passes the baseURL of axios by and takes credentials elsewhere.',
    affected: [['npm', 'axios', '0.30.0', ['1.0.0', '1.8.2']]],
  },
  {
    cve: 'CVE-2025-29927', published: '2025-03-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', advisory: 'GHSA-f82v-jwr5-mffw',
    summary: 'A request header makes Next.js skip its middleware, and with it the authorization.',
    affected: [
      ['npm', 'next', ['11.1.4', '12.3.5'], ['13.0.0', '13.5.9'], ['14.0.0', '14.2.25'], ['15.0.0', '15.2.3']],
    ],
  },
  {
    cve: 'CVE-2025-30208', published: '2025-03-25', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N', advisory: 'GHSA-x574-m823-4x7w',
    summary: 'Extra question marks in a URL let a Vite development server give out any file.',
    affected: [
      ['npm', 'vite', '4.5.10', ['5.0.0', '5.4.15'], ['6.0.0', '6.0.12'], ['6.1.0', '6.1.2'], ['6.2.0', '6.2.3']],
    ],
  },
  {
    cve: 'CVE-2025-31125', published: '2025-03-31', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N', advisory: 'GHSA-4r4m-qw57-chr8',
    summary: 'Import queries let a Vite development server give out any file.',
    affected: [
      ['npm', 'vite', '4.5.11', ['5.0.0', '5.4.16'], ['6.0.0', '6.0.13'], ['6.1.0', '6.1.3'], ['6.2.0', '6.2.4']],
    ],
  },
  {
    cve: 'CVE-2025-55182', published: '2025-12-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', advisory: 'GHSA-fv66-9v8q-g76r',
    summary: 'React2Shell: a crafted request to a server function runs code before anybody logged in.',
    affected: [['npm', 'react-server-dom-webpack', ['19.0.0', '19.0.1'], ['19.1.0', '19.1.2'], ['19.2.0', '19.2.1']]],
  },
  {
    cve: 'CVE-2025-58754', published: '2025-09-11', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-4hjh-wcwx-xvwj',
    summary: 'A data: URL makes axios decode it whole into memory, whatever the limits.',
    affected: [['npm', 'axios', ['0.28.0', '0.30.2'], ['1.0.0', '1.12.0']]],
  },
  {
    cve: 'CVE-2025-59144', published: '2025-09-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:H/A:N', advisory: 'GHSA-4x49-vf9v-38px',
    summary: 'Version 4.4.2 of debug was published by a thief of the account and redirects payments in browsers.',
    affected: [['npm', 'debug', ['4.4.2', '4.4.3']]],
  },
];
