import { PlimsollError } from '../../base/errors.ts';
import type { HttpResponse } from '../../base/http.ts';
import { isObject } from '../../formats/go-json.ts';
import { readTar } from '../../formats/tar/read-tar.ts';
import { type TarEntry, TarError } from '../../formats/tar/tar-entry.ts';
import type { Engine } from '../../images/docker/engine.ts';
import { accountFile, type FileFacts, factsTaker } from './file-facts.ts';

/** What a look at one path of a container came to: `gone` where nothing is there, `broken` where it cannot be read. */
export type FileLook = FileFacts | 'gone' | 'broken';

/** Go's `fs.ModeSocket`, as the engine tells modes. */
const goSocket = 1 << 24;

/**
 * A path of a container as it is now (`GET /containers/ID/archive`). Of a directory only itself is looked at, of a file at most `maxSize`
 * bytes: a longer one has no digest. One path that cannot be read keeps nobody from looking at the others.
 */
export async function containerFile(engine: Engine, id: string, path: string, maxSize: number): Promise<FileLook> {
  const response = await engine.get(`/containers/${id}/archive?path=${encodeURIComponent(`/${path}`.toWellFormed())}`);
  if (response.status !== 200) {
    response.discard();
    return response.status === 404 ? 'gone' : 'broken';
  }
  try {
    for await (const { entry, content } of readTar(response.body)) {
      const taker = factsTaker(entry, path === accountFile);
      if (entry.type !== 'file') return taker.facts(true);
      let length = 0;
      for await (const chunk of content) {
        length += chunk.length;
        if (length > maxSize) return taker.facts(false);
        taker.take(chunk);
      }
      return taker.facts(true);
    }
    // A tar archive holds no sockets: the engine leaves them out.
    return isSocket(response) ? factsTaker(socket, false).facts(true) : 'broken';
  } catch (error) {
    if (error instanceof TarError || (error instanceof PlimsollError && error.code === 'connection-lost'))
      return 'broken';
    throw error;
  }
}

const socket: TarEntry = {
  name: '',
  type: 'other',
  size: 0,
  mode: 0,
  uid: 0,
  gid: 0,
  linkName: '',
  sparse: null,
};

function isSocket({ headers }: HttpResponse): boolean {
  const stat = headers['x-docker-container-path-stat'] ?? '';
  try {
    const facts: unknown = JSON.parse(Buffer.from(stat, 'base64').toString('utf8'));
    const mode = isObject(facts) ? facts['mode'] : null;
    return typeof mode === 'number' && Math.floor(mode / goSocket) % 2 === 1;
  } catch (error) {
    // An engine that does not say is taken at its empty archive: it cannot be read.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
