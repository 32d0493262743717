import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ecosystem } from '../collect/ecosystem.ts';
import type { Package } from '../model/package.ts';
import { deb } from '../versions/deb.ts';
import { npm } from '../versions/npm.ts';
import { match } from './match.ts';
import { advisory, bookworm, debian, ecosystem, inventory, js, pkg, store } from './testing/inventories.ts';

const about = 'npm/a';
const hit = ['0', '2.0.0'] as const;

test('a language package that a covered distribution package owns is judged under its owner', () => {
  const owner = pkg('deb:node-a@1.0.0-1');
  const packages = [
    owner,
    pkg('npm:a@1.0.0', { ownedBy: owner.purl }),
    pkg('npm:a@1.0.0', { ownedBy: owner.purl, path: 'copy' }),
    pkg('npm:a@1.0.0', { path: 'own' }),
  ];
  const records = [advisory('GHSA-1', about, hit), advisory('DSA-1', 'Debian:12/other', hit)];
  const whole = match(inventory(packages, { distribution: bookworm }), store(records), [js, debian]);
  assert.deepEqual(
    whole.findings.map(({ path }) => path),
    ['own'],
  );
  assert.deepEqual(whole.suppressed, [
    { id: 'GHSA-1', package: 'a', by: 'distribution', why: `owned by ${owner.purl}` },
  ]);
  assert.deepEqual(whole.gaps, []);

  const uncovered = match(inventory(packages, { distribution: bookworm }), store(records.slice(0, 1)), [js, debian]);
  assert.equal(uncovered.findings.length, 3, 'nobody speaks for the distribution');
  assert.deepEqual(uncovered.suppressed, []);

  const ownerless = match(inventory(packages.slice(1), { distribution: bookworm }), store(records), [js, debian]);
  assert.equal(ownerless.findings.length, 3, 'the owner is not there');

  const elsewhere = { ...debian, isForeign: ({ name }: { readonly name: string }) => name === owner.name };
  const foreign = match(inventory(packages, { distribution: bookworm }), store(records), [js, elsewhere]);
  assert.equal(foreign.findings.length, 3, 'the owner is of another repository');
  assert.deepEqual(foreign.suppressed, []);

  const languageOwner = [pkg('npm:o@1.0.0'), pkg('npm:a@1.0.0', { ownedBy: 'pkg:npm/o@1.0.0' })];
  assert.equal(
    match(inventory(languageOwner), store(records), [js]).findings.length,
    1,
    'the owner is no distribution package',
  );
});

test('gaps: whoever built packages of another repository, where nothing in them is known by itself', () => {
  const builtBy = { builtBy: 'Others <a@example.com>' };
  const isForeign = ({ attributes }: Package) => attributes['builtBy'] !== undefined;
  const opened = pkg('deb:opened@9-1', { attributes: { builtBy: 'Opened' } });
  const packages = [
    pkg('deb:own@9-1'),
    opened,
    pkg('npm:a@1.0.0', { ownedBy: opened.purl }),
    pkg('deb:closed@9-1', { attributes: builtBy }),
    pkg('deb:other@9-1', { attributes: builtBy }),
  ];
  const records = [advisory('GHSA-1', about, hit), advisory('DSA-1', 'Debian:12/closed', ['0', '2-1'])];
  const gapsWith = (rest: Partial<Ecosystem>) =>
    match(inventory(packages, { distribution: bookworm }), store(records), [js, { ...debian, isForeign, ...rest }])
      .gaps;
  assert.deepEqual(
    gapsWith({}).map(({ what, reason, blinds, incomplete }) => ({ what, reason, blinds, incomplete })),
    [{ what: 'packages of Others <a@example.com>', reason: 'no-advisories', blinds: ['programs'], incomplete: false }],
  );
  const asked = { ecosystem: 'Debian:12', version: '9-1' };
  const supplied = [{ ...asked, name: 'closed' }, { ...asked, name: 'closed', ofSupplier: true } as const];
  assert.deepEqual(gapsWith({ advisoryNames: () => supplied }), []);
});

