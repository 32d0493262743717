import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { match } from '../match/match.ts';
import { store } from '../match/testing/inventories.ts';
import { ecosystems } from './all.ts';

async function read(...layers: readonly LayerFiles[]) {
  const { packages, gaps } = await inventoryOf(...layers);
  return {
    packages: packages.map(({ purl, path }) => `${decodeURIComponent(purl)} ${path}`),
    gaps: gaps.map(({ what, path, reason }) => `${what} ${path} ${reason}`),
  };
}

const konflux = {
  name: 'openshift-gitops-1/gitops-rhel8-operator',
  'org.opencontainers.image.created': '2025-04-14T02:14:26Z',
  cpe: 'cpe:/a:redhat:openshift_gitops:1.16::el8',
  architecture: 'x86_64',
};
const gitops =
  'pkg:oci/gitops-rhel8-operator?arch=amd64&repository_url=registry.redhat.io/openshift-gitops-1/gitops-rhel8-operator';
const brew = `FROM ubi9/nodejs-20-minimal:1-63
ENV PRODNAME="rhdh" \\
    COMPNAME="hub"
LABEL com.redhat.component="$PRODNAME-$COMPNAME-container" \\
      name="$PRODNAME/$PRODNAME-$COMPNAME-rhel9" \\
      version="1.3"
LABEL release=100
LABEL "vendor"="Red Hat, Inc." "architecture"="aarch64"
`;

test('an image of Red Hat is what its labels say', async () => {
  assert.deepEqual(await read({ 'root/buildinfo/labels.json': JSON.stringify(konflux) }), {
    packages: [`${gitops}&tag=1744596866 root/buildinfo/labels.json`],
    gaps: [],
  });
  const tagged = { ...konflux, name: '"openshift-gitops-1/gitops-rhel8-operator"', version: '1.16', release: '7' };
  const twice = {
    'root/buildinfo/labels.json': JSON.stringify(tagged),
    'usr/share/buildinfo/labels.json': JSON.stringify(tagged),
  };
  assert.deepEqual((await read(twice)).packages, [`${gitops}&tag=1.16-7 root/buildinfo/labels.json`]);
});

test('before there were any, what the Dockerfile of its build says, and those of what it stands on', async () => {
  const base = 'FROM scratch\nLABEL name=ubi9/ubi-minimal vendor="Red Hat, Inc."\n';
  const { packages, gaps } = await read(
    { 'root/buildinfo/Dockerfile-ubi9-minimal-9.4-1194': base },
    { 'root/buildinfo/Dockerfile-rhdh-rhdh-hub-rhel9-1.3-100': brew, 'root/buildinfo/README': 'x' },
  );
  assert.deepEqual(packages, [
    'pkg:oci/rhdh-hub-rhel9?arch=arm64&repository_url=registry.redhat.io/rhdh/rhdh-hub-rhel9&tag=1.3-100 root/buildinfo/Dockerfile-rhdh-rhdh-hub-rhel9-1.3-100',
    'pkg:oci/ubi-minimal?repository_url=registry.redhat.io/ubi9/ubi-minimal&tag=9.4-1194 root/buildinfo/Dockerfile-ubi9-minimal-9.4-1194',
  ]);
  assert.deepEqual(gaps, []);
});

test('an image that is not of Red Hat, or that is called by no name of a repository, is none', async () => {
  const labels = (changes: object) => ({ 'root/buildinfo/labels.json': JSON.stringify({ ...konflux, ...changes }) });
  for (const changes of [{ cpe: 'cpe:/a:acme:x' }, { name: '../../x' }, { name: 'a'.repeat(300) }, { name: 7 }])
    assert.deepEqual(await read(labels(changes)), { packages: [], gaps: [] });
  assert.deepEqual((await read(labels({ 'org.opencontainers.image.created': 'now' }))).packages, []);
  assert.deepEqual(
    (await read({ 'root/buildinfo/Dockerfile-x-1-2': brew.replace('Red Hat, Inc.', 'Acme') })).packages,
    [],
  );
});

test('labels that cannot be read are a gap; that no feed speaks of the image itself is none', async () => {
  assert.deepEqual(await read({ 'root/buildinfo/labels.json': '{"name":' }), {
    packages: [],
    gaps: ['build information of an image root/buildinfo/labels.json unparsable'],
  });
  const inventory = await inventoryOf({ ...releases.debian12, 'root/buildinfo/labels.json': JSON.stringify(konflux) });
  assert.deepEqual(match(inventory, store([]), ecosystems).gaps, []);
});
