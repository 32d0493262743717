import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { examplePolicy } from '../../build/policy-files.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-policy-words-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const example = join(folder, 'production.yaml');
// Days that are left change daily.
writeFileSync(example, examplePolicy.replace('2027-03-31', '2020-03-31'));
const broken = join(folder, 'broken.yaml');
writeFileSync(broken, 'version: 1\ncontrols:\n  vulnerabilities: { severity: hihg }\n  rootuser: {}\n');

describe('policy explain', () => {
  for (const [language, golden] of [
    ['en', 'explained.txt'],
    ['zh-CN', 'explained.zh-CN.txt'],
  ] as const) {
    test(`reads a whole policy out in ${language}`, async () => {
      const { code, stdout, stderr } = await plimsoll(['policy', 'explain', example, '--lang', language]);
      assert.deepEqual([code, stderr], [0, '']);
      const path = fileURLToPath(new URL(`../../golden/policy/${golden}`, import.meta.url));
      assert.equal(stdout, readFileSync(path, 'utf8'));
    });
  }

  test('reads the built-in policies out', async () => {
    for (const name of ['observe', 'default', 'strict']) {
      const { code, stdout } = await plimsoll(['policy', 'explain', `builtin:${name}`]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Policy ${name} \\([0-9a-f]{12}\\)\\n`));
    }
  });
});

describe('policy check', () => {
  test('says that a policy can be used', async () => {
    const english = await plimsoll(['policy', 'check', example]);
    assert.equal(english.code, 0);
    assert.match(english.stdout, /production\.yaml is a valid policy: production\n {2}digest {4}sha256:[0-9a-f]{64}\n/);
    assert.match(english.stdout, /\(platform@example\.com\): expired on 2020-03-31, waives nothing any more\n$/);
    const chinese = await plimsoll(['policy', 'check', example], { env: { LANG: 'zh_CN.UTF-8' } });
    assert.equal(chinese.code, 0);
    assert.match(chinese.stdout, /production\.yaml 是有效的策略：production\n/);
    assert.match(chinese.stdout, /已于 2020-03-31 过期，不再生效\n$/);
  });

  test('says where one cannot, and what was meant', async () => {
    const english = await plimsoll(['policy', 'check', broken]);
    assert.deepEqual([english.code, english.stdout], [2, '']);
    assert.match(
      english.stderr,
      /broken\.yaml:3:32: "controls\.vulnerabilities\.severity" cannot be hihg \(policy-invalid\)\n {2}Did you mean "high"\? Also wrong: 4:3 there is no key "rootuser" in controls\n$/,
    );
    const chinese = await plimsoll(['policy', 'check', broken, '--lang', 'zh-CN']);
    assert.equal(chinese.code, 2);
    assert.match(
      chinese.stderr,
      /broken\.yaml:3:32：“controls\.vulnerabilities\.severity”不能是 hihg \(policy-invalid\)\n {2}是否想写“high”？/,
    );
    for (const command of ['explain', 'simulate']) {
      assert.equal((await plimsoll(['policy', command, broken])).code, 2, command);
    }
  });
});

test('policy schema is a JSON Schema that takes what policy check takes', async () => {
  const { code, stdout } = await plimsoll(['policy', 'schema']);
  assert.equal(code, 0);
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(stdout));
  assert.equal(validate(parse(readFileSync(example, 'utf8'))), true, JSON.stringify(validate.errors));
  assert.equal(validate(parse(readFileSync(broken, 'utf8'))), false);
});
