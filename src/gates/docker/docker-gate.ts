import { createServer, type Socket } from 'node:net';
import { answerRefusal } from './client-answer.ts';
import { type ClientConnection, closeDown, serveConnection } from './client-connection.ts';
import { addressWords, type ListenAddress } from './gate-address.ts';
import type { GateParts } from './gate-parts.ts';
import { keptConnections } from './kept-connections.ts';
import { listen } from './listening.ts';
import { refusal } from './refusals.ts';
import { rooms } from './shared-room.ts';
import { socketReader } from './wire/socket-reader.ts';

/** A gate that accepts requests. */
export interface DockerGate {
  /** `unix:///run/plimsoll/docker.sock` */
  readonly address: string;
  /** Lets go of the address, gives requests under way some time, cuts off what then still runs. Settles when nothing does. */
  close(): Promise<void>;
}

/** Opens a gate before an engine. Throws `gate-…` errors where it cannot listen. */
export async function openDockerGate(given: GateParts, address: ListenAddress): Promise<DockerGate> {
  const kept = keptConnections();
  const parts = { ...given, engine: { ...given.engine, kept } };
  const connections = new Set<ClientConnection>();
  const shared = rooms(parts.limits.together);
  const accept = (socket: Socket) => {
    if (connections.size >= parts.limits.connections) return turnAway(socket, parts);
    const connection = serveConnection(socket, parts, shared);
    connections.add(connection);
    connection.closed.then(() => connections.delete(connection));
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, accept);
  const actual = await listen(server, address, parts.engine);
  server.on('error', (error) => parts.record({ kind: 'trouble', error }));
  return {
    address: addressWords(actual),
    async close() {
      server.close();
      for (const connection of connections) connection.finish();
      const all = Promise.all([...connections].map((connection) => connection.closed));
      const timer = setTimeout(() => {
        for (const connection of connections) connection.cut();
      }, parts.limits.drainTime);
      await all;
      clearTimeout(timer);
      kept.close();
    },
  };
}

function turnAway(socket: Socket, parts: GateParts): void {
  const asker = { socket, method: '', path: '', minor: 1, persistent: false, hasBegun: false } as const;
  const busy = refusal('busy');
  parts.record({ kind: 'refused', method: '', path: '', refusal: busy, observed: false });
  const reader = socketReader(socket);
  answerRefusal({ ...asker }, busy, parts.language)
    .then(() => closeDown(socket, reader, parts.limits.lingerTime))
    // Whoever does not stay to hear it misses nothing.
    .catch(() => socket.destroy());
}
