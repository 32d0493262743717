/** The policies that come with Plimsoll, as anybody could write them: `plimsoll policy explain builtin:strict` reads them out. */
const observe = `version: 1
name: observe
# Looks and denies nothing: for getting to know what is there.
# (An image that could not be read completely is still not allowed.)
admission:
  unscanned: allow
`;

const usual = `version: 1
name: default
# What is worth stopping a release for: problems that are as bad as they get, or that
# attackers use already, and that an upgrade would end today.
controls:
  vulnerabilities:
    severity: critical
    knownExploited: true
    onlyFixable: true
  # Advisories from a month ago do not know this month's attacks. The starter set does not count.
  database:
    maxAge: 30d
admission:
  unscanned: scan
  maxVerdictAge: 30d
`;

const strict = `version: 1
name: strict
# For what faces the internet or holds other people's data.
extends: builtin:default
controls:
  # Fixable or not: what nobody can fix needs a waiver with a name and an end.
  vulnerabilities:
    severity: high
    score: 7.0
    onlyFixable: false
  rootUser: {}
  # Tools that help whoever got in: to listen, to look around, to log in again.
  packages:
    forbid:
      - { name: "netcat*" }
      - { name: ncat }
      - { name: nmap }
      - { name: telnet }
      - { name: telnetd }
      - { name: openssh-server }
      - { name: dropbear }
  database:
    maxAge: 7d
admission:
  unscanned: deny
  maxVerdictAge: 7d
`;

export const builtins: ReadonlyMap<string, string> = new Map([
  ['builtin:observe', observe],
  ['builtin:default', usual],
  ['builtin:strict', strict],
]);
