import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientLogin } from './client-login.ts';

const encoded = (text: string) => {
  const plain = Buffer.from(text).toString('base64url');
  return plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
};
const read = (value: string) => clientLogin([['x-registry-auth', value]]);
const origin = 'X-Registry-Auth';

const cases: readonly (readonly [string, string, object | 'nobody' | 'malformed'])[] = [
  ['nothing', '', 'nobody'],
  ['an empty object, as the docker CLI sends it', 'e30=', 'nobody'],
  ['null', encoded('null'), 'nobody'],
  [
    'a password',
    encoded('{"username":"me","password":"s3cret","serveraddress":"https://index.docker.io/v1/"}'),
    { kind: 'password', user: 'me', password: 's3cret', origin },
  ],
  [
    'keys in any case',
    encoded('{"UserName":"me","PASSWORD":"p"}'),
    { kind: 'password', user: 'me', password: 'p', origin },
  ],
  [
    'a password with letters of all kinds',
    encoded('{"username":"é","password":"ÿþ?>~"}'),
    { kind: 'password', user: 'é', password: 'ÿþ?>~', origin },
  ],
  [
    'an identity token before a password',
    encoded('{"username":"me","password":"p","identitytoken":"t"}'),
    { kind: 'identity-token', token: 't', origin },
  ],
  [
    'a registry token before all',
    encoded('{"username":"me","password":"p","identitytoken":"t","registrytoken":"r"}'),
    { kind: 'access-token', token: 'r', origin },
  ],
  ['a password of nobody', encoded('{"password":"p"}'), 'nobody'],
  ['members that the engine does not know', encoded('{"hello":{"a":1}}'), 'nobody'],
  ['without its padding', 'e30', 'malformed'],
  ['the other alphabet', Buffer.from('{"username":"me","password":"ÿþ?>~"}').toString('base64'), 'malformed'],
  ['no base64', '{"username":"me"}', 'malformed'],
  ['no JSON', encoded('hello'), 'malformed'],
  ['a list', encoded('[]'), 'malformed'],
  ['a number for a name', encoded('{"username":1}'), 'malformed'],
  ['two names', encoded('{"username":"me","Username":"you"}'), 'malformed'],
  ['a second document', encoded('{"username":"me"}{}'), 'malformed'],
  ['a token that would end its header', encoded('{"registrytoken":"a\\r\\nx: y"}'), 'malformed'],
];

describe('the login that a client sends with a pull', () => {
  for (const [about, value, expected] of cases)
    test(about, () => {
      const found = read(value);
      const is = found.kind === 'somebody' ? found.login : found.kind;
      assert.deepEqual(is, expected);
    });

  test('no header', () => assert.deepEqual(clientLogin([]), { kind: 'nobody' }));
});
