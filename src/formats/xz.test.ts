import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mutants } from '../../test/build/mutants.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { unxz } from './xz.ts';

/** As `xz -9e` packs it, twice in one stream of blocks (`--block-size=600`), and what it does not pack. */
const text = Buffer.from('name=zfs\0version=2.1.11-1\0'.repeat(40));
const samples = {
  packed:
    '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AQPACZdADcYSf37HmML6U5gjhOSFZtyaGmBzYO9+ZrcpaHyxIZvKZ/N0/cAAAAA2nDm6QWiz3YAAUKQCAAAAEVwd5WxxGf7AgAAAAAEWVo=',
  blocks:
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4AJXACRdADcYSf37HmML6U5gjhOSFZtyaGmBzYO9+ZrcpaHyxIZtArlgAAAYsSWpygByKMAeHNoHm0SpD1X8a/1OswtpCa7rv1pD/AIAIQEWAAAAdC/lo+ABtwAjXQA2mUOluZNcpt/vjeOetuzN5cJe5U2D+Y2ihqMSLeMVf/wAAAAAZEYAXGjXe+w20OCuoscq/8LdD5Gk0LiO8cKPRjMi0+8AAljYBFe4AyqqYfi26d8cAgAAAAAKWVo=',
  'other properties':
    '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4AQPACYTADcZDPHYSX69Ju4/Map9k/dsaLgs572r1QXW5IBFoNL8e9OmEtsAAAAAAAE6kAgAAADp/wZyqAAK/AIAAAAAAFla',
} as const;
const bytesOf = (sample: string) => Buffer.from(sample, 'base64');
const zeros = bytesOf(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM//8RAWxdAABv/f//o7f/Rz5IFXI5YVG4kijmo4YH+e7kHoLTL8U6PAFLsX7JiopNL6MN2X+m44wjEVPgWRjFdYrid/i2lH8MasDedElk4ulcU7IE2PdEDKtfDW1G6eXDdoi3llestk3haR1v+0uIEGxCy4g/XACP0E6vJiiUcR89jyThcJ6nI1/sKMuF0ZWYin4qkfIndfcZwAaYTZj92K/VkA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vuaMC5WwI+F84OBwGXEJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvEgn5lidCe0BEQDsc1On/b6ufDEan7eNMW5wnqcjX+woy4XRlZiKfiqR8id19xnABphNmP3Yr9WQD8QlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ+AvN/5UoRg+p/Hze+5owLlbAj4Xzg4HAZcQlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ5Z9yRQAAAG8OvNbpr82UAAGfBYCS9AGxMZzzscRn+wIAAAAABFla',
);

describe('what xz packed', () => {
  for (const [name, sample] of Object.entries(samples))
    test(`is unpacked: ${name}`, () => assert.deepEqual(unxz(bytesOf(sample), 1 << 20), text));

  test('that it left as it was, and nothing at all', () => {
    assert.deepEqual(
      unxz(bytesOf('/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAEcGxhaW4AAAAA5SUBKpxhmxwAAR0FuC2Arx+2830BAAAAAARZWg=='), 100),
      Buffer.from('plain'),
    );
    assert.deepEqual(unxz(bytesOf('/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo='), 100), Buffer.alloc(0));
  });

  test('is no more than was allowed for', () => {
    assert.equal(unxz(zeros, 4_000_000)?.length, 4_000_000);
    assert.equal(unxz(zeros, 3_999_999), null);
    assert.equal(unxz(bytesOf(samples.blocks), text.length - 1), null);
  });

  test('is nothing where it breaks off, or has another filter', () => {
    const whole = bytesOf(samples.packed);
    const content = whole.length - 40;
    for (let length = 0; length < content; length += 1) assert.equal(unxz(whole.subarray(0, length), 1 << 20), null);
    const filtered = bytesOf(
      '/Td6WFoAAATm1rRGAgEEACEBFgANhjUf4AErAFddAD+RRYRoPYmm2orhgzJO2QhgpnyeIJncpPY99KYnjDyr4hL4JNLRt8Vo5s0mfKXIH+ZJaLZCWJOR+xvwGJ/2YQ5WgR/vyX5Wcwj5g7DEgkl6aPfVtwRuAAAAmrHotu3Gt/YAAXOsAgAAAK4RPVGxxGf7AgAAAAAEWVo=',
    );
    assert.equal(unxz(filtered, 1 << 20), null);
    assert.equal(unxz(Buffer.from('7zXZ'), 10), null);
  });

  test('damaged anyhow: bytes within bounds, or nothing, in no time', () => {
    for (const [sample, most] of [
      [bytesOf(samples.packed), 4096],
      [bytesOf(samples.blocks), 4096],
      [zeros, 1 << 16],
    ] as const) {
      const before = processorTime();
      for (const mutant of mutants(sample, { seed: 17, count: 1000 }))
        assert.ok((unxz(mutant, most)?.length ?? 0) <= most);
      assert.ok(processorTime() - before < 5000);
    }
  });
});
