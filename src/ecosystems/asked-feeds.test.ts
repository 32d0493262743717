import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageEcosystems, rootEcosystem } from '../model/osv-ecosystems.ts';
import type { Package } from '../model/package.ts';
import { ecosystems } from './all.ts';

test('what packages of languages are asked for an update fetches by itself', () => {
  const asked = ecosystems
    .filter(({ kind }) => kind !== 'distribution')
    .flatMap(({ id, advisoryNames }) => {
      const pkg: Package = {
        name: id === 'maven' ? 'org.example:a' : id === 'generic' ? 'nginx' : 'acme/a',
        version: '1.0.0-root.io.1',
        type: id,
        purl: `pkg:${id}/a@1.0.0`,
        architecture: null,
        source: null,
        licenses: [],
        layer: 'sha256:',
        path: 'a',
        ownedBy: null,
        attributes: {},
      };
      const names = advisoryNames(pkg, null);
      return names === 'unknown' ? [] : names.map(({ ecosystem }) => rootEcosystem(ecosystem));
    });
  assert.ok(asked.includes('VSCode') && asked.includes('Bitnami') && asked.includes('Root'));
  assert.deepEqual([...new Set(asked)].filter((feed) => !imageEcosystems.includes(feed)).sort(), []);
});
