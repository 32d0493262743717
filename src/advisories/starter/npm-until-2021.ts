import type { StarterAdvisory } from './starter-advisory.ts';

/** Packages of npm: CVE numbers up to the year 2021. Sorted by year and number. */
// biome-ignore format: a table, kept as short as it can be read
export const npmAdvisoriesUntil2021: readonly StarterAdvisory[] = [
  {
    cve: 'CVE-2015-9235', published: '2018-10-09', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-c7hr-j4mj-j2w6',
    summary: 'jsonwebtoken accepts a token that is signed with the public key as if it were a shared secret.',
    affected: [['npm', 'jsonwebtoken', '4.2.2']],
  },
  {
    cve: 'CVE-2017-16137', published: '2018-06-07', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-gxpj-cx7g-858c',
    summary: 'The o formatter of debug takes excessive time on crafted text.',
    affected: [['npm', 'debug', '2.6.9', ['3.0.0', '3.1.0'], ['3.2.0', '3.2.7'], ['4.0.0', '4.3.1']]],
  },
  {
    cve: 'CVE-2018-3721', published: '2018-07-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N', advisory: 'GHSA-fvqr-27wr-82fm',
    summary: 'defaultsDeep, merge and mergeWith of lodash write to Object.prototype.',
    affected: [['npm', 'lodash', '4.17.5']],
  },
  {
    cve: 'CVE-2018-16487', published: '2019-02-07', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-4xc9-xhrj-v574',
    summary: 'merge, mergeWith and defaultsDeep of lodash still write to Object.prototype through constructor.',
    affected: [['npm', 'lodash', '4.17.11']],
  },
  {
    cve: 'CVE-2019-10742', published: '2019-05-07', cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-42xw-2xvc-qx8m',
    summary: 'axios goes on reading a response that is longer than maxContentLength.',
    affected: [['npm', 'axios', '0.18.1']],
  },
  {
    cve: 'CVE-2019-10744', published: '2019-07-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', advisory: 'GHSA-jf85-cpcp-j695',
    summary: 'defaultsDeep of lodash can be tricked into changing Object.prototype.',
    affected: [['npm', 'lodash', '4.17.12']],
  },
  {
    cve: 'CVE-2019-11358', published: '2019-04-20', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', advisory: 'GHSA-6c3j-c64m-qhgq',
    summary: 'extend of jQuery writes to Object.prototype.',
    affected: [['npm', 'jquery', ['1.1.4', '3.4.0']]],
  },
  {
    cve: 'CVE-2019-19919', published: '2019-12-26', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-w457-6q6x-cgp9',
    summary: 'Templates change the prototypes of objects in Handlebars and can run code.',
    affected: [['npm', 'handlebars', '4.3.0']],
  },
  {
    cve: 'CVE-2020-7598', published: '2020-03-11', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-vh95-rmgr-6w4m',
    summary: 'A command line argument named __proto__ changes Object.prototype in minimist.',
    affected: [['npm', 'minimist', '0.2.1', ['1.0.0', '1.2.3']]],
  },
  {
    cve: 'CVE-2020-7660', published: '2020-06-01', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-hxcc-f52p-wc94',
    summary: 'Crafted objects get code into the output of serialize-javascript.',
    affected: [['npm', 'serialize-javascript', '3.1.0']],
  },
  {
    cve: 'CVE-2020-7774', published: '2020-11-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-c4w7-xm78-47vh',
    summary: 'A locale named __proto__ changes Object.prototype in y18n.',
    affected: [['npm', 'y18n', '3.2.2', ['4.0.0', '4.0.1'], ['5.0.0', '5.0.5']]],
  },
  {
    cve: 'CVE-2020-7788', published: '2020-12-11', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L', advisory: 'GHSA-qqgx-2p2h-9c37',
    summary: 'A section named __proto__ changes Object.prototype in ini.',
    affected: [['npm', 'ini', '1.3.6']],
  },
  {
    cve: 'CVE-2020-8203', published: '2020-07-15', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H', advisory: 'GHSA-p6mc-m468-83gw',
    summary: 'zipObjectDeep of lodash writes to Object.prototype.',
    affected: [['npm', 'lodash', ['3.7.0', '4.17.19']]],
  },
  {
    cve: 'CVE-2020-11022', published: '2020-04-29', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:N', advisory: 'GHSA-gxr4-xjj5-5px2',
    summary: 'HTML that was cleaned can still run script when it is passed to jQuery.',
    affected: [['npm', 'jquery', ['1.12.0', '3.5.0']]],
  },
  {
    cve: 'CVE-2020-11023', published: '2020-04-29', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:N', advisory: 'GHSA-jpcq-cgw6-v4j6',
    summary: 'HTML with option elements can run script when it is passed to jQuery.',
    affected: [['npm', 'jquery', ['1.0.3', '3.5.0']]],
  },
  {
    cve: 'CVE-2020-28168', published: '2020-11-06', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N', advisory: 'GHSA-4w2v-q235-vp99',
    summary: 'A redirect lets axios leave the configured proxy and reach internal servers.',
    affected: [['npm', 'axios', '0.21.1']],
  },
  {
    cve: 'CVE-2020-28469', published: '2021-06-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-ww39-953v-wcq6',
    summary: 'A crafted path takes glob-parent excessive time.',
    affected: [['npm', 'glob-parent', ['4.0.0', '5.1.2']]],
  },
  {
    cve: 'CVE-2020-28500', published: '2022-01-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-29mw-wpgm-hmr9',
    summary: 'toNumber, trim and trimEnd of lodash take quadratic time on long blanks.',
    affected: [['npm', 'lodash', ['4.0.0', '4.17.21']]],
  },
  {
    cve: 'CVE-2021-3749', published: '2021-08-31', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-cph5-m8f7-6c5x',
    summary: 'Trimming a string with many blanks takes axios quadratic time.',
    affected: [['npm', 'axios', '0.21.2']],
  },
  {
    cve: 'CVE-2021-3803', published: '2021-09-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-rp65-9cf3-cjxr',
    summary: 'A crafted nth expression takes nth-check excessive time.',
    affected: [['npm', 'nth-check', '2.0.1']],
  },
  {
    cve: 'CVE-2021-3807', published: '2021-09-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', advisory: 'GHSA-93q8-gq69-wqmw',
    summary: 'A crafted escape sequence takes ansi-regex excessive time.',
    affected: [['npm', 'ansi-regex', ['3.0.0', '3.0.1'], ['4.0.0', '4.1.1'], ['5.0.0', '5.0.1'], ['6.0.0', '6.0.1']]],
  },
  {
    cve: 'CVE-2021-4229', published: '2021-10-22', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-pjwm-rvh2-c87w',
    summary: 'Versions published by a thief of the account of ua-parser-js install a miner and steal passwords.',
    affected: [['npm', 'ua-parser-js', ['0.7.29', '0.7.30'], ['0.8.0', '0.8.1'], ['1.0.0', '1.0.1']]],
  },
  {
    cve: 'CVE-2021-23337', published: '2021-05-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-35jh-r3h4-6jhm',
    summary: "Options of lodash's template function are put into code that is then run.",
    affected: [['npm', 'lodash', '4.17.21']],
  },
  {
    cve: 'CVE-2021-23343', published: '2021-05-04', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-hj48-42vr-x3v9',
    summary: 'A crafted path takes path-parse excessive time.',
    affected: [['npm', 'path-parse', '1.0.7']],
  },
  {
    cve: 'CVE-2021-23362', published: '2021-03-23', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-43f8-2h32-f4cj',
    summary: 'A crafted repository URL takes hosted-git-info excessive time.',
    affected: [['npm', 'hosted-git-info', '2.8.9', ['3.0.0', '3.0.8']]],
  },
  {
    cve: 'CVE-2021-23369', published: '2021-05-06', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-f2jv-r9rf-7988',
    summary: 'Templates compiled in strict mode run code in Handlebars.',
    affected: [['npm', 'handlebars', '4.7.7']],
  },
  {
    cve: 'CVE-2021-23383', published: '2022-02-10', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-765h-qjxv-5f44',
    summary: 'Templates compiled in compat mode run code in Handlebars.',
    affected: [['npm', 'handlebars', '4.7.7']],
  },
  {
    cve: 'CVE-2021-23406', published: '2021-08-24', cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-9j49-mfvp-vmhm',
    summary: 'A hostile proxy configuration file runs code in pac-resolver.',
    affected: [['npm', 'pac-resolver', '5.0.0']],
  },
  {
    cve: 'CVE-2021-23436', published: '2021-09-01', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-33f9-j839-rf8h',
    summary: 'A path given as an array changes Object.prototype in immer.',
    affected: [['npm', 'immer', '9.0.6']],
  },
  {
    cve: 'CVE-2021-29418', published: '2021-03-30', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N', advisory: 'GHSA-pch5-whg9-qr2r',
    summary: 'netmask reads odd digits in octal addresses wrongly, so that filters by address can be passed by.',
    affected: [['npm', 'netmask', '2.0.1']],
  },
  {
    cve: 'CVE-2021-32640', published: '2021-05-25', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', advisory: 'GHSA-6fc8-4gx4-v693',
    summary: 'A crafted Sec-WebSocket-Protocol header takes ws quadratic time.',
    affected: [['npm', 'ws', ['5.0.0', '6.2.2'], ['7.0.0', '7.4.6']]],
  },
  {
    cve: 'CVE-2021-32803', published: '2021-08-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:H', advisory: 'GHSA-r628-mhmh-qjhw',
    summary: 'Directories cached by tar let an archive write through a symbolic link.',
    affected: [['npm', 'tar', '3.2.3', ['4.0.0', '4.4.15'], ['5.0.0', '5.0.7'], ['6.0.0', '6.1.2']]],
  },
  {
    cve: 'CVE-2021-32804', published: '2021-08-03', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:H', advisory: 'GHSA-3jfq-g458-7qm9',
    summary: 'Repeated slashes before a path make tar extract to absolute paths.',
    affected: [['npm', 'tar', '3.2.2', ['4.0.0', '4.4.14'], ['5.0.0', '5.0.6'], ['6.0.0', '6.1.1']]],
  },
  {
    cve: 'CVE-2021-37701', published: '2021-08-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', advisory: 'GHSA-9r2w-394v-53qc',
    summary: 'Backslashes in names let an archive write through a symbolic link with tar.',
    affected: [['npm', 'tar', '4.4.16', ['5.0.0', '5.0.8'], ['6.0.0', '6.1.7']]],
  },
  {
    cve: 'CVE-2021-37712', published: '2021-08-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:N', advisory: 'GHSA-qq89-hq3f-393p',
    summary: 'Names that are equal after Unicode normalization let an archive write through a symbolic link with tar.',
    affected: [['npm', 'tar', ['3.0.0', '4.4.18'], ['5.0.0', '5.0.10'], ['6.0.0', '6.1.9']]],
  },
  {
    cve: 'CVE-2021-37713', published: '2021-08-31', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', advisory: 'GHSA-5955-9wpr-37jh',
    summary: 'On Windows, drive-relative paths let an archive write outside of the target of tar.',
    affected: [['npm', 'tar', '4.4.18', ['5.0.0', '5.0.10'], ['6.0.0', '6.1.9']]],
  },
  {
    cve: 'CVE-2021-42740', published: '2022-05-24', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-g4rg-993r-mgx7',
    summary: 'A crafted text leaves the quotes of shell-quote and runs commands.',
    affected: [['npm', 'shell-quote', ['1.6.3', '1.7.3']]],
  },
  {
    cve: 'CVE-2021-43138', published: '2022-04-06', cvss: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', advisory: 'GHSA-fwr7-v2mv-hh25',
    summary: 'mapValues of async writes to Object.prototype.',
    affected: [['npm', 'async', '2.6.4', ['3.0.0', '3.2.2']]],
  },
  {
    cve: 'CVE-2021-44906', published: '2022-03-17', cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', advisory: 'GHSA-xvch-5gv4-984h',
    summary: 'minimist still writes to Object.prototype through constructor.',
    affected: [['npm', 'minimist', '1.2.6']],
  },
];
