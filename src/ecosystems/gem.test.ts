import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

const specification = (head: string) =>
  `# -*- encoding: utf-8 -*-\n${head}\nGem::Specification.new do |s|\n  s.name = "rake".freeze\n  s.version = "13.0.6"\n  s.licenses = ["MIT".freeze]\n  s.files = ["x".freeze]\nend\n`;
const lock =
  'GIT\n  remote: g\n  specs:\n    local (0.1)\n\nGEM\n  remote: https://x/\n  specs:\n    nokogiri (1.15.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7.1)\n\nDEPENDENCIES\n  nokogiri\n';

async function read(files: Readonly<Record<string, string>>): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

describe('an installed gem', () => {
  const place = 'usr/lib/ruby/gems/3.1.0/specifications/rake-13.0.6.gemspec';
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    ['by its stub line', place, specification('# stub: rake 13.0.6 ruby lib'), ['pkg:gem/rake@13.0.6 MIT'], []],
    ['by its assignments', place, specification(''), ['pkg:gem/rake@13.0.6 MIT'], []],
    [
      'of Ruby itself',
      'usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec',
      '# stub: json 2.6.1 ruby lib\n',
      ['pkg:gem/json@2.6.1'],
      [],
    ],
    ['by the name of its file', 'specifications/a-b-1.2.gemspec', 'Gem::Specification.new\n', ['pkg:gem/a-b@1.2'], []],
    [
      'for a platform',
      'specifications/a-1.2-x86_64-linux.gemspec',
      '# stub: a 1.2 x86_64-linux lib\n',
      ['pkg:gem/a@1.2'],
      [],
    ],
    [
      'with a version that is worked out',
      'app/bundler/gems/a-0123abc/a.gemspec',
      's.name = "a"\ns.version = A::VERSION\n',
      ['pkg:gem/a@%28unknown%29'],
      [],
    ],
    ['for its authors, in its own tree', 'gems/rake-13.0.6/rake.gemspec', specification(''), [], []],
    ['of no name and no version', 'specifications/x.gemspec', 'nothing', [], ['gem specification unparsable packages']],
  ];
  for (const [name, path, content, packages, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read({ [path]: content }), { packages, gaps }));
  }
});

test('a lock file counts where none of its gems is installed', async () => {
  assert.deepEqual((await read({ 'app/Gemfile.lock': lock })).packages, [
    'pkg:gem/nokogiri@1.15.0',
    'pkg:gem/racc@1.7.1',
  ]);
  const followed = { 'app/Gemfile.lock': lock, 'specifications/racc-1.7.1.gemspec': '# stub: racc 1.7.1 ruby lib\n' };
  assert.deepEqual((await read(followed)).packages, ['pkg:gem/racc@1.7.1']);
});
