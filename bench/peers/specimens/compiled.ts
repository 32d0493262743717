import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../test/e2e/build/parts.ts';
import { javaTree } from '../trees.ts';
import { unpackDebian } from './debian-packages.ts';
import type { Specimen } from './specimen.ts';

export const compiled: readonly Specimen[] = [
  {
    id: 'java',
    of: "Maven Central's own artifacts: a server, a program with its jars inside, a war",
    needs: ['mvn'],
    make: async (root) => cpSync(await javaTree(), join(root, 'opt'), { recursive: true, verbatimSymlinks: true }),
  },
  {
    id: 'debian-java',
    of: "Debian's Java libraries, unpacked",
    needs: ['apt-get', 'dpkg-deb'],
    make: (root, work) =>
      unpackDebian(root, work, [
        'libtomcat9-java',
        'libspring-core-java',
        'libcommons-io-java',
        'libguava-java',
        'libjackson2-databind-java',
        'maven',
        'libmaven3-core-java',
        'groovy',
        'libnetty-java',
        'libbcprov-java',
      ]),
  },
  {
    id: 'go',
    of: 'go build, with replaced modules; programs of Debian',
    needs: ['go', 'apt-get'],
    make: (root, work) => {
      const app = join(work, 'shop');
      mkdirSync(join(app, 'own'), { recursive: true });
      writeFileSync(join(app, 'own/go.mod'), 'module example.com/own\n\ngo 1.21\n');
      writeFileSync(join(app, 'own/own.go'), 'package own\n\nconst Name = "own"\n');
      writeFileSync(
        join(app, 'main.go'),
        'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/own"\n\t"github.com/google/uuid"\n\t"golang.org/x/text/language"\n\t"gopkg.in/yaml.v2"\n)\n\nfunc main() {\n\tout, _ := yaml.Marshal(language.English)\n\tfmt.Println(uuid.New(), own.Name, string(out))\n}\n',
      );
      writeFileSync(
        join(app, 'go.mod'),
        'module example.com/shop\n\ngo 1.21\n\nrequire (\n\texample.com/own v1.0.0\n\tgithub.com/google/uuid v1.3.0\n\tgolang.org/x/text v0.3.7\n\tgopkg.in/yaml.v2 v2.2.8\n)\n\nreplace example.com/own => ./own\n\nreplace gopkg.in/yaml.v2 => gopkg.in/yaml.v2 v2.4.0\n',
      );
      const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', CGO_ENABLED: '0' };
      mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
      run('go', ['build', '-trimpath', '-o', join(root, 'usr/local/bin/shop'), '.'], { cwd: app, env });
      run(
        'go',
        ['build', '-ldflags=-s -w -X main.version=1.4.0', '-o', join(root, 'usr/local/bin/shop-stripped'), '.'],
        { cwd: app, env },
      );
      run('go', ['build', '-o', join(root, 'usr/local/bin/shop.exe'), '.'], {
        cwd: app,
        env: { ...env, GOOS: 'windows' },
      });
      unpackDebian(root, work, ['gosu', 'skopeo', 'crun', 'runc']);
    },
  },
  {
    id: 'go-mod',
    isSources: true,
    of: 'go mod tidy, sources alone',
    needs: ['go'],
    make: (root) => {
      const app = join(root, 'srv/shop');
      mkdirSync(app, { recursive: true });
      writeFileSync(
        join(app, 'main.go'),
        'package main\n\nimport (\n\t_ "github.com/gin-gonic/gin"\n)\n\nfunc main() {}\n',
      );
      writeFileSync(
        join(app, 'go.mod'),
        'module example.com/shop\n\ngo 1.21\n\nrequire github.com/gin-gonic/gin v1.9.0\n',
      );
      run('go', ['mod', 'tidy'], { cwd: app, env: { ...process.env, GOTOOLCHAIN: 'local' } });
    },
  },
  {
    id: 'rust',
    of: 'cargo auditable build; a Cargo.lock beside',
    needs: ['cargo', 'cargo-auditable'],
    make: (root, work) => {
      const app = join(work, 'shop');
      mkdirSync(join(app, 'src'), { recursive: true });
      writeFileSync(
        join(app, 'src/main.rs'),
        'fn main() { println!("{}", itoa::Buffer::new().format(semver::Version::new(1, 2, 3).major)); }\n',
      );
      writeFileSync(
        join(app, 'Cargo.toml'),
        '[package]\nname = "shop"\nversion = "1.2.3"\nedition = "2021"\n\n[dependencies]\nitoa = "=1.0.9"\nsemver = { version = "=1.0.20", features = ["serde"] }\n',
      );
      run('cargo', ['auditable', 'build', '--release', '-q'], { cwd: app });
      mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
      cpSync(join(app, 'target/release/shop'), join(root, 'usr/local/bin/shop'));
      const other = join(root, 'srv/other');
      mkdirSync(join(other, 'src'), { recursive: true });
      writeFileSync(join(other, 'src/main.rs'), 'fn main() {}\n');
      writeFileSync(
        join(other, 'Cargo.toml'),
        '[package]\nname = "other"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nrand = "=0.8.5"\n\n[dev-dependencies]\nhex = "=0.4.3"\n',
      );
      run('cargo', ['generate-lockfile', '-q'], { cwd: other });
    },
  },
  {
    id: 'dotnet',
    of: "the .NET runtime and a library with its deps.json, of PyPI's packages",
    needs: ['pip3'],
    make: (root) =>
      void run('pip3', [
        'install',
        '-q',
        '--no-deps',
        '--target',
        join(root, 'usr/lib/python3/site-packages'),
        '--platform',
        'manylinux1_x86_64',
        '--only-binary=:all:',
        'dotnetcore2==3.1.23',
        'pythonnet==3.0.3',
      ]),
  },
];
