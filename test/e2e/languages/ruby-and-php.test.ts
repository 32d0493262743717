import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-ruby-php-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('gems that RubyGems built and installed, and those that Ruby brings, are the ones that it lists', async (t) => {
  if (!has(t, 'gem', 'tar')) return;
  const home = join(folder, 'ruby/usr/local/bundle');
  const source = join(folder, 'gem');
  mkdirSync(source, { recursive: true });
  for (const version of ['1.2.3', '2.0.0.rc1']) {
    const specification = `Gem::Specification.new do |s|
  s.name = "sample-gem"
  s.version = "${version}"
  s.summary = "x"
  s.authors = ["x"]
  s.license = "MIT"
  s.files = []
end
`;
    writeFileSync(join(source, 'sample.gemspec'), specification);
    run('gem', ['build', 'sample.gemspec'], { cwd: source });
    run('gem', ['install', '--local', '--no-document', '--install-dir', home, `sample-gem-${version}.gem`], {
      cwd: source,
    });
  }
  const defaults = run('ruby', ['-e', 'print Gem.default_specifications_dir']).toString();
  cpSync(defaults, join(folder, 'ruby/usr/lib/ruby/specifications/default'), { recursive: true, dereference: true });
  const listed = run('ruby', [
    '-e',
    `
    ARGV.flat_map { |directory| Dir[directory + "/*.gemspec"] }.each do |file|
      specification = Gem::Specification.load(file)
      puts "#{specification.name} #{specification.version}"
    end`,
    defaults,
    join(home, 'specifications'),
  ])
    .toString()
    .trim()
    .split('\n');
  assert.ok(listed.length > 30 && listed.includes('sample-gem 2.0.0.rc1'));

  const { packages, gaps } = await scannedFiles(folder, 'ruby', 'gem');

  assert.deepEqual(packages.map((line) => line.split(' ').slice(0, 2).join(' ')).sort(), listed.sort());
  assert.deepEqual(gaps, []);
});

test('packages that Composer installed are the ones that it shows', async (t) => {
  if (!has(t, 'composer', 'tar')) return;
  const application = join(folder, 'php/srv/application');
  mkdirSync(application, { recursive: true });
  const repositories = ['vendor-one/alpha', 'vendor-two/beta'].map((name, i) => {
    const url = join(folder, `package-${i}`);
    mkdirSync(url);
    writeFileSync(join(url, 'composer.json'), JSON.stringify({ name, version: `${i + 1}.4.0`, license: 'MIT' }));
    return { type: 'path', url, options: { symlink: false } };
  });
  const project = {
    name: 'x/application',
    repositories: [...repositories, { 'packagist.org': false }],
    require: { 'vendor-one/alpha': '*', 'vendor-two/beta': '*' },
  };
  writeFileSync(join(application, 'composer.json'), JSON.stringify(project));
  const env = { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_HOME: join(folder, 'composer-home') };
  run('composer', ['install', '--no-interaction', '--quiet'], { cwd: application, env });
  const shown = JSON.parse(run('composer', ['show', '--format=json'], { cwd: application, env }).toString()) as {
    installed: { name: string; version: string }[];
  };

  const { packages, gaps } = await scannedFiles(folder, 'php', 'composer');

  const place = 'srv/application/vendor/composer/installed.json';
  assert.deepEqual(packages, shown.installed.map(({ name, version }) => `${name} ${version} ${place}`).sort());
  assert.equal(packages.length, 2);
  assert.deepEqual(gaps, []);
});
