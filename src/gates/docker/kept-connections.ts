import type { EngineConnection, KeptConnections } from './engine-wire.ts';

const MOST = 16;

/** Milliseconds. Engines close what says nothing for minutes; those that do not are left in peace as well. */
const IDLE_TIME = 60_000;

/**
 * Connections to an engine between two requests: to make one takes longer than what most questions take to be answered. Whatever comes on
 * one that waits, an end or bytes that nobody asked for, is its end: an answer is never read from what came before its request.
 */
export function keptConnections(): KeptConnections & { close(): void } {
  const kept = new Map<EngineConnection, () => void>();
  let isOpen = true;

  return {
    take() {
      for (const [connection, forget] of kept) {
        forget();
        if (connection.socket.writable) return connection;
      }
      return null;
    },
    give(connection) {
      const { socket, reader } = connection;
      const isIdle = socket.writable && !reader.holds();
      if (!isOpen || !isIdle || kept.size >= MOST) return void socket.destroy();
      const drop = () => {
        forget();
        socket.destroy();
      };
      const timer = setTimeout(drop, IDLE_TIME).unref();
      const forget = () => {
        kept.delete(connection);
        clearTimeout(timer);
        socket.off('readable', drop).off('end', drop).off('error', drop).off('close', drop);
      };
      kept.set(connection, forget);
      socket.on('readable', drop).on('end', drop).on('error', drop).on('close', drop);
    },
    close() {
      isOpen = false;
      for (const [{ socket }, forget] of kept) {
        forget();
        socket.destroy();
      }
    },
  };
}
