import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { mutants } from '../../test/build/mutants.ts';
import { provenPayload, readEnvelope, seal, verifiedPayload } from './dsse.ts';
import { Fault } from './fault.ts';
import { keyIdOf } from './public-key.ts';

const type = 'application/vnd.in-toto+json';

test('a damaged envelope is a fault, or says what was signed', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = createPublicKey(privateKey);
  const said = { a: 'ü', b: [1, { c: null }] };
  const sealed = seal(type, '{"a":"ü","b":[1,{"c":null}]}', {
    keyId: keyIdOf(key),
    sign: (bytes) => sign(null, bytes, privateKey),
  });
  const readings = [
    (bytes: Buffer) =>
      assert.deepEqual(
        verifiedPayload(readEnvelope(bytes, type), () => key),
        said,
      ),
    (bytes: Buffer) => void provenPayload(bytes),
  ];
  for (const mutant of mutants(sealed, { seed: 20261127, count: 1000 })) {
    for (const read of readings) {
      try {
        read(mutant);
      } catch (error) {
        assert.ok(error instanceof Fault, `${error instanceof Error ? error.stack : error}\n${mutant}`);
      }
    }
  }
});
