import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../test/e2e/build/parts.ts';
import { unpackDebian } from './debian-packages.ts';
import type { Specimen } from './specimen.ts';

const debian = ['apt-get', 'dpkg-deb'];

export const scripting: readonly Specimen[] = [
  {
    id: 'ruby',
    of: "Debian's Ruby and gems, unpacked; gem install; a Gemfile.lock",
    needs: [...debian, 'gem'],
    make: (root, work) => {
      unpackDebian(root, work, [
        'ruby3.1',
        'libruby3.1',
        'ruby-rails',
        'ruby-nokogiri',
        'ruby-rack',
        'ruby-activerecord',
        'ruby-json',
        'bundler',
        'ruby-bundler',
        'rake',
        'puma',
      ]);
      writeFileSync(
        join(work, 'sample.gemspec'),
        'Gem::Specification.new do |s|\n  s.name = "sample-gem"\n  s.version = "2.0.0.rc1"\n  s.summary = "x"\n  s.authors = ["x"]\n  s.license = "MIT"\n  s.files = []\nend\n',
      );
      run('gem', ['build', 'sample.gemspec'], { cwd: work });
      run(
        'gem',
        [
          'install',
          '--local',
          '--no-document',
          '--install-dir',
          join(root, 'usr/local/bundle'),
          'sample-gem-2.0.0.rc1.gem',
        ],
        { cwd: work },
      );
      mkdirSync(join(root, 'srv/shop'), { recursive: true });
      writeFileSync(
        join(root, 'srv/shop/Gemfile.lock'),
        'GEM\n  remote: https://rubygems.org/\n  specs:\n    nokogiri (1.13.6-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.6.0)\n    rack (2.2.3)\n\nPLATFORMS\n  x86_64-linux\n\nDEPENDENCIES\n  nokogiri\n  rack\n\nBUNDLED WITH\n   2.3.7\n',
      );
    },
  },
  {
    id: 'php',
    of: 'composer install of local packages; a library of Debian that Composer put together; a composer.lock',
    needs: [...debian, 'composer'],
    make: (root, work) => {
      const app = join(root, 'srv/shop');
      mkdirSync(app, { recursive: true });
      const repositories = ['acme/alpha', 'Acme/Beta'].map((name, at) => {
        const url = join(work, `package-${at}`);
        mkdirSync(url);
        writeFileSync(
          join(url, 'composer.json'),
          JSON.stringify({ name: name.toLowerCase(), version: `${at + 1}.4.0`, license: 'MIT' }),
        );
        return { type: 'path', url, options: { symlink: false } };
      });
      const project = {
        name: 'x/shop',
        repositories: [...repositories, { 'packagist.org': false }],
        require: { 'acme/alpha': '*' },
        'require-dev': { 'acme/beta': '*' },
      };
      writeFileSync(join(app, 'composer.json'), JSON.stringify(project));
      const env = { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_HOME: join(work, 'home') };
      run('composer', ['install', '--no-interaction', '--quiet'], { cwd: app, env });
      mkdirSync(join(root, 'srv/locked'));
      cpSync(join(app, 'composer.lock'), join(root, 'srv/locked/composer.lock'));
      unpackDebian(root, work, ['icinga-php-library', 'php-pear', 'icingaweb2']);
    },
  },
  {
    id: 'wordpress',
    of: "Debian's WordPress, unpacked",
    needs: debian,
    make: (root, work) => unpackDebian(root, work, ['wordpress', 'wordpress-theme-twentytwentythree']),
  },
  {
    id: 'r',
    of: "Debian's R and its packages, unpacked",
    needs: debian,
    make: (root, work) =>
      unpackDebian(root, work, ['r-base-core', 'r-cran-ggplot2', 'r-cran-rcpp', 'r-cran-mass', 'r-cran-data.table']),
  },
  {
    id: 'erlang',
    of: "Debian's Erlang, Elixir and RabbitMQ, unpacked",
    needs: debian,
    make: (root, work) =>
      unpackDebian(root, work, ['erlang-base', 'erlang-crypto', 'erlang-ssl', 'elixir', 'rabbitmq-server', 'ejabberd']),
  },
  {
    id: 'haskell',
    of: "Debian's GHC and its libraries, unpacked",
    needs: debian,
    make: (root, work) =>
      unpackDebian(root, work, ['libghc-aeson-dev', 'libghc-zlib-dev', 'libghc-text-conversions-dev']),
  },
  {
    id: 'lua',
    of: 'luarocks make',
    needs: ['luarocks'],
    make: (root, work) => {
      const spec =
        'package = "sample"\nversion = "1.4-2"\nsource = { url = "file://." }\ndescription = { license = "MIT" }\ndependencies = { "lua >= 5.1" }\nbuild = { type = "builtin", modules = { sample = "sample.lua" } }\n';
      writeFileSync(join(work, 'sample-1.4-2.rockspec'), spec);
      writeFileSync(join(work, 'sample.lua'), 'return {}\n');
      run('luarocks', ['--tree', join(root, 'usr/local'), 'make', 'sample-1.4-2.rockspec'], { cwd: work });
    },
  },
  {
    id: 'perl',
    of: "ExtUtils::MakeMaker's make install; Debian's Perl",
    needs: ['perl', 'make'],
    make: (root, work) => {
      mkdirSync(join(work, 'lib/Sample'), { recursive: true });
      writeFileSync(join(work, 'lib/Sample/Thing.pm'), "package Sample::Thing;\nour $VERSION = '1.23';\n1;\n");
      writeFileSync(
        join(work, 'Makefile.PL'),
        "use ExtUtils::MakeMaker;\nWriteMakefile(NAME => 'Sample::Thing', VERSION_FROM => 'lib/Sample/Thing.pm');\n",
      );
      run('perl', ['Makefile.PL'], { cwd: work });
      run('make', ['install', `DESTDIR=${root}`], { cwd: work });
      unpackDebian(root, work, ['perl-base', 'perl']);
    },
  },
];
