import { failureFrom, PlimsollError, reasonOf } from '../base/errors.ts';
import { phrase } from '../base/text.ts';
import { type EngineAccess, openEngine } from '../images/docker/engine.ts';
import type { ProgressSink } from '../images/image-source.ts';
import { collectWords } from '../messages/baseline-collect.ts';
import type { Account } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import { collectedImage, runsAs } from './collected-image.ts';
import type { CollectedImage, Collection, UnreadImage } from './collection.ts';
import { containersOf, hostOf, localContents } from './engine-containers.ts';

export interface CollectCall {
  readonly access: EngineAccess;
  /** Labels that containers have to have; none: all containers. */
  readonly labels: readonly string[];
  readonly version: string;
  /** Reads one image of the engine, by its id. */
  readonly scan: (ref: string, progress: ProgressSink) => Promise<Report>;
  readonly progress: ProgressSink;
  readonly now: Date;
}

/** What is wrong with this machine or this call and not with one image: the next one would fail alike. */
const ownTroubles: readonly string[] = ['cannot-write', 'home-unusable', 'interrupted', 'offline'];

/** Reads all containers of the first engine that answers, and each distinct image under them once. Throws `engine-…` where none does. */
export async function collectBaseline(call: CollectCall): Promise<Collection> {
  const engine = await openEngine(call.access);
  try {
    const found = await containersOf(engine, call.labels);
    const ids = [...new Set(found.map(({ imageId }) => imageId))].sort();
    const images: CollectedImage[] = [];
    const unread: UnreadImage[] = [];
    const accounts = new Map<string, readonly Account[] | null>();
    let database: Collection['database'] = null;
    for (const [at, id] of ids.entries()) {
      const looked = await look(id, `${at + 1}/${ids.length}`, call);
      if (looked instanceof PlimsollError) {
        const what = looked.code === 'image-not-found' ? collectWords.removed : looked.what;
        unread.push({ id, code: looked.code, what });
        continue;
      }
      images.push(collectedImage(id, looked));
      accounts.set(id, looked.inventory.accounts);
      const { digest, builtAt, starter } = looked.database;
      database = { digest, builtAt, starter };
    }
    const { endpoint, version } = engine;
    return {
      schemaVersion: 1,
      tool: { name: 'plimsoll', version: call.version },
      collectedAt: call.now.toISOString(),
      engine: { name: version.name, version: version.version, address: endpoint.address, host: await hostOf(engine) },
      labels: call.labels,
      containers: found.map((one) => ({ ...one, effective: runsAs(one.user, accounts.get(one.imageId) ?? null) })),
      images,
      unread,
      local: await localContents(engine, call.access.signal),
      database,
    };
  } finally {
    engine.close();
  }
}

/** One image that cannot be read does not spoil the look at the others: it is named instead. */
async function look(
  id: string,
  place: string,
  { scan, progress, access }: CollectCall,
): Promise<Report | PlimsollError> {
  const placed: ProgressSink = {
    step: (step) => progress.step({ ...step, what: phrase(collectWords.ofImage, { place, what: step.what }) }),
  };
  try {
    return await scan(`docker:${id}`, placed);
  } catch (error) {
    access.signal.throwIfAborted();
    if (!(error instanceof PlimsollError)) return failureFrom(error, 'defect', { reason: reasonOf(error) });
    if (ownTroubles.includes(error.code)) throw error;
    return error;
  }
}
