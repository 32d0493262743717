import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verbatim } from '../base/text.ts';
import type { Evidence } from '../model/verdict.ts';
import { evidenceText, newEvidence } from './evidence-text.ts';

const cases: readonly (readonly [given: Evidence, en: string, zh: string])[] = [
  [
    {
      id: 'CVE-2023-5363',
      package: 'openssl',
      installed: '3.0.9-1',
      fixed: '3.0.11-1',
      severity: 'critical',
      score: 9.1,
      epss: 0.97,
      knownExploited: true,
      aliases: 'DSA-5532-1',
      purl: 'pkg:deb/debian/openssl@3.0.9-1',
      path: 'var/lib/dpkg/status',
    },
    'CVE-2023-5363 openssl 3.0.9-1, fixed in 3.0.11-1, EPSS 0.97, exploited in the wild',
    'CVE-2023-5363 openssl 3.0.9-1，3.0.11-1 已修复，EPSS 0.97，已遭在野利用',
  ],
  [
    { id: 'A', package: 'a', installed: '1', fixed: null, status: 'undecidable' },
    'A a 1, undecidable',
    'A a 1，无法判定',
  ],
  [
    { id: 'A', package: 'a', installed: '1', fixed: null, certainty: 'lock file' },
    'A a 1, named by a lock file, not installed',
    'A a 1，仅由锁文件列出，未安装',
  ],
  [{ id: 'A', package: 'a', installed: '1', certainty: 'hearsay' }, 'A a 1, hearsay', 'A a 1，hearsay'],
  [
    {
      package: 'lodash',
      version: '4.17.15',
      type: 'npm',
      path: 'app',
      layer: 'sha256:1',
      forbidden: 'lodash <4.17.21',
    },
    'lodash 4.17.15, forbidden: lodash <4.17.21',
    'lodash 4.17.15，禁止：lodash <4.17.21',
  ],
  [
    { package: 'openssl', version: '3.0.9', minimum: '3.0.11' },
    'openssl 3.0.9, at least 3.0.11',
    'openssl 3.0.9，最低 3.0.11',
  ],
  [{ package: 'auditd', required: 'auditd', missing: true }, 'auditd, missing', 'auditd，缺失'],
  [
    { package: 'auditd', version: '2', required: 'auditd >3' },
    'auditd 2, required: auditd >3',
    'auditd 2，要求：auditd >3',
  ],
  [
    { id: 'stage', value: 'dev', forbidden: 'stage=dev' },
    'stage, now “dev”, forbidden: stage=dev',
    'stage，当前为“dev”，禁止：stage=dev',
  ],
  [{ id: 'root-user', user: '', uid: 0 }, '', ''],
  [{ id: 'root-user', user: 'toor', uid: 0 }, 'USER toor', 'USER toor'],
  [{ id: 'starter-set' }, '', ''],
  [
    { id: 'database-age', checkedAt: '2026-03-04T06:00:00Z', builtAt: '2026-03-01T05:30:00Z' },
    'sources asked 2026-03-04 06:00, content of 2026-03-01 05:30',
    '数据源查询于 2026-03-04 06:00，内容更新于 2026-03-01 05:30',
  ],
  [
    { what: 'rpm database', reason: 'corrupt', path: 'var/lib/rpm/rpmdb.sqlite', layer: 'sha256:1' },
    'rpm database var/lib/rpm/rpmdb.sqlite: it is damaged',
    'rpm 数据库 var/lib/rpm/rpmdb.sqlite：内容已损坏',
  ],
  [
    { what: 'deb packages', reason: 'unknown-distribution', path: null },
    'deb packages: the distribution or its release is not known',
    'deb 软件包：无法识别发行版或其版本',
  ],
  [
    { what: 'something', reason: 'of a later version' },
    'what: something, reason: of a later version',
    'what: something，reason: of a later version',
  ],
  [{ image: '*cart*' }, 'image: *cart*', 'image: *cart*'],
];

for (const [given, en, zh] of cases) {
  test(`evidence: ${en || JSON.stringify(given)}`, () => assert.deepEqual(evidenceText(given), { en, 'zh-CN': zh }));
}

test('evidence: what the message of the control says already is not said twice', () => {
  const gaps = [
    { what: 'dpkg database', reason: 'corrupt', path: null },
    { what: 'apk database', reason: 'corrupt', path: null },
  ];
  const message = verbatim('dpkg database: it is damaged (and 1 more)');
  const said = newEvidence({ id: 'packages', outcome: 'unknown', message, evidence: gaps, examined: 2 });
  assert.deepEqual(
    said.map((text) => text.en),
    ['apk database: it is damaged'],
  );
  assert.deepEqual(newEvidence({ id: 'packages', outcome: 'pass', message, evidence: gaps, examined: 2 }), []);
});
