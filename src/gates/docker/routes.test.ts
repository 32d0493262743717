import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endpoints } from './endpoints.ts';
import { RequestRefused } from './refusals.ts';
import { parseTarget } from './request-target.ts';
import { filledPath, findRoute } from './routes.ts';

const awkward = ['abc', 'json', 'create', 'prune', 'get', 'load', 'start', 'exec', 'a.b_c-d', 'v1.41', 'ws'];

for (const endpoint of endpoints) {
  test(`${endpoint.method} ${endpoint.path} is found by every version, whatever stands in its places`, () => {
    const places = [...endpoint.path.matchAll(/\{(\w+)(\*?)\}/g)];
    for (const word of places.length === 0 ? [''] : awkward) {
      // Routes whose own words stand in the place of a name are those routes, for the engine too.
      const values = Object.fromEntries(
        places.map(([, name, star]) => [name, star === '*' ? `reg:5000/${word}` : word]),
      );
      const path = filledPath(endpoint, values);
      const owner = endpoints.find((other) => other.method === endpoint.method && other.path === path);
      for (const prefix of ['', '/v1.24', '/v1.41', '/v1.55']) {
        if (prefix === '' && path.startsWith('/v1')) continue;
        const route = findRoute(endpoint.method, parseTarget(`${prefix}${path}`));
        const isRemoval = endpoint.method === 'DELETE' && route.endpoint?.meaning.kind === 'passes';
        if (!isRemoval) assert.equal(route.endpoint, owner ?? endpoint, path);
        assert.equal(route.version, prefix === '' ? null : prefix.slice(2));
        assert.equal(route.path, path);
        if (owner === undefined && !isRemoval) assert.deepEqual(route.parameters, values);
      }
    }
  });
}

test('a guarded route is never hidden behind one that passes', () => {
  const guarded = endpoints.filter((endpoint) => endpoint.meaning.kind !== 'passes');
  for (const endpoint of guarded) {
    for (const name of ['a', 'a/b', 'a/json', 'create', 'a/enable', 'x/start']) {
      const path = filledPath(endpoint, { id: name.replaceAll('/', '-'), name });
      assert.notEqual(findRoute(endpoint.method, parseTarget(path)).endpoint?.meaning.kind, 'passes', path);
    }
  }
});

test('every row says something of its own', () => {
  const keys = endpoints.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(
    keys.filter((key, at) => keys.indexOf(key) < at),
    [],
  );
});

describe('names as clients write them', () => {
  const cases: [target: string, parameters: Record<string, string>][] = [
    ['/images/nginx/json', { name: 'nginx' }],
    ['/images/registry.local%3A5000%2Fa%2Fb%3Atag/json', { name: 'registry.local:5000/a/b:tag' }],
    ['/images/a@sha256%3Aff/json', { name: 'a@sha256:ff' }],
    ['/images/json/json', { name: 'json' }],
    ['/images/a%2Fjson/json', { name: 'a/json' }],
    ['/containers/my%20box/json', { id: 'my box' }],
    ['/containers/json', {}],
    ['/networks/', {}],
    ['/networks/a/b', { id: 'a/b' }],
  ];
  for (const [target, parameters] of cases) {
    test(target, () => {
      const route = findRoute('GET', parseTarget(target));
      assert.notEqual(route.endpoint, null);
      assert.deepEqual(route.parameters, parameters);
    });
  }
});

test('an unknown route is unknown, and a trailing slash is none', () => {
  assert.equal(findRoute('GET', parseTarget('/future')).endpoint, null);
  assert.equal(findRoute('GET', parseTarget('/')).endpoint, null);
  assert.equal(findRoute('POST', parseTarget('/containers/a/b/start')).endpoint, null);
  assert.throws(() => findRoute('GET', parseTarget('/info/')), RequestRefused);
});
