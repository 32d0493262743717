import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-java-licenses-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What jars of one project say, by Python's readers of zip, XML and e-mail headers; `-` where nothing. */
const told = `import email, os, re, sys, zipfile
import xml.etree.ElementTree as xml
of = lambda element, name: [child for child in element if child.tag.split('}')[-1] == name]
for name in sorted(os.listdir(sys.argv[1])):
    jar = zipfile.ZipFile(os.path.join(sys.argv[1], name))
    names = jar.namelist()
    poms = [entry for entry in names if re.fullmatch('META-INF/maven/[^/]+/[^/]+/pom.xml', entry)]
    if not any(entry.endswith('.class') for entry in names) or len(poms) > 1: continue
    said = []
    for pom in poms:
        for listed in of(xml.fromstring(jar.read(pom)), 'licenses'):
            said += [of(one, 'name')[0].text.strip() for one in of(listed, 'license')]
    if not said and 'META-INF/MANIFEST.MF' in names:
        header = email.message_from_bytes(jar.read('META-INF/MANIFEST.MF'))['Bundle-License']
        said = [re.sub('\\\\s', '', header)] if header else []
    texts = [entry for entry in names if re.fullmatch('(META-INF/)?LICENSE(.txt|.md)?', entry)]
    if not said and len(texts) == 1 and jar.read(texts[0]).rstrip().endswith(b'limitations under the License.'):
        said = ['TEXT']
    print(name, ' + '.join(said) or '-')
`;

/** The words that Debian's jars use, and what they mean. */
const meaning: Readonly<Record<string, string>> = {
  'http://www.apache.org/licenses/LICENSE-2.0.txt': 'Apache-2.0',
  'http://www.apache.org/licenses/LICENSE-2.0.html': 'Apache-2.0',
  'http://www.apache.org/licenses/LICENSE-2.0': 'Apache-2.0',
  'Apache License, Version 2.0': 'Apache-2.0',
  'The Apache Software License, Version 2.0': 'Apache-2.0',
  'Apache License': 'Apache-2.0',
  'MIT License': 'MIT',
  'Apache Software Licenses': 'Apache-2.0',
  TEXT: 'Apache-2.0',
};

test("the licenses of Debian's jars are what Python's readers see in their projects, headers and texts", async (t) => {
  if (!has(t, 'mvn', 'python3', 'tar')) return;
  const content = join(folder, 'root/srv/lib');
  mkdirSync(content, { recursive: true });
  const libraries = '/usr/share/maven/lib';
  for (const name of readdirSync(libraries).filter((name) => name.endsWith('.jar')))
    copyFileSync(realpathSync(join(libraries, name)), join(content, name));
  const lines = run('python3', ['-c', told, content]).toString().trim().split('\n');
  const said = new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  const expected = [...said].flatMap(([name, words]) => {
    if (words === '-') return [];
    assert.ok(words in meaning, `the meaning of ${words}`);
    return [`srv/lib/${name}: ${meaning[words]}`];
  });
  assert.ok(expected.length >= 8, expected.join('\n'));

  const { licenses, gaps } = await scannedFiles(folder, 'root', 'maven');

  const isOne = (line: string) => said.has(line.slice('srv/lib/'.length, line.indexOf(':')));
  assert.deepEqual(licenses.filter(isOne), expected.sort());
  assert.deepEqual(gaps, []);
});
