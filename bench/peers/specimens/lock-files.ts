import type { Specimen } from './specimen.ts';
import { hash, written } from './written.ts';

/** Projects of languages whose tools or registries cannot be had. */
export const lockFiles: readonly Specimen[] = [
  written(
    'dart',
    {
      'srv/app/pubspec.lock': `packages:\n  http:\n    dependency: "direct main"\n    description:\n      name: http\n      sha256: "${hash}"\n      url: "https://pub.dev"\n    source: hosted\n    version: "0.13.2"\n  flutter:\n    dependency: "direct main"\n    description: flutter\n    source: sdk\n    version: "0.0.0"\n  test:\n    dependency: "direct dev"\n    description:\n      name: test\n      sha256: "${hash}"\n      url: "https://pub.dev"\n    source: hosted\n    version: "1.24.0"\nsdks:\n  dart: ">=3.0.0 <4.0.0"\n`,
    },
    { isSources: true },
  ),
  written(
    'swift',
    {
      'srv/app/Package.resolved': {
        pins: [
          {
            identity: 'swift-nio',
            kind: 'remoteSourceControl',
            location: 'https://github.com/apple/swift-nio.git',
            state: { revision: hash.slice(0, 40), version: '2.60.0' },
          },
          {
            identity: 'on-a-branch',
            kind: 'remoteSourceControl',
            location: 'https://github.com/example/on-a-branch',
            state: { branch: 'main', revision: hash.slice(0, 40) },
          },
        ],
        version: 2,
      },
      'srv/pods/Podfile.lock':
        'PODS:\n  - AFNetworking (4.0.1):\n    - AFNetworking/NSURLSession (= 4.0.1)\n  - AFNetworking/NSURLSession (4.0.1)\n  - Alamofire (5.6.4)\n\nDEPENDENCIES:\n  - AFNetworking (~> 4.0)\n  - Alamofire\n\nSPEC REPOS:\n  trunk:\n    - AFNetworking\n    - Alamofire\n\nSPEC CHECKSUMS:\n  AFNetworking: 3bd23d814e976cd148d7d44c3ab78017b744cd58\n  Alamofire: 4e95d97098eacb88856099c4fc79b526a299e48c\n\nPODFILE CHECKSUM: 0123456789abcdef0123456789abcdef01234567\n\nCOCOAPODS: 1.12.1\n',
    },
    { isSources: true },
  ),
  written(
    'conan',
    {
      'srv/two/conan.lock': {
        version: '0.5',
        requires: ['zlib/1.2.13#416618fa04d433c6bd94279ed2e93638%1696838500.0', 'openssl/3.1.3#abc%1696838500.0'],
        build_requires: ['cmake/3.27.1#123%1696838500.0'],
        python_requires: [],
      },
      'srv/one/conan.lock': {
        graph_lock: {
          nodes: {
            0: { ref: 'shop/1.0', options: '', requires: ['1'], path: 'conanfile.txt', context: 'host' },
            1: { ref: 'libcurl/7.80.0', options: '', package_id: hash.slice(0, 40), prev: '0', context: 'host' },
          },
          revisions_enabled: false,
        },
        version: '0.4',
      },
    },
    { isSources: true },
  ),
  written(
    'julia',
    {
      'srv/app/Manifest.toml':
        'julia_version = "1.9.0"\nmanifest_format = "2.0"\nproject_hash = "0123456789abcdef0123456789abcdef01234567"\n\n[[deps.JSON]]\ndeps = ["Dates", "Parsers"]\ngit-tree-sha1 = "31e996f0a15c7b280ba9f76636b3ff9e2ae58c9a"\nuuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nversion = "0.21.4"\n\n[[deps.Dates]]\nuuid = "ade2ca70-3891-5945-98fb-dc099432e06a"\n\n[[deps.Parsers]]\ngit-tree-sha1 = "716e24b21538abc91f6205fd1d8363f39b442851"\nuuid = "69de0a69-1ddd-5017-9359-2bf0b02dc9f0"\nversion = "2.7.2"\n',
      'srv/app/Project.toml':
        'name = "App"\nuuid = "8ba8ab66-0b5c-4d5f-a1a8-3f6b3f6cfe4a"\nversion = "0.1.0"\n\n[deps]\nJSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nDates = "ade2ca70-3891-5945-98fb-dc099432e06a"\nParsers = "69de0a69-1ddd-5017-9359-2bf0b02dc9f0"\n',
    },
    { isSources: true },
  ),
  written(
    'jvm-locks',
    {
      'srv/gradle/gradle.lockfile':
        '# This is a Gradle generated file for dependency locking.\n# Manual edits can break the build and are not advised.\n# This file is expected to be part of source control.\ncom.google.guava:guava:31.0-jre=compileClasspath,runtimeClasspath\norg.springframework:spring-core:5.3.20=compileClasspath,runtimeClasspath\njunit:junit:4.13.2=testCompileClasspath,testRuntimeClasspath\nempty=annotationProcessor\n',
      'srv/maven/pom.xml':
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>com.example</groupId>\n  <artifactId>shop</artifactId>\n  <version>1.2.3</version>\n  <dependencies>\n    <dependency>\n      <groupId>org.apache.commons</groupId>\n      <artifactId>commons-text</artifactId>\n      <version>1.9</version>\n    </dependency>\n  </dependencies>\n</project>\n',
    },
    { isSources: true },
  ),
  written(
    'dotnet-locks',
    {
      'srv/lock/packages.lock.json': {
        version: 1,
        dependencies: {
          'net6.0': {
            'Newtonsoft.Json': { type: 'Direct', requested: '[12.0.1, )', resolved: '12.0.1', contentHash: 'x' },
            'System.Text.Json': { type: 'Transitive', resolved: '6.0.0', contentHash: 'x' },
            own: { type: 'Project' },
          },
        },
      },
      'srv/config/packages.config':
        '<?xml version="1.0" encoding="utf-8"?>\n<packages>\n  <package id="log4net" version="2.0.8" targetFramework="net472" />\n  <package id="analyzers" version="1.0.0" targetFramework="net472" developmentDependency="true" />\n</packages>\n',
      'srv/props/Directory.Packages.props':
        '<Project>\n  <ItemGroup>\n    <PackageVersion Include="Serilog" Version="2.10.0" />\n  </ItemGroup>\n</Project>\n',
    },
    { isSources: true },
  ),
  written(
    'beam-and-r-locks',
    {
      'srv/elixir/mix.lock': `%{\n  "jason": {:hex, :jason, "1.4.0", "${hash}", [:mix], [{:decimal, "~> 1.0 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: true]}], "hexpm", "${hash}"},\n  "plug": {:hex, :plug, "1.14.2", "${hash}", [:mix], [], "hexpm", "${hash}"},\n  "own": {:git, "https://github.com/example/own.git", "${hash.slice(0, 40)}", [branch: "main"]},\n}\n`,
      'srv/erlang/rebar.lock': `{"1.2.0",\n[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0},\n {<<"cowlib">>,{pkg,<<"cowlib">>,<<"2.11.0">>},1},\n {<<"ranch">>,{git,"https://github.com/ninenines/ranch",{ref,"${hash.slice(0, 40)}"}},1}]}.\n[\n{pkg_hash,[\n {<<"cowboy">>, <<"${hash}">>},\n {<<"cowlib">>, <<"${hash}">>}]}\n].\n`,
      'srv/r/renv.lock': {
        R: { Version: '4.2.3', Repositories: [{ Name: 'CRAN', URL: 'https://cran.rstudio.com' }] },
        Packages: {
          jsonlite: {
            Package: 'jsonlite',
            Version: '1.8.4',
            Source: 'Repository',
            Repository: 'CRAN',
            Hash: hash.slice(0, 32),
          },
        },
      },
      'srv/haskell/stack.yaml.lock': `packages:\n- completed:\n    hackage: aeson-2.0.3.0@sha256:${hash},5988\n    pantry-tree:\n      sha256: ${hash}\n      size: 37910\n  original:\n    hackage: aeson-2.0.3.0@sha256:${hash},5988\nsnapshots:\n- completed:\n    sha256: ${hash}\n    size: 649618\n    url: https://raw.githubusercontent.com/commercialhaskell/stackage-snapshots/master/lts/20/4.yaml\n  original: lts-20.4\n`,
      'srv/cabal/cabal.project.freeze':
        'active-repositories: hackage.haskell.org:merge\nconstraints: any.base ==4.17.0.0,\n             any.text ==2.0.1,\n             aeson +ordered-keymap,\n             any.aeson ==2.1.1.0\nindex-state: hackage.haskell.org 2023-01-01T00:00:00Z\n',
    },
    { isSources: true },
  ),
];