test('gaps: each release or ecosystem without advisories once', () => {
  const python = ecosystem('pypi', npm, {
    advisoryNames: ({ name, version }) => [{ ecosystem: 'PyPI', name, version }],
  });
  const fedora = ecosystem('rpm', deb, { kind: 'distribution', advisoryNames: () => [] });
  const packages = [
    pkg('deb:a@1'),
    pkg('deb:b@1'),
    pkg('npm:a@1.0.0'),
    pkg('pypi:a@1.0.0'),
    pkg('pypi:b@1.0.0'),
    pkg('rpm:a@1'),
    pkg('cobol:a@1'),
  ];
  const records = store([advisory('GHSA-1', about, hit)]);
  const told = (given: typeof packages, distribution: typeof bookworm | null) =>
    match(inventory(given, { distribution }), records, [js, debian, python, fedora]).gaps.map(
      ({ what, reason }) => `${what} ${reason}`,
    );
  assert.deepEqual(told(packages, bookworm), [
    'Debian:12 no-advisories',
    'PyPI no-advisories',
    'cobol no-advisories',
    'debian:12 no-advisories',
  ]);
  assert.deepEqual(told(packages.slice(0, 2), null), ['deb packages unknown-distribution']);
  assert.deepEqual(told(packages.slice(5, 6), null), ['rpm no-advisories']);
  assert.deepEqual(told(packages.slice(2, 3), null), []);
  assert.deepEqual(told([], null), []);
  assert.deepEqual(match(inventory(packages.slice(3, 4)), records, [python]).gaps, [
    { what: 'PyPI', path: null, layer: null, reason: 'no-advisories', blinds: ['advisories'], incomplete: false },
  ]);
});

test('gaps: a program that no feed writes about is as good as unknown; one whose feed is not there is not covered', () => {
  const programs = ecosystem('generic', npm, {
    kind: 'binary',
    advisoryNames: ({ name, version }) => (name === 'busybox' ? [] : [{ ecosystem: 'Bitnami', name, version }]),
  });
  const found = match(inventory([pkg('generic:busybox@1.36.1'), pkg('generic:redis@7.2.4')]), store([]), [
    programs,
  ]).gaps;
  assert.deepEqual(
    found.map(({ what, reason, blinds }) => [what, reason, blinds]),
    [
      ['Bitnami', 'no-advisories', ['advisories']],
      ['busybox', 'no-advisories', ['programs']],
    ],
  );
});

test('gaps: one package that no feed could know is none, and an owned one needs no ecosystem of its own', () => {
  const some = ecosystem('npm', npm, {
    advisoryNames: ({ name, version }) => (name === 'private' ? [] : [{ ecosystem: 'npm', name, version }]),
  });
  const records = store([advisory('GHSA-1', about, hit), advisory('DSA-1', 'Debian:12/other', hit)]);
  assert.deepEqual(match(inventory([pkg('npm:private@1.0.0'), pkg('npm:b@1.0.0')]), records, [some]).gaps, []);
  const python = ecosystem('pypi', npm, {
    advisoryNames: ({ name, version }) => [{ ecosystem: 'PyPI', name, version }],
  });
  const owned = [pkg('deb:python3-a@1'), pkg('pypi:a@1.0.0', { ownedBy: 'pkg:deb/python3-a@1' })];
  assert.deepEqual(match(inventory(owned, { distribution: bookworm }), records, [debian, python]).gaps, []);
  const rocks = ecosystem('luarocks', npm, { advisoryNames: () => [] });
  const rock = [pkg('deb:lua-a@1'), pkg('luarocks:a@1.0.0', { ownedBy: 'pkg:deb/lua-a@1' })];
  const debianKnows = store([advisory('DSA-1', 'Debian:12/other', hit)]);
  assert.deepEqual(match(inventory(rock, { distribution: bookworm }), debianKnows, [debian, rocks]).gaps, []);
});
