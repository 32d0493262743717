import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of the Python Package Index: CVE numbers up to the year 2021. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const pypiAdvisoriesUntil2021: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2017-18342', published: '2018-06-27', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-rprw-h62v-c2w7',
    summary: 'load of PyYAML creates any Python object and so runs code from a document.',
    affected: [['PyPI', 'pyyaml', '5.1']],
  },
  {
    cve: 'CVE-2018-18074', published: '2018-10-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-x84v-xcm2-53pg',
    summary: 'Requests sends the Authorization header on when a redirect goes from https to http.',
    affected: [['PyPI', 'requests', '2.20.0']],
  },
  {
    cve: 'CVE-2018-20060', published: '2018-12-11', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-www2-v7xj-xrc6',
    summary: 'urllib3 sends the Authorization header on to another host.',
    affected: [['PyPI', 'urllib3', '1.23']],
  },
  {
    cve: 'CVE-2018-1000164', published: '2018-04-18', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-32pc-xphx-q4f6',
    summary: 'Line breaks in a response header inject headers in Gunicorn.',
    affected: [['PyPI', 'gunicorn', '19.5.0']],
  },
  {
    cve: 'CVE-2018-1000656', published: '2018-08-20', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-562c-5r94-xh97',
    summary: 'JSON in an unexpected encoding takes Flask very much memory.',
    affected: [['PyPI', 'flask', '0.12.3']],
  },
  {
    cve: 'CVE-2019-10906', published: '2019-04-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:N', advisory: 'GHSA-462w-v97r-4m45',
    summary: 'str.format_map lets a template leave the sandbox of Jinja.',
    affected: [['PyPI', 'jinja2', '2.10.1']],
  },
  {
    cve: 'CVE-2019-11324', published: '2019-04-18', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-mh33-7rrq-662w',
    summary: "urllib3 may trust the system's certificates besides the ones that were asked for.",
    affected: [['PyPI', 'urllib3', '1.24.2']],
  },
  {
    cve: 'CVE-2019-14234', published: '2019-08-09', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-6r97-cj55-9hrq',
    summary: 'Keys of JSON and HStore fields in look-ups are put into SQL by Django.',
    affected: [['PyPI', 'django', ['1.11', '1.11.23'], ['2.1', '2.1.11'], ['2.2', '2.2.4']]],
  },
  {
    cve: 'CVE-2019-14806', published: '2019-08-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-gq9m-qvpx-68hc',
    summary: 'The debugger PIN of Werkzeug is easy to guess inside Docker.',
    affected: [['PyPI', 'werkzeug', '0.15.3']],
  },
  {
    cve: 'CVE-2019-16785', published: '2019-12-20', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-pg36-wpm5-g57p',
    summary: 'Requests can be smuggled because Waitress ends lines at a bare line feed.',
    affected: [['PyPI', 'waitress', '1.4.0']],
  },
  {
    cve: 'CVE-2019-17626', published: '2019-10-16', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-qpg2-vx7j-3869',
    summary: 'A colour value in a document runs code in ReportLab.',
    affected: [['PyPI', 'reportlab', '3.5.28']],
  },
  {
    cve: 'CVE-2019-20916', published: '2020-09-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-gpvv-69j7-gwj8',
    summary: 'A file name sent by a server makes pip write outside of its directory.',
    affected: [['PyPI', 'pip', '19.2']],
  },
  {
    cve: 'CVE-2020-1747', published: '2020-03-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-6757-jp84-gxfx',
    summary: 'full_load of PyYAML runs code from a document.',
    affected: [['PyPI', 'pyyaml', ['5.1', '5.3.1']]],
  },
  {
    cve: 'CVE-2020-7471', published: '2020-02-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-hmr4-m2h5-33qx',
    summary: 'A delimiter for StringAgg is put into SQL by Django.',
    affected: [['PyPI', 'django', ['1.11', '1.11.28'], ['2.2', '2.2.10'], ['3.0', '3.0.3']]],
  },
  {
    cve: 'CVE-2020-11651', published: '2020-04-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-pjhf-vpx3-33r3',
    summary: 'Methods of the Salt master can be called by anybody and run commands on all minions; it was exploited in the wild.',
    affected: [['PyPI', 'salt', '2019.2.4', ['3000', '3000.2']]],
  },
  {
    cve: 'CVE-2020-11652', published: '2020-04-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-vp49-2g4r-m3x3',
    summary: 'Paths are not checked by the Salt master, so that files outside can be read; it was exploited in the wild.',
    affected: [['PyPI', 'salt', '2019.2.4', ['3000', '3000.2']]],
  },
  {
    cve: 'CVE-2020-13757', published: '2020-06-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-537h-rv9q-vvph',
    summary: 'Decryption in rsa ignores leading zero bytes of a ciphertext.',
    affected: [['PyPI', 'rsa', '4.1']],
  },
  {
    cve: 'CVE-2020-14343', published: '2021-02-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-8q59-q68h-6hv4',
    summary: 'full_load of PyYAML still runs code from a document after an incomplete fix.',
    affected: [['PyPI', 'pyyaml', '5.4']],
  },
  {
    cve: 'CVE-2020-26137', published: '2020-09-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N', advisory: 'GHSA-wqvq-5m8c-6g24',
    summary: 'Line breaks in the method of a request inject headers in urllib3.',
    affected: [['PyPI', 'urllib3', '1.25.9']],
  },
  {
    cve: 'CVE-2020-28493', published: '2021-02-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-g3rq-g295-4j3m',
    summary: 'The urlize filter of Jinja takes excessive time on crafted text.',
    affected: [['PyPI', 'jinja2', '2.11.3']],
  },
  {
    cve: 'CVE-2020-36242', published: '2021-02-07', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H', advisory: 'GHSA-rhm9-p9w5-fwm7',
    summary: 'Encrypting several gigabytes at once overflows a buffer of cryptography.',
    affected: [['PyPI', 'cryptography', ['3.1', '3.3.2']]],
  },
  {
    cve: 'CVE-2021-3572', published: '2021-11-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:N/I:H/A:N', advisory: 'GHSA-5xp3-jfq3-5q8x',
    summary: 'Unusual Unicode separators in git references make pip install another revision.',
    affected: [['PyPI', 'pip', '21.1']],
  },
  {
    cve: 'CVE-2021-20270', published: '2021-03-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-9w8r-397f-prfh',
    summary: 'Crafted SML code sends Pygments into an endless loop.',
    affected: [['PyPI', 'pygments', ['1.5', '2.7.4']]],
  },
  {
    cve: 'CVE-2021-21330', published: '2021-02-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-v6wp-4m6f-gcjg',
    summary: 'The path normalizing middleware of aiohttp redirects to another site.',
    affected: [['PyPI', 'aiohttp', '3.7.4']],
  },
  {
    cve: 'CVE-2021-23727', published: '2021-12-29', cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-q4xr-rc97-m4xx',
    summary: 'A message in the result store makes Celery run commands.',
    affected: [['PyPI', 'celery', '5.2.2']],
  },
  {
    cve: 'CVE-2021-27291', published: '2021-03-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-pq64-v7f5-gqh8',
    summary: 'Several lexers of Pygments take excessive time on crafted code.',
    affected: [['PyPI', 'pygments', ['1.1', '2.7.4']]],
  },
  {
    cve: 'CVE-2021-28957', published: '2021-03-21', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-jq4v-f5q6-mjqq',
    summary: 'The cleaner of lxml leaves script in the formaction attribute.',
    affected: [['PyPI', 'lxml', '4.6.3']],
  },
  {
    cve: 'CVE-2021-32677', published: '2021-06-09', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N', advisory: 'GHSA-8h2j-cgx8-6xv7',
    summary: 'FastAPI reads JSON whatever the content type, which allows cross-site requests.',
    affected: [['PyPI', 'fastapi', '0.65.2']],
  },
  {
    cve: 'CVE-2021-34552', published: '2021-07-13', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-7534-mm45-c74v',
    summary: 'Parameters of convert overflow a buffer of Pillow.',
    affected: [['PyPI', 'pillow', '8.3.0']],
  },
  {
    cve: 'CVE-2021-35042', published: '2021-07-02', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-xpfp-f569-q3p2',
    summary: 'Untrusted names in order_by reach SQL in Django.',
    affected: [['PyPI', 'django', ['3.1', '3.1.13'], ['3.2', '3.2.5']]],
  },
  {
    cve: 'CVE-2021-42771', published: '2021-10-20', cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-h4m5-qpfp-3mpv',
    summary: 'A locale name loads any pickled file, and so code, in Babel.',
    affected: [['PyPI', 'babel', '2.9.1']],
  },
  {
    cve: 'CVE-2021-43818', published: '2021-12-13', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:L', advisory: 'GHSA-55x5-fj6c-h6m8',
    summary: 'The cleaner of lxml leaves script in SVG embedded in data URLs.',
    affected: [['PyPI', 'lxml', '4.6.5']],
  },
];
