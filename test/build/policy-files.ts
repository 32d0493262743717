import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Writes policies into a folder of their own, which goes with the test. Gives the path of a file by its name. */
export function policyFiles(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-policy-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return (name) => join(folder, name);
}

/** The contract's example without the controls of later versions. */
export const examplePolicy = `version: 1
name: production
extends: builtin:strict
controls:
  vulnerabilities:
    severity: high
    score: 7.5
    epss: 0.7
    knownExploited: true
    ids: [CVE-2021-44228]
    onlyFixable: false
    graceDays: 0
  rootUser: {}
  packages:
    forbid:  [ { name: "netcat*" }, { name: openssh-server, type: deb }, { name: log4j-core, versions: "<2.17.1" } ]
    minimum: [ { name: openssl, type: deb, version: 3.0.11-1~deb12u2 } ]
    require: [ { name: auditd } ]
  baseImages:
    approved: [ { name: golden-debian, diffIds: ["sha256:${'ab'.repeat(32)}"] } ]
  labels:   { require: [ { key: maintainer } ], forbid: [ { key: stage, value: dev } ] }
  secrets: false
  database: { maxAge: 7d }
admission:
  unscanned: deny
  trusted: { prefixes: ["registry.local/base/"], labels: { tier: platform } }
  maxVerdictAge: 30d
waivers:
  - control: vulnerabilities
    match: { id: CVE-2023-1234, package: openssl, image: "registry.local/app/*" }
    reason: not reachable behind the proxy
    owner: platform@example.com
    approvedBy: security@example.com
    expires: 2027-03-31
`;
