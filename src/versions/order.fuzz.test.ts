import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { versionSchemes } from './all.ts';
import { versionPieces } from './testing/version-pieces.ts';

const seed = 20_260_101;

function parsed(scheme: VersionScheme, text: string): unknown {
  try {
    return scheme.parse(text);
  } catch (error) {
    if (error instanceof InvalidVersion) return null;
    throw error;
  }
}

for (const scheme of versionSchemes) {
  const pieces = versionPieces(scheme.name);
  const likely = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
  const valid = likely
    .map((text) => ({ text, version: parsed(scheme, text) }))
    .filter(({ version }) => version !== null);

  test(`${scheme.name}: parse throws InvalidVersion or nothing`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), likely), (text) => {
        const version = parsed(scheme, text);
        if (version !== null) assert.equal(scheme.compare(version, scheme.parse(text)), 0);
      }),
      campaign(seed, 1000),
    );
  });

  test(`${scheme.name}: the order is antisymmetric and transitive`, () => {
    const sign = (a: { version: unknown }, b: { version: unknown }) => scheme.compare(a.version, b.version);
    fc.assert(
      fc.property(valid, valid, valid, (a, b, c) => {
        assert.ok(sign(a, b) === -sign(b, a) || (sign(a, b) === 0 && sign(b, a) === 0));
        const [x, y, z] = [a, b, c].sort(sign) as [typeof a, typeof a, typeof a];
        assert.ok(sign(x, y) <= 0 && sign(y, z) <= 0 && sign(x, z) <= 0, `${x.text} ${y.text} ${z.text}`);
        if (sign(x, y) === 0) assert.equal(sign(x, z), sign(y, z), `${x.text} ${y.text} ${z.text}`);
      }),
      campaign(seed, 1000),
    );
  });

  test(`${scheme.name}: a hundred thousand characters take no time`, () => {
    for (const unit of ['1', '1.', 'a', '0', '~', '-', '^1', '_p1', '.a-', '1!', '+a', '٣']) {
      const text = unit.repeat(2 ** 17 / unit.length);
      const before = processorTime();
      for (const long of [`1${text}`, `1${text}1`, `1-${text}x`]) {
        const version = parsed(scheme, long);
        if (version !== null) scheme.compare(version, scheme.parse(`${long}1`));
      }
      // What takes the square of the time takes minutes; a busy machine makes a tenth of a second half of one.
      assert.ok(processorTime() - before < 2000, `"${unit}" repeated`);
    }
  });
}
