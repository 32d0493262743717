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
    [
      'beside others in a checkout',
      'usr/local/bundle/bundler/gems/rails-0123abc/activerecord/activerecord.gemspec',
      '# stub: activerecord 7.1.0 ruby lib\n',
      ['pkg:gem/activerecord@7.1.0'],
      [],
    ],
    [
      'that a checkout tests itself with',
      'app/bundler/gems/a-0123abc/spec/fixtures/b.gemspec',
      '# stub: b 1.0 ruby lib\n',
      [],
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

describe('a lock file', () => {
  const gap = 'Gemfile.lock unparsable packages';
  const cases: readonly [string, string | Buffer, readonly string[], readonly string[]][] = [
    ['behind a byte order mark', `\ufeff${lock.slice(lock.indexOf('GEM'))}`, ['nokogiri', 'racc'], []],
    ['with line ends of Windows', lock.replaceAll('\n', '\r\n'), ['nokogiri', 'racc'], []],
    ['that names none', 'GEM\n  specs:\n\nPLATFORMS\n  ruby\n', [], []],
    ['in UTF-16', Buffer.from(`\ufeff${lock}`, 'utf16le'), ['nokogiri', 'racc'], []],
    ['in UTF-16 without a mark', Buffer.from(lock, 'utf16le'), [], [gap]],
    ['that is something else', 'version https://git-lfs.github.com/spec/v1\n', [], [gap]],
  ];
  for (const [name, content, names, gaps] of cases) {
    test(name, async () => {
      const inventory = await inventoryOf({ 'app/Gemfile.lock': content });
      const found = inventory.gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' '));
      assert.deepEqual([inventory.packages.map((pkg) => pkg.name), found], [names, gaps]);
    });
  }
});
