import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerfileLabels } from '../../../src/formats/dockerfile-labels.ts';
import { has, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-red-hat-images-'));
const storage = ['--root', join(folder, 'storage'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
after(() => rmSync(folder, { recursive: true, force: true }));

/** As Red Hat's build system had them: what it knows of the image at the end. */
const dockerfile = `# Builds nothing.
FROM scratch AS build
ENV PRODNAME=other
LABEL name="build" stage=1

FROM scratch
ARG VERSION=1.3
ENV SUMMARY="Red Hat Developer Hub container" \\
    # which lies in a line of its own
    PRODNAME="rhdh" \\

    COMPNAME="hub" NESTED=\${PRODNAME:-x}
ENV OLD form of one \\
  value
LABEL summary="$SUMMARY" \\
      io.openshift.tags="$PRODNAME,\${COMPNAME}" \\
      com.redhat.component="$PRODNAME-$COMPNAME-container" \\
      name="$PRODNAME/$PRODNAME-$COMPNAME-rhel9" \\
      version=$VERSION old="$OLD" nested='$NESTED' escaped=\\$NESTED "quoted key"="a \\"b\\" \${MISSING:-c} \${NESTED:+d}"
label release=100
LABEL one value
COPY Dockerfile-rhdh-rhdh-hub-rhel9-1.3-100 root/buildinfo/
LABEL "vendor"="Red Hat, Inc." "architecture"="x86_64" "empty"="" url="https://access.redhat.com/containers/#/x"
`;

test('an image that podman builds has the labels that are read of its Dockerfile, and is known by them', async (t) => {
  if (!has(t, 'podman') || !isRoot(t)) return;
  const name = 'Dockerfile-rhdh-rhdh-hub-rhel9-1.3-100';
  const file = join(folder, name);
  writeFileSync(file, dockerfile);
  const [built, archive, home] = ['localhost/hub:1', join(folder, 'hub.tar'), join(folder, 'home')];
  run('podman', [...storage, 'build', '--isolation', 'chroot', '-q', '-t', built, '-f', file, folder]);
  const [image] = JSON.parse(run('podman', [...storage, 'image', 'inspect', built]).toString()) as [
    { Labels: Record<string, string> },
  ];
  const { 'io.buildah.version': _, ...labels } = image.Labels;
  assert.deepEqual(Object.fromEntries(dockerfileLabels(dockerfile)), labels);
  run('podman', [...storage, 'save', '-q', '-o', archive, built]);
  mkdirSync(home);
  const { stdout } = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home });
  const { packages, gaps } = JSON.parse(stdout) as { packages: { purl: string }[]; gaps: { reason: string }[] };
  assert.deepEqual(
    packages.map(({ purl }) => purl),
    ['pkg:oci/rhdh-hub-rhel9?arch=amd64&repository_url=registry.redhat.io%2Frhdh%2Frhdh-hub-rhel9&tag=1.3-100'],
  );
  assert.deepEqual(
    gaps.filter(({ reason }) => reason === 'no-advisories'),
    [],
  );
});
