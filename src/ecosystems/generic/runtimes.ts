import { known } from './known-program.ts';

/** Languages: what runs their programs, and what compiles them. */
export const runtimes = [
  known('node', 'nodejs:node.js', 'node nodejs libnode.so', ['\0node.js/v{version}'], 'node'),
  known('deno', 'deno:deno', 'deno', ['deno-desktop/{version}', 'Deno/{version}']),
  known('bun', 'oven:bun', 'bun bun-profile', ['Bun v{version} (', '/download/bun-v{version}/']),
  known('python', 'python:python', 'python libpython.so', ['\0{named}\0'], 'python'),
  known('pypy', 'pypy:pypy', 'pypy libpypy-c.so libpypy3-c.so libpypy3.9-c.so libpypy3.10-c.so', ['[PyPy {version}']),
  known('ruby', 'ruby-lang:ruby', 'ruby libruby.so', ['\0ruby {version}'], 'ruby'),
  known(
    'php',
    'php:php',
    'php php-cgi php-fpm phpdbg php-cli libphp.so mod_php.so',
    ['X-Powered-By: PHP/{version}'],
    'php',
  ),
  known('perl', 'perl:perl', 'perl libperl.so', ['/lib/perl5/{version}', '/share/perl/{version}', '/perl/{version}\0']),
  known('openjdk', 'oracle:openjdk', 'libjvm.so', ['JRE ({version+}'], 'java'),
  known('erlang', 'erlang:erlang\\/otp', 'beam.smp beam', [
    'otp_src_{version-}/',
    '/otp-{version-}/erts',
    '/erlang-{version-}',
  ]),
  known('lua', 'lua:lua', 'lua luac liblua.so', ['$LuaVersion: Lua {version} ', 'Lua {version}  Copyright'], 'lua'),
  known('luajit', 'luajit:luajit', 'luajit libluajit.so', ['LuaJIT {version}\0', 'LuaJIT {version} -- Copyright']),
  known('swipl', 'swi-prolog:swi-prolog', 'swipl libswipl.so', ['swipl-{version}/', '/swi-prolog-{version}']),
  known('ghc', 'haskell:ghc', 'ghc', ['libHSghc-{version-}-ghc', '/ghc-{version-}/']),
  known('cabal-install', 'haskell:cabal', 'cabal', ['/cabal-install-{version-}', 'Cabal-{version-}:Distribution']),
  known('haskell-stack', 'haskell:stack', 'stack', ['/stack-{version-}']),
  known(
    'julia',
    'julialang:julia',
    'julia libjulia.so libjulia-internal.so',
    ['\0{version}\0julia version', '\0__init__\0{version}\0', '\0{version}\0branch\0'],
    'julia',
  ),
  known('dart', 'dart:dart', 'dart dartaotruntime', ['\0{version} (stable)']),
  known('rust', 'rust-lang:rust', 'rustc rustdoc librustc_driver.so libstd.so', [
    'rustc version {version} (',
    '/rustc-{version}/',
  ]),
  known('gcc', 'gnu:gcc', 'gcc g++ c++ cpp gfortran gcov gcov-tool gcov-dump gcc-ar gcc-nm gcc-ranlib lto-dump', [
    '\0{version}\0({some})\0gcc version',
    '\0{version}\0({some}) \0gcc version',
    '%s %s%s\n\0{version}\0({some}) \0(C)\0',
  ]),
  known('mono', 'mono-project:mono', 'mono mono-sgen', ['--version=number\0{version-}\0']),
  known('gawk', 'gnu:gawk', 'gawk', ['GNU Awk {version}']),
  known('bash', 'gnu:bash', 'bash', ['@(#)Bash version {version-}(']),
  known('busybox', 'busybox:busybox', 'busybox', ['BusyBox v{version}']),
  known('toybox', 'landley:toybox', 'toybox', ['toybox {version}', '\0--long\0{version}\0']),
  known('zsh', 'zsh:zsh', 'zsh', ['/zsh/{version}\0']),
];
