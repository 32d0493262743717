import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundNames, fullImageNames, parseImageName } from './image-name.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

test('names are read as people write them', () => {
  const cases: [string, string, string, string | null, string | null][] = [
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', null],
    ['library/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['user/repo:tag', 'docker.io', 'user/repo', 'tag', null],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['index.docker.io/user/repo', 'docker.io', 'user/repo', 'latest', null],
    ['registry.local/shop/cart:2.4.1', 'registry.local', 'shop/cart', '2.4.1', null],
    ['registry.local:5000/cart', 'registry.local:5000', 'cart', 'latest', null],
    ['localhost/cart', 'localhost', 'cart', 'latest', null],
    ['127.0.0.1:5000/a/b/c:x', '127.0.0.1:5000', 'a/b/c', 'x', null],
    ['[::1]:5000/a', '[::1]:5000', 'a', 'latest', null],
    ['Registry.Example/a', 'registry.example', 'a', 'latest', null],
    [`nginx@${digest}`, 'docker.io', 'library/nginx', null, digest],
    [`registry.local/a:1@${digest}`, 'registry.local', 'a', '1', digest],
    ['a/b__c/d--e/f.g_h', 'docker.io', 'a/b__c/d--e/f.g_h', 'latest', null],
    ['a:_tag-1.2', 'docker.io', 'library/a', '_tag-1.2', null],
  ];
  for (const [text, host, repository, tag, wanted] of cases) {
    assert.deepEqual(parseImageName(text), { host, repository, tag, digest: wanted }, text);
  }
});

test('what is no name is refused with the reason', () => {
  const cases: [string, RegExp][] = [
    ['', /empty/],
    ['a'.repeat(1025), /long/],
    [`r.local/${'a/'.repeat(200)}b`, /long/],
    ['Nginx', /lower case/],
    ['user/Repo', /lower case/],
    ['nginx:', /tag/],
    ['nginx:-x', /tag/],
    [`nginx:${'t'.repeat(129)}`, /tag/],
    ['nginx@sha256:abc', /digest/],
    [`nginx@md5:${'a'.repeat(32)}`, /digest/],
    [`nginx@${digest.toUpperCase()}`, /digest/],
    [`nginx@${digest}@${digest}`, /digest/],
    ['a//b', /not a valid name/],
    ['/a', /not a valid name/],
    ['a/', /not a valid name/],
    ['a/../../etc', /not a valid name|host/],
    ['..', /not a valid name/],
    ['registry.local/../a', /not a valid name/],
    ['registry.local/a?x=1', /not a valid name/],
    ['registry.local/a#b', /not a valid name/],
    ['registry.local/a%2f', /not a valid name/],
    ['registry.local/a\nb', /not a valid name/],
    ['registry.local:99999/a', /not a host/],
    ['registry.local:0/a', /not a host/],
    ['user:pw@registry.local/a', /digest/],
    ['http://registry.local/a', /not a host|not a valid name/],
    ['evil.example\\@good.example/a', /digest|host/],
    ['-a.example/b', /not a host/],
    ['a_b.example/c', /not a host/],
    ['[::1/a', /not a host/],
    ['a'.repeat(64), /id of an image/],
    ['ｎginx', /not a valid name/],
    ['nginx latest', /not a valid name/],
  ];
  for (const [text, reason] of cases) {
    const parsed = parseImageName(text);
    assert.ok('reason' in parsed, text);
    assert.match(parsed.reason.en, reason, text);
  }
});

test('an image was found under the name that it was asked for by', () => {
  const cases: [text: string, names: readonly string[]][] = [
    ['nginx', ['docker.io/library/nginx:latest']],
    ['registry.local:5000/a/b:1', ['registry.local:5000/a/b:1']],
    [`registry.local:5000/a/b@${digest}`, [`registry.local:5000/a/b@${digest}`]],
    // Nobody looked at where the tag leads.
    [`registry.local:5000/a/b:1@${digest}`, [`registry.local:5000/a/b@${digest}`]],
    ['Nginx', []],
  ];
  for (const [text, names] of cases) assert.deepEqual(foundNames(text), names, text);
});

test('names that an archive gives are full ones, each once', () => {
  assert.deepEqual(fullImageNames(['nginx:1', 'docker.io/library/nginx:1', 'latest', '1.27', 'a/b', 'A:b', '']), [
    'docker.io/library/nginx:1',
    'docker.io/a/b:latest',
  ]);
});
