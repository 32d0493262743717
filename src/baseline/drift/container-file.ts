import { readTar } from '../../formats/tar/read-tar.ts';
import { TarError } from '../../formats/tar/tar-entry.ts';
import { type Engine, engineFailure } from '../../images/docker/engine.ts';
import { accountFile, type FileFacts, factsTaker } from './file-facts.ts';

/** What a look at one path of a container came to: `gone` where nothing is there, `broken` where it cannot be read. */
export type FileLook = FileFacts | 'gone' | 'broken';

/**
 * A path of a container as it is now (`GET /containers/ID/archive`). Of a directory only itself is looked at, of a file at most `maxSize`
 * bytes: a longer one has no digest.
 */
export async function containerFile(engine: Engine, id: string, path: string, maxSize: number): Promise<FileLook> {
  const response = await engine.get(`/containers/${id}/archive?path=${encodeURIComponent(`/${path}`.toWellFormed())}`);
  if (response.status === 404) {
    response.discard();
    return 'gone';
  }
  if (response.status !== 200) throw await engineFailure(response, engine.endpoint.address);
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
    return 'broken';
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    return 'broken';
  }
}
