import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Digest } from '../base/digest.ts';
import type { UnpackedLayer } from '../images/unpacked/unpacked-layer.ts';

/** A layer that an engine has unpacked, and what its reading is bounded by. */
export interface LayerTask {
  /** The engine's directory. */
  readonly store: string;
  readonly layer: UnpackedLayer;
  readonly diffId: Digest;
  /** Bytes of one wanted file. */
  readonly maxFileSize: number;
  /** Bytes of the whole layer. */
  readonly maxLayerSize: number;
  /** What may be remembered of it, as `harvest-weight.ts` weighs it. */
  readonly room: number;
}

/** What a thread is told when it is begun. */
export interface LayerThreadFacts {
  /** The program that it runs. */
  readonly file: string;
  /** Where compiled code is kept; null where it is not. */
  readonly compiled: string | null;
  /** Where readings are kept. */
  readonly harvests: string;
}

/** `bytes` of files have gone by; or a layer is done with, and its reading kept or not. */
export type LayerNews = { readonly bytes: number } | { readonly isKept: boolean };

/** A thread that reads one layer while this one reads another. */
export interface LayerThread {
  /**
   * Whether the layer was read, and its reading lies in the cache now. False where the thread is busy, where anything is wrong with the layer (which is told
   * when it is read here), and where there is no thread any more.
   *
   * Throws the reason of the signal when that is aborted.
   * @param seen told how many bytes of files went by, read or not
   */
  read(task: LayerTask, seen: (bytes: number) => void, signal: AbortSignal): Promise<boolean>;
  /** No further layer follows. */
  end(): void;
}

/** The same as what imports it does here: code that was compiled once is taken from where it is kept. */
const begin = `const { file, compiled } = require('node:worker_threads').workerData;
  const { enableCompileCache } = require('node:module');
  if (compiled !== null) enableCompileCache(compiled);
  require(file);`;

/**
 * The thread is begun with the first layer that it is asked to read.
 *
 * @param file the program that it runs: `wiring-layers.ts`, or what that is in the package
 * @param harvests the directory of the cache
 */
export function openLayerThread(file: string, harvests: string): LayerThread {
  let worker: Worker | null = null;
  let isOver = false;
  let told: ((news: LayerNews) => void) | null = null;
  const begun = (): Worker => {
    const compiled = getCompileCacheDir();
    const workerData: LayerThreadFacts = {
      file,
      // It has a directory for each version of Node.js there.
      compiled: compiled === undefined ? null : dirname(compiled),
      harvests,
    };
    const one = new Worker(begin, { eval: true, workerData, name: 'reading', execArgv: [], trackUnmanagedFds: false });
    const isGone = () => {
      isOver = true;
      told?.({ isKept: false });
    };
    // Whatever it ends by, the layer is read again here.
    one.on('error', isGone);
    one.on('exit', isGone);
    one.on('message', (news: LayerNews) => told?.(news));
    one.unref();
    return one;
  };
  const end = () => {
    isOver = true;
    void worker?.terminate();
  };
  return {
    end,
    read: (task, seen, signal) => {
      if (isOver || told !== null) return Promise.resolve(false);
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      const settled = () => {
        told = null;
        signal.removeEventListener('abort', aborted);
        worker?.unref();
      };
      const aborted = () => {
        settled();
        end();
        reject(signal.reason);
      };
      told = (news) => {
        if ('bytes' in news) {
          seen(news.bytes);
          return;
        }
        settled();
        resolve(news.isKept);
      };
      signal.addEventListener('abort', aborted, { once: true });
      worker ??= begun();
      worker.ref();
      worker.postMessage(task);
      return promise;
    },
  };
}
