import { type CourtesyRule, courteous, type Traffic } from '../../base/http/courtesy.ts';
import type { ImageName } from '../../model/image-name.ts';
import type { OpenOptions } from '../image-source.ts';
import { connectRegistry } from './connection.ts';
import { documentShelf } from './document-shelf.ts';
import { type RegistryAsker, registryAsker, type Session, sessionOf } from './session.ts';

/** One registry of which many images are read: one set of connections, one login for each repository, documents asked for once. */
export interface RegistryPool {
  readonly host: string;
  readonly base: URL;
  readonly traffic: Readonly<Traffic>;
  /** A conversation that costs nothing to begin and whose end closes nothing. */
  session(name: ImageName, signal: AbortSignal): Session;
  /** Asks about one repository; with null about all of them. */
  asker(repository: string | null): RegistryAsker;
  close(): void;
}

/** Bytes of manifests and configs that are kept until they are wanted again. */
const SHELF = 32 << 20;

export async function registryPool(
  host: string,
  options: Pick<OpenOptions, 'signal' | 'offline' | 'registry'>,
  courtesy: CourtesyRule,
  environment: NodeJS.ProcessEnv,
): Promise<RegistryPool> {
  const traffic: Traffic = { requests: 0, bytes: 0, refusals: 0 };
  const connection = await connectRegistry(host, options, environment, (client) =>
    courteous(client, courtesy, traffic),
  );
  const shared = { ...connection, close() {} };
  const shelf = documentShelf(SHELF);
  const askers = new Map<string | null, RegistryAsker>();
  const asker = (repository: string | null): RegistryAsker => {
    const known = askers.get(repository);
    if (known !== undefined) return known;
    const made = registryAsker(connection, repository);
    askers.set(repository, made);
    return made;
  };
  return {
    host,
    base: connection.base,
    traffic,
    session: (name, signal) => sessionOf(shared, asker(name.repository), name, signal, shelf),
    asker,
    close: connection.close,
  };
}
