import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { serve, type TestServer } from '../../../test/build/server.ts';
import { sha256 } from '../../base/digest.ts';
import type { AttachmentPlace } from '../attachment-place.ts';
import { registryAttachments } from './attachments.ts';
import { openSession } from './session.ts';

const servers: TestServer[] = [];
after(() => Promise.all(servers.map((server) => server.close())));

const subject = sha256('image');

/** What lies beside images in a repository that answers so. */
async function attachments(answer: (url: URL, response: ServerResponse) => void): Promise<AttachmentPlace> {
  const server = await serve((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname === '/v2/') response.end('{}');
    else answer(url, response);
  });
  servers.push(server);
  const name = { host: server.host, repository: 'a/b', tag: null, digest: null };
  const { signal } = new AbortController();
  const registry = { ca: null, insecureHosts: [], token: null };
  return registryAttachments(await openSession(name, { signal, offline: false, registry }, {}));
}

const list = (count: number, size = 0) => {
  const about = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: sha256('about'), size: 5 };
  return JSON.stringify({ manifests: Array.from({ length: count }, () => about) }).padEnd(size);
};

test('the list of what refers to an image has sixteen pages at most', async () => {
  const paged = (count: number) =>
    attachments((url, response) => {
      const at = Number(url.searchParams.get('at') ?? 1);
      response.writeHead(200, at === count ? {} : { link: `<?at=${at + 1}>; rel="next"` }).end(list(1));
    });
  assert.equal((await (await paged(16)).referrers(subject)).length, 16);
  await assert.rejects((await paged(17)).referrers(subject), /has no end \(bad-answer\)/);
});

test('each page of it has four mebibytes at most, and the index that stands in for it, too', async () => {
  for (const place of ['/referrers/', '/manifests/']) {
    const sized = (size: number) =>
      attachments((url, response) =>
        url.pathname.includes(place) ? response.end(list(1, size)) : response.writeHead(404).end(),
      );
    assert.equal((await (await sized(4 << 20)).referrers(subject)).length, 1, place);
    await assert.rejects((await sized((4 << 20) + 1)).referrers(subject), /more than 4194304 bytes/, place);
  }
});

test('a manifest beside an image has a mebibyte at most', async () => {
  const sized = (size: number) => attachments((_, response) => response.end(' '.repeat(size)));
  assert.equal((await (await sized(1 << 20)).tagged('sha256-1.att'))?.bytes.length, 1 << 20);
  await assert.rejects((await sized((1 << 20) + 1)).tagged('sha256-1.att'), /more than 1048576 bytes/);
  const digest = sha256(' '.repeat((1 << 20) + 1));
  await assert.rejects((await sized((1 << 20) + 1)).manifest(digest), /more than 1048576 bytes/);
});
