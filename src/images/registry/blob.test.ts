import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../base/digest.ts';
import type { HttpResponse } from '../../base/http.ts';
import { sourceOfForeign } from './blob.ts';
import { noShelf } from './document-shelf.ts';
import type { Session } from './session.ts';

const urls = ['https://127.0.0.1:8443/a', 'https://[::1]/b', 'https://localhost/c', 'https://layers.example/d'];
const digest = sha256('a layer');

/** Which of the URLs of a layer are asked for it where its registry does not have it. */
async function asked(host: string): Promise<readonly string[]> {
  const seen: string[] = [];
  const absent = (url: URL): HttpResponse => ({ status: 404, headers: {}, url, body: nothing(), discard: () => {} });
  const session: Session = {
    name: { host, repository: 'a/b', tag: null, digest: null },
    signal: new AbortController().signal,
    shelf: noShelf,
    get: async () => absent(new URL('https://registry.example/')),
    getElsewhere: async (url) => {
      seen.push(url.href);
      return absent(url);
    },
    send: () => Promise.reject(new Error('nothing is sent')),
    close: () => {},
  };
  assert.equal(await sourceOfForeign(session, { digest, size: 7, urls }), null);
  return seen;
}

async function* nothing() {}

test('where a registry says that a layer lies on this machine, only one on this machine is believed', async () => {
  assert.deepEqual(await asked('registry.example'), ['https://layers.example/d']);
  assert.deepEqual(await asked('127.0.0.1.example:5000'), ['https://layers.example/d']);
  assert.deepEqual(await asked('127.0.0.1:5000'), urls);
});
