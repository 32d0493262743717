import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../base/digest.ts';
import { readBom } from './document.ts';
import { toldContents } from './told-contents.ts';

const toldOf = (document: object) =>
  toldContents(readBom(Buffer.from(JSON.stringify(document)), 'x'), sha256(''), 1).told.inventory;

test('SPDX as Trivy writes it: sources in words, layers as annotations, lists that are no packages, an unversioned program', () => {
  const said = (...comments: string[]) => ({
    annotations: comments.map((comment) => ({ annotator: 'Tool: trivy-v0.74.0', annotationType: 'OTHER', comment })),
  });
  const pkg = (id: string, locator: string, more: object) => ({
    SPDXID: `SPDXRef-${id}`,
    name: id,
    externalRefs: locator === '' ? [] : [{ referenceType: 'purl', referenceLocator: locator }],
    ...more,
  });
  const layer = `sha256:${'b'.repeat(64)}`;
  const inventory = toldOf({
    spdxVersion: 'SPDX-2.3',
    packages: [
      pkg('zlib1g', 'pkg:deb/debian/zlib1g@1.2.11?arch=amd64&distro=debian-11.11&epoch=1', {
        sourceInfo: 'built package from: zlib 1:1.2.11',
        ...said(`LayerDiffID: ${layer}`, 'PkgType: debian'),
      }),
      pkg('example.com/x', 'pkg:golang/example.com/x', said('PkgType: gobinary')),
      pkg('srv/x', '', { primaryPackagePurpose: 'APPLICATION', ...said('Class: lang-pkgs', 'Type: gobinary') }),
    ],
  });
  assert.deepEqual(
    inventory.packages.map(({ name, version, source }) => [name, version, source]),
    [
      ['zlib1g', '1:1.2.11', { name: 'zlib', version: '1:1.2.11' }],
      ['example.com/x', '(devel)', null],
    ],
  );
  assert.equal(inventory.packages[0]?.layer, layer);
  assert.deepEqual(
    inventory.gaps.map(({ what, reason }) => `${what}: ${reason}`),
    ['accounts: not-told', 'image config: not-told'],
  );
});
