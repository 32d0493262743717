import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlimsollError } from '../errors.ts';
import { proxyAuthorization, proxyChoice } from './proxy.ts';

test('which proxy a URL goes through', () => {
  const both = { http_proxy: 'http://plain:3128', https_proxy: 'https://secure' };
  const cases: [string, Record<string, string>, string, string | null][] = [
    ['none set', {}, 'https://a.example/', null],
    ['by scheme', both, 'https://a.example/', 'https://secure/'],
    ['by scheme', both, 'http://a.example/', 'http://plain:3128/'],
    ['without a scheme', { HTTPS_PROXY: 'proxy:8080' }, 'https://a.example/', 'http://proxy:8080/'],
    ['lower case first', { https_proxy: 'a:1', HTTPS_PROXY: 'b:1' }, 'https://x.example/', 'http://a:1/'],
    ['not in a CGI program', { HTTP_PROXY: 'evil:1', REQUEST_METHOD: 'GET' }, 'http://x.example/', null],
    ['this machine never', both, 'https://127.0.0.1:5000/', null],
    ['this machine never', both, 'http://[::1]:5000/', null],
    ['this machine never', both, 'http://localhost/', null],
    ['all bypassed', { ...both, no_proxy: '*' }, 'https://a.example/', null],
    ['a name', { ...both, NO_PROXY: 'b.example, a.example' }, 'https://a.example/', null],
    ['a name with those below it', { ...both, NO_PROXY: 'example' }, 'https://a.example/', null],
    ['a name with a dot', { ...both, NO_PROXY: '.example' }, 'https://a.example/', null],
    ['not a name that only ends alike', { ...both, NO_PROXY: 'ample' }, 'https://a.example/', 'https://secure/'],
    ['a port', { ...both, NO_PROXY: 'a.example:443' }, 'https://a.example/', null],
    ['another port', { ...both, NO_PROXY: 'a.example:444' }, 'https://a.example/', 'https://secure/'],
    ['a network', { ...both, NO_PROXY: '10.0.0.0/8' }, 'https://10.1.2.3/', null],
    ['another network', { ...both, NO_PROXY: '10.0.0.0/8' }, 'https://11.1.2.3/', 'https://secure/'],
    ['a network of IPv6', { ...both, NO_PROXY: 'fd00::/8' }, 'https://[fd12::1]/', null],
    ['an address', { ...both, NO_PROXY: '192.168.1.1' }, 'https://192.168.1.1:5000/', null],
    ['nonsense', { ...both, NO_PROXY: '10.0.0.0/99,,[::' }, 'https://10.1.2.3/', 'https://secure/'],
  ];
  for (const [title, environment, url, proxy] of cases) {
    assert.equal(proxyChoice(environment)(new URL(url))?.href ?? null, proxy, `${title}: ${url}`);
  }
});

test('a proxy that cannot be used is named by its variable, not by its value', () => {
  for (const value of ['socks5://user:secret@host:1080', 'http://user:secret@[::/']) {
    const choose = proxyChoice({ https_proxy: value });
    assert.throws(
      () => choose(new URL('https://a.example/')),
      (error) => error instanceof PlimsollError && error.code === 'proxy-invalid' && !/secret/.test(error.message),
    );
    assert.equal(choose(new URL('http://a.example/')), null);
  }
});

test('the login of a proxy', () => {
  assert.equal(proxyAuthorization(new URL('http://h/')), null);
  assert.equal(proxyAuthorization(new URL('http://a%40b:c@h/')), `Basic ${Buffer.from('a@b:c').toString('base64')}`);
});
