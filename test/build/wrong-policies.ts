/** What stands in the place of a policy, what it is told, and what is offered instead. */
export type WrongPolicy = readonly [about: string, text: string, what: string, remedy?: string];

const head = 'version: 1\n';

/** Each is one file with one thing wrong that its shape alone tells: the JSON Schema refuses it, too. */
export const wrongShapes: readonly WrongPolicy[] = [
  ['nothing', '', '1:1: the file is empty'],
  ['only a comment', '# nothing\n', '1:1: the file is empty'],
  ['a list', '- 1\n', '1:1: the file must be a mapping of keys to values, not a list', 'Begin with `version: 1`'],
  ['a text', 'hello\n', '1:1: the file must be a mapping of keys to values, not hello', 'Begin with `version: 1`'],
  ['no version', 'name: x\n', '1:1: "version" is missing'],
  ['another version', 'version: 2\n', '1:10: "version" cannot be 2', 'It takes 1.'],
  ['a version in quotes', 'version: "1"\n', '1:10: "version" cannot be "1"', 'Write it without quotes: 1.'],
  ['an unknown key', `${head}control: {}\n`, '2:1: there is no key "control"', 'Did you mean "controls"?'],
  [
    'an unknown control',
    `${head}controls:\n  rootuser: {}\n`,
    '3:3: there is no key "rootuser" in controls',
    '"rootUser"',
  ],
  ['an unknown setting', `${head}controls:\n  rootUser: { a: 1 }\n`, '3:15: there is no key "a" in controls.rootUser'],
  [
    'a deep unknown key',
    `${head}controls:\n  packages:\n    forbid: [{ name: a, verions: "<1" }]\n`,
    '4:25: there is no key "verions" in controls.packages.forbid[0]',
    '"versions"',
  ],
  [
    'a later control',
    `${head}controls:\n  malware: {}\n`,
    '3:3: the control "malware" is not in this version',
    'malware: false',
  ],
  [
    'a later control as a list',
    `${head}controls:\n  scripts: []\n`,
    '3:3: the control "scripts" is not in this version',
  ],
  [
    'a control without settings',
    `${head}controls:\n  rootUser:\n`,
    '3:12: "rootUser" is neither on nor off',
    'Write {}',
  ],
  ['a control that is true', `${head}controls:\n  rootUser: true\n`, '3:13: "rootUser" is neither on nor off'],
  ['a control that is a text', `${head}controls:\n  rootUser: on\n`, '3:13: "controls.rootUser" must be a mapping'],
  ['controls as a list', `${head}controls: [rootUser]\n`, '2:11: "controls" must be a mapping'],
  ['empty controls', `${head}controls:\n`, '2:10: "controls" must be a mapping of keys to values, not nothing'],
  [
    'a wrong word',
    `${head}controls: { vulnerabilities: { severity: hihg } }\n`,
    '2:42: "controls.vulnerabilities.severity" cannot be hihg',
    '"high"',
  ],
  [
    'a score too high',
    `${head}controls: { vulnerabilities: { score: 11 } }\n`,
    '2:39: "controls.vulnerabilities.score" must be at most 10',
  ],
  [
    'no number',
    `${head}controls: { vulnerabilities: { score: .nan } }\n`,
    '2:39: "controls.vulnerabilities.score" must be a number, not .nan',
  ],
  ['an endless number', `${head}controls: { vulnerabilities: { graceDays: 1e999 } }\n`, '2:43: '],
  [
    'half a day',
    `${head}controls: { vulnerabilities: { graceDays: 0.5 } }\n`,
    '2:43: "controls.vulnerabilities.graceDays" must be a whole number',
  ],
  [
    'a truth for a number',
    `${head}controls: { vulnerabilities: { epss: true } }\n`,
    '2:38: "controls.vulnerabilities.epss" must be a number, not true',
  ],
  [
    'yes for true',
    `${head}controls: { vulnerabilities: { knownExploited: yes } }\n`,
    '2:48: "controls.vulnerabilities.knownExploited" must be true or false, not yes',
  ],
  [
    'an id that is none',
    `${head}controls: { vulnerabilities: { ids: ["CVE 1"] } }\n`,
    '2:38: "controls.vulnerabilities.ids[0]" must be the id',
  ],
  [
    'a version that reads as a number',
    `${head}controls: { packages: { minimum: [{ name: a, type: deb, version: 1.10 }] } }\n`,
    'must be a text, not 1.10',
    'Put it in quotes: "1.10"',
  ],
  [
    'a range that is none',
    `${head}controls: { packages: { forbid: [{ name: a, versions: "< || 2" }] } }\n`,
    'must be a range of versions',
  ],
  [
    'an empty pattern',
    `${head}controls: { packages: { require: [{ name: "" }] } }\n`,
    '2:43: "controls.packages.require[0].name" must be a pattern',
  ],
  [
    'a package without a name',
    `${head}controls: { packages: { require: [{ type: deb }] } }\n`,
    '2:35: "controls.packages.require[0].name" is missing',
  ],
  [
    'a package that is a text',
    `${head}controls: { packages: { require: [auditd] } }\n`,
    '2:35: "controls.packages.require[0]" must be a mapping',
  ],
  [
    'a base without layers',
    `${head}controls: { baseImages: { approved: [{ name: a, diffIds: [] }] } }\n`,
    'must be at least 1',
  ],
  [
    'a diffID in capitals',
    `${head}controls: { baseImages: { approved: [{ name: a, diffIds: ["sha256:${'AB'.repeat(32)}"] }] } }\n`,
    'must be sha256:',
  ],
  [
    'value and pattern',
    `${head}controls: { labels: { forbid: [{ key: a, value: b, pattern: c }] } }\n`,
    '2:61: value and pattern exclude each other',
  ],
  [
    'a label that reads as a number',
    `${head}controls: { labels: { forbid: [{ key: a, value: 1 }] } }\n`,
    'must be a text, not 1',
    'Put it in quotes: "1"',
  ],
  [
    'a duration without a unit',
    `${head}controls: { database: { maxAge: "7" } }\n`,
    '2:33: "controls.database.maxAge" must be a length of time',
  ],
  [
    'a negative duration',
    `${head}admission: { maxVerdictAge: -1d }\n`,
    '2:29: "admission.maxVerdictAge" must be a length of time',
  ],
  ['an empty prefix', `${head}admission: { trusted: { prefixes: [""] } }\n`, 'admission.trusted.prefixes[0]'],
  [
    'a waiver without an end',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: r, owner: o }]\n`,
    '2:11: "waivers[0].expires" is missing',
  ],
  [
    'a waiver of everything',
    `${head}waivers: [{ control: rootUser, match: {}, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].match" must say what is waived',
  ],
  [
    'a blank reason',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: " ", owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].reason" must be a text',
  ],
  [
    'a waiver of no control',
    `${head}waivers: [{ control: rootuser, match: { id: a-b }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '2:22: there is no control "rootuser"',
    '"rootUser"',
  ],
  [
    'a waiver of an id with a blank',
    `${head}waivers: [{ control: vulnerabilities, match: { id: "CVE 1" }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].match.id" must be an id without blanks',
  ],
  [
    'a short fingerprint',
    `${head}waivers: [{ control: rootUser, match: { fingerprint: abc }, reason: r, owner: o, expires: 2027-02-03 }]\n`,
    'must be sha256:',
  ],
  ['an extended number', `${head}extends: 7\n`, '2:10: "extends" must be a text'],
  ['a merge key', `${head}controls: { <<: { rootUser: {} } }\n`, '2:13: there is no key "<<" in controls'],
  ['a key that every object has', `${head}constructor: {}\n`, '2:1: there is no key "constructor"'],
  ['a control that every object has', `${head}controls: { toString: {} }\n`, '2:13: there is no key "toString"'],
  [
    'no time at all',
    `${head}controls: { database: { maxAge: 0d } }\n`,
    '2:33: "controls.database.maxAge" must be a length of time',
  ],
  [
    'a duration with blanks around it',
    `${head}controls: { database: { maxAge: " 7d " } }\n`,
    '2:33: "controls.database.maxAge" must be a length of time',
  ],
  [
    'a pattern with a blank behind it',
    `${head}controls: { packages: { forbid: [{ name: "nmap " }] } }\n`,
    '2:42: "controls.packages.forbid[0].name" must be a pattern',
  ],
  [
    'a reason of two lines',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: "r\\nowner: x", owner: o, expires: 2027-02-03 }]\n`,
    '"waivers[0].reason" must be a text on one line',
  ],
];

/** What a shape cannot say: versions of ecosystems, dates of calendars, other files. */
export const wrongBeyondShape: readonly WrongPolicy[] = [
  [
    'a version that its scheme does not have',
    `${head}controls: { packages: { minimum: [{ name: a, type: deb, version: "1_2:3" }] } }\n`,
    '2:66: "1_2:3" is not a deb version',
  ],
  [
    'a range that its scheme does not have',
    `${head}controls: { packages: { forbid: [{ name: a, type: pypi, versions: "<one" }] } }\n`,
    '"one" is not a pep440 version',
  ],
  [
    'an unknown type',
    `${head}controls: { packages: { require: [{ name: a, type: dbe }] } }\n`,
    '2:52: there is no package type "dbe"',
    '"deb"',
  ],
  [
    'a day that does not exist',
    `${head}waivers: [{ control: rootUser, match: { id: a-b }, reason: r, owner: o, expires: 2027-02-30 }]\n`,
    'must be a date that exists',
  ],
  [
    'an unknown built-in policy',
    `${head}extends: builtin:stirct\n`,
    '2:10: it extends builtin:stirct, which cannot be read',
    '"builtin:strict"',
  ],
  [
    'an extended file that is not there',
    `${head}extends: nowhere.yaml\n`,
    '2:10: it extends nowhere.yaml, which cannot be read: there is no such file',
  ],
  ['itself', `${head}extends: ./policy.yaml\n`, '2:10: it extends ./policy.yaml, which leads back to itself'],
];

/** What is no plain YAML of one document. */
export const wrongYaml: readonly WrongPolicy[] = [
  ['a key said twice', `${head}controls:\n  rootUser: {}\n  rootUser: false\n`, '4:3: "rootUser" stands twice'],
  ['a key said twice in other words', `${head}"name": a\nname: b\n`, '3:1: "name" stands twice'],
  ['a second document', `${head}---\n${head}`, '2:1: a second document begins here'],
  ['an anchor', `${head}name: &a x\n`, '2:7: anchors are not allowed'],
  ['an alias', `${head}name: *a\n`, '2:7: aliases are not allowed'],
  ['a tag', `${head}name: !!str x\n`, '2:7: tags are not allowed'],
  ['a tag on a block', `${head}name: !!str |\n  x\n`, '2:7: tags are not allowed'],
  ['an anchor on a mapping', `${head}controls: &a\n  rootUser: {}\n`, '2:11: anchors are not allowed'],
  ['a directive', `%YAML 1.1\n---\n${head}`, '1:1: directives are not allowed'],
  ['a key that is a list', `${head}? [a]\n: b\n`, '2:3: this is not YAML'],
  ['a key that is the prototype', `${head}__proto__: { a: 1 }\n`, '2:1: "__proto__" cannot be a key'],
  ['broken YAML', `${head}controls: { rootUser: {}\n`, 'this is not YAML'],
  ['a tab', `${head}controls:\n\trootUser: {}\n`, 'this is not YAML'],
  ['deep nesting', `${head}controls: ${'['.repeat(100)}${']'.repeat(100)}\n`, 'it is nested more than 32 levels deep'],
];
