import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of the Python Package Index: CVE numbers of the years 2022 and 2023. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const pypiAdvisories2022To2023: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2022-21712', published: '2022-02-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-92x2-jw7w-xvvx',
    summary: 'Twisted sends cookies and authorization on to another host.',
    affected: [['PyPI', 'twisted', ['11.1.0', '22.1.0']]],
  },
  {
    cve: 'CVE-2022-21797', published: '2022-09-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-6hrg-qmvc-2xh8',
    summary: 'pre_dispatch of joblib runs code that stands in its argument.',
    affected: [['PyPI', 'joblib', '1.2.0']],
  },
  {
    cve: 'CVE-2022-23491', published: '2022-12-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:C/C:N/I:H/A:N', advisory: 'GHSA-43fp-rhv2-5gv8',
    summary: "certifi carries TrustCor's root certificates, which were no longer trusted.",
    affected: [['PyPI', 'certifi', ['2017.11.5', '2022.12.7']]],
  },
  {
    cve: 'CVE-2022-24757', published: '2022-03-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-p737-p57g-4cpr',
    summary: 'Jupyter Server writes authorization headers and cookies to its log.',
    affected: [['PyPI', 'jupyter-server', '1.15.4']],
  },
  {
    cve: 'CVE-2022-24801', published: '2022-04-04', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-c2jg-hw38-jrqq',
    summary: 'Requests can be smuggled through the web server of Twisted.',
    affected: [['PyPI', 'twisted', '22.4.0']],
  },
  {
    cve: 'CVE-2022-28346', published: '2022-04-12', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-2gwj-7jmv-h26r',
    summary: 'Untrusted keyword names in annotate, aggregate and extra reach SQL in Django.',
    affected: [['PyPI', 'django', ['2.2', '2.2.28'], ['3.2', '3.2.13'], ['4.0', '4.0.4']]],
  },
  {
    cve: 'CVE-2022-29217', published: '2022-05-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-ffqj-6fqr-9h24',
    summary: 'PyJWT may accept tokens that are signed with a public key as if it were a shared secret.',
    affected: [['PyPI', 'pyjwt', ['1.5.0', '2.4.0']]],
  },
  {
    cve: 'CVE-2022-34265', published: '2022-07-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-p64x-8rxx-wf6q',
    summary: 'Untrusted kinds and look-up names for Trunc and Extract reach SQL in Django.',
    affected: [['PyPI', 'django', ['3.2', '3.2.14'], ['4.0', '4.0.6']]],
  },
  {
    cve: 'CVE-2022-40023', published: '2022-09-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-v973-fxgf-6xhp',
    summary: 'Parsing a crafted template takes Mako excessive time.',
    affected: [['PyPI', 'mako', '1.2.2']],
  },
  {
    cve: 'CVE-2022-40897', published: '2022-12-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-r9hx-vwmv-q579',
    summary: 'Crafted HTML of a package index takes setuptools excessive time.',
    affected: [['PyPI', 'setuptools', '65.5.1']],
  },
  {
    cve: 'CVE-2022-40898', published: '2022-12-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-qwmp-2cf2-g9g6',
    summary: 'A crafted file name takes the wheel command excessive time.',
    affected: [['PyPI', 'wheel', '0.38.1']],
  },
  {
    cve: 'CVE-2022-45907', published: '2022-11-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-47fc-vmwq-366v',
    summary: 'parse_type_line of PyTorch runs code that stands in an annotation.',
    affected: [['PyPI', 'torch', '1.13.1']],
  },
  {
    cve: 'CVE-2023-5752', published: '2023-10-24', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-mq26-g339-26xf',
    summary: 'A Mercurial revision given to pip can set options of hg.',
    affected: [['PyPI', 'pip', '23.3']],
  },
  {
    cve: 'CVE-2023-7018', published: '2023-12-20', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-v68g-wm8c-6x7j',
    summary: 'Loading a hostile model runs code in Transformers.',
    affected: [['PyPI', 'transformers', '4.36.0']],
  },
  {
    cve: 'CVE-2023-24580', published: '2023-02-15', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-2hrw-hx67-34x6',
    summary: 'Very many parts of a multipart form exhaust files or memory of Django.',
    affected: [['PyPI', 'django', ['3.2', '3.2.18'], ['4.0', '4.0.10'], ['4.1', '4.1.7']]],
  },
  {
    cve: 'CVE-2023-25577', published: '2023-02-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-xg9f-g7g7-2323',
    summary: 'A form with very many parts keeps Werkzeug busy and fills memory.',
    affected: [['PyPI', 'werkzeug', '2.2.3']],
  },
  {
    cve: 'CVE-2023-28370', published: '2023-05-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-hj3f-6gcp-jg8j',
    summary: 'The static file handler of Tornado redirects to another site.',
    affected: [['PyPI', 'tornado', '6.3.2']],
  },
  {
    cve: 'CVE-2023-29159', published: '2023-05-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-v5gw-mw7f-84px',
    summary: 'Static files of Starlette are given out from directories with the same beginning.',
    affected: [['PyPI', 'starlette', ['0.13.5', '0.27.0']]],
  },
  {
    cve: 'CVE-2023-30608', published: '2023-04-18', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H', advisory: 'GHSA-rrm6-wvj7-cwh2',
    summary: 'Crafted SQL takes sqlparse excessive time.',
    affected: [['PyPI', 'sqlparse', ['0.1.15', '0.4.4']]],
  },
  {
    cve: 'CVE-2023-30798', published: '2023-02-14', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-74m5-2c7w-9w3x',
    summary: 'A form with very many parts exhausts memory of Starlette.',
    affected: [['PyPI', 'starlette', '0.25.0']],
  },
  {
    cve: 'CVE-2023-30861', published: '2023-05-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-m2qf-hxjv-5gpq',
    summary: "A caching proxy may give one client's Flask session cookie to another.",
    affected: [['PyPI', 'flask', '2.2.5', ['2.3.0', '2.3.2']]],
  },
  {
    cve: 'CVE-2023-32681', published: '2023-05-22', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:N/A:N', advisory: 'GHSA-j8r2-6x86-q33q',
    summary: "Requests gives the proxy's credentials to the target server after a redirect to https.",
    affected: [['PyPI', 'requests', ['2.3.0', '2.31.0']]],
  },
  {
    cve: 'CVE-2023-36258', published: '2023-07-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-2qmj-7962-cjq8',
    summary: 'Code that the model wrote is run by PALChain of LangChain without a check.',
    affected: [['PyPI', 'langchain', '0.0.247']],
  },
  {
    cve: 'CVE-2023-37276', published: '2023-07-19', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-45c4-8wx5-qw6w',
    summary: 'Requests can be smuggled through the HTTP parser of aiohttp.',
    affected: [['PyPI', 'aiohttp', '3.8.5']],
  },
  {
    cve: 'CVE-2023-37920', published: '2023-07-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-xqr8-7jwr-rhp7',
    summary: "certifi carries e-Tugra's root certificates, which were no longer trusted.",
    affected: [['PyPI', 'certifi', ['2015.4.28', '2023.7.22']]],
  },
  {
    cve: 'CVE-2023-43804', published: '2023-10-02', cvss: 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:H/I:H/A:N', advisory: 'GHSA-v845-jxx5-vc9f',
    summary: 'urllib3 sends the Cookie header on to another host.',
    affected: [['PyPI', 'urllib3', '1.26.17', ['2.0.0', '2.0.6']]],
  },
  {
    cve: 'CVE-2023-44271', published: '2023-11-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-8ghj-p4vj-mr35',
    summary: 'A very long text takes Pillow very much memory to draw.',
    affected: [['PyPI', 'pillow', '10.0.0']],
  },
  {
    cve: 'CVE-2023-45803', published: '2023-10-17', cvss: 'CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-g4mx-q9vg-27p4',
    summary: 'urllib3 sends the request body on when a redirect changes the method to GET.',
    affected: [['PyPI', 'urllib3', '1.26.18', ['2.0.0', '2.0.7']]],
  },
  {
    cve: 'CVE-2023-49083', published: '2023-11-28', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-jfhm-5ghh-2f97',
    summary: 'Loading a PKCS#7 without certificates crashes cryptography.',
    affected: [['PyPI', 'cryptography', ['3.1', '41.0.6']]],
  },
  {
    cve: 'CVE-2023-50447', published: '2024-01-19', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-3f63-hfp8-52jq',
    summary: 'The environment given to ImageMath.eval of Pillow can run code.',
    affected: [['PyPI', 'pillow', '10.2.0']],
  },
  {
    cve: 'CVE-2023-50782', published: '2024-02-05', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-3ww4-gg4f-jr7f',
    summary: 'Timing of RSA decryption in cryptography lets recorded TLS messages be read.',
    affected: [['PyPI', 'cryptography', '42.0.0']],
  },
];
