import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, resultOf } from '../../../test/build/control-input.ts';
import { samplePackage } from '../../../test/sample-report.ts';
import type { Outcome } from '../../model/verdict.ts';

const installed = [
  samplePackage({ name: 'netcat-openbsd', version: '1.219-1' }),
  samplePackage({ name: 'openssl', version: '3.0.9-1' }),
  samplePackage({ name: 'openssl', version: '1.0.5', type: 'npm' }),
  samplePackage({ name: 'Flask_SQLAlchemy', version: '3.1.1', type: 'pypi', purl: 'pkg:pypi/flask-sqlalchemy@3.1.1' }),
  samplePackage({ name: '@shop/cart', version: 'next', type: 'npm', purl: 'pkg:npm/%40shop/cart@next' }),
  samplePackage({ name: '@types/lodash', version: '4.14.1', type: 'npm', purl: 'pkg:npm/%40types/lodash@4.14.1' }),
  samplePackage({ name: 'broken', version: '1', type: 'npm', purl: 'pkg:npm/%zz' }),
  samplePackage({ name: 'thing', version: '1', type: 'gem', purl: 'pkg:gem/thing@1' }),
];

const cases: readonly (readonly [settings: object, outcome: Outcome, hidden?: boolean])[] = [
  [{}, 'pass'],
  [{}, 'pass', true],
  [{ forbid: [{ name: 'netcat' }] }, 'pass'],
  [{ forbid: [{ name: 'netcat' }] }, 'unknown', true],
  [{ forbid: [{ name: 'netcat*' }] }, 'fail'],
  [{ forbid: [{ name: 'netcat*' }] }, 'fail', true],
  [{ forbid: [{ name: 'NetCat*' }] }, 'fail'],
  [{ forbid: [{ name: '*cat' }] }, 'pass'],
  [{ forbid: [{ name: 'netcat*', type: 'npm' }] }, 'pass'],
  [{ forbid: [{ name: 'flask-sqlalchemy' }] }, 'fail'],
  [{ forbid: [{ name: 'flask_sqlalchemy', type: 'pypi' }] }, 'fail'],
  [{ forbid: [{ name: 'openssl', versions: '<3.0.11-1' }] }, 'fail'],
  [{ forbid: [{ name: 'openssl', type: 'deb', versions: '<3.0.9-1' }] }, 'pass'],
  [{ forbid: [{ name: 'openssl', type: 'deb', versions: '<3.0 || >=3.0.9' }] }, 'fail'],
  [{ forbid: [{ name: 'openssl', type: 'npm', versions: '>1.0.5' }] }, 'pass'],
  [{ forbid: [{ name: '@shop/*', versions: '<2' }] }, 'unknown'],
  [{ forbid: [{ name: '@shop/*' }] }, 'fail'],
  // A name is whole: a scope is part of it, and whoever publishes under one is not whoever publishes without.
  [{ forbid: [{ name: 'lodash' }] }, 'pass'],
  [{ forbid: [{ name: '*/lodash' }] }, 'fail'],
  [{ forbid: [{ name: '@Types/Lodash' }] }, 'fail'],
  [{ minimum: [{ name: 'lodash', version: '4.17.21' }] }, 'pass'],
  [{ require: [{ name: 'lodash' }] }, 'fail'],
  [{ forbid: [{ name: 'thing' }] }, 'fail'],
  [{ forbid: [{ name: 'thing', versions: '<2' }] }, 'unknown'],
  [{ forbid: [{ name: 'openssl', versions: '<1:9' }] }, 'fail'],
  [{ minimum: [{ name: 'openssl', type: 'deb', version: '3.0.11-1~deb12u2' }] }, 'fail'],
  [{ minimum: [{ name: 'openssl', type: 'deb', version: '3.0.9-1' }] }, 'pass'],
  [{ minimum: [{ name: 'openssl', type: 'deb', version: '3.0.9-1' }] }, 'unknown', true],
  [{ minimum: [{ name: 'absent', type: 'deb', version: '3' }] }, 'pass'],
  [{ minimum: [{ name: '@shop/cart', version: '1.0.0' }] }, 'unknown'],
  [
    {
      minimum: [
        { name: '@shop/cart', version: '1.0.0' },
        { name: 'openssl', version: '9.9.9' },
      ],
    },
    'fail',
  ],
  [{ require: [{ name: 'auditd' }] }, 'fail'],
  [{ require: [{ name: 'auditd' }] }, 'unknown', true],
  [{ require: [{ name: 'openssl' }] }, 'pass'],
  [{ require: [{ name: 'openssl', type: 'pypi' }] }, 'fail'],
  [{ require: [{ name: 'openssl', versions: '>=3' }] }, 'pass'],
  [{ require: [{ name: 'openssl', versions: '>=4' }] }, 'fail'],
  [{ require: [{ name: '@shop/cart', versions: '>=4' }] }, 'unknown'],
  [{ require: [{ name: 'net*' }] }, 'pass'],
];

for (const [settings, outcome, hidden] of cases) {
  test(`${JSON.stringify(settings)}${hidden ? ' with packages hidden' : ''}: ${outcome}`, () => {
    const gaps = hidden ? [gap()] : [];
    const result = resultOf('packages', settings, controlInput({ inventory: { packages: installed, gaps } }));
    assert.equal(result.outcome, outcome, result.message.en);
  });
}

test('each failure says which package and which rule', () => {
  const settings = {
    forbid: [{ name: 'netcat*' }],
    minimum: [{ name: 'openssl', type: 'deb', version: '3.0.11-1' }],
    require: [{ name: 'auditd' }, { name: 'openssl', type: 'deb', versions: '>=4' }],
  };
  const { evidence, message } = resultOf('packages', settings, controlInput({ inventory: { packages: installed } }));
  assert.deepEqual(
    evidence.map(({ purl, path, layer, type, ...rest }) => rest),
    [
      { package: 'netcat-openbsd', version: '1.219-1', forbidden: 'netcat*' },
      { package: 'openssl', version: '3.0.9-1', minimum: '3.0.11-1' },
      { package: 'auditd', required: 'auditd', missing: true },
      { package: 'openssl', version: '3.0.9-1', required: 'openssl (deb) >=4' },
    ],
  );
  assert.equal(message.en, 'rules are broken 4 times');
});
