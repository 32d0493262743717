import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { openHarvestCache } from './collect/harvest-cache.ts';
import { detectors } from './detectors/all.ts';
import { ecosystems } from './ecosystems/all.ts';
import { ArchiveAltered } from './formats/tar-split/archive-piece.ts';
import { liesIn } from './images/unpacked/folder-below.ts';
import { layerPieces } from './images/unpacked/unpacked-layer.ts';
import { isWhole } from './scan/harvest-gaps.ts';
import type { LayerNews, LayerTask, LayerThreadFacts } from './scan/layer-thread.ts';
import { unpackedLayers } from './scan/unpacked-layers.ts';

/**
 * What a thread beside `scanning.ts` runs: it reads layers that an engine has unpacked, one after the other, and keeps what it read where the other one
 * would keep it. What it cannot read, or not as a whole, it leaves to that one, errors and all.
 */
const { harvests } = workerData as LayerThreadFacts;
const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
const tell = (news: LayerNews) => parentPort?.postMessage(news);

parentPort?.on('message', async (task: LayerTask) => {
  let isKept = false;
  try {
    isKept = await isRead(task);
  } catch (error) {
    // Told when it is read there. Whatever else it is ends this thread, and is told by that.
    if (!(error instanceof ArchiveAltered)) throw error;
  } finally {
    tell({ isKept });
    flushCompileCache();
  }
});

async function isRead({ store, layer, diffId, maxFileSize, maxLayerSize, room }: LayerTask): Promise<boolean> {
  const cache = openHarvestCache(harvests, collectors, maxFileSize);
  const { read } = unpackedLayers((others) => (others === collectors ? cache : cache.withCollectors(others)), true);
  const harvest = await read(
    {
      kind: 'unpacked',
      store,
      layer,
      pieces: () => layerPieces(layer),
      has: (path) => liesIn(layer.folder, path),
      otherwise: async () => ({ kind: 'missing', reason: 'missing' }),
    },
    diffId,
    { collectors, maxFileSize, maxLayerSize, room: () => room, signal: new AbortController().signal },
    (bytes) => tell({ bytes }),
  );
  return isWhole(harvest);
}
