import type { ConnectionKind } from './endpoint.ts';
import type { Exchange } from './engine-wire.ts';
import type { UpgradeWord } from './forwarded.ts';
import { refuse } from './refusals.ts';
import { type End, splice } from './splice.ts';
import { headText } from './wire/response-head.ts';
import { send } from './wire/socket-writer.ts';

/**
 * Whether the connection is raw after this head: after 101, and where an old client asked for a stream without an upgrade, after a 200
 * whose type says so and which has no end but that of the connection.
 */
export function becomesRaw({ head, socket }: Exchange, kind: ConnectionKind, upgrade: UpgradeWord | null): boolean {
  if (head.status === 101) {
    if (upgrade !== null) return true;
    socket.destroy();
    throw refuse('engine-down', {
      reason: { en: 'it changes the protocol unasked', 'zh-CN': '它擅自切换协议' },
    });
  }
  const type = head.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const isStream = /^application\/vnd\.docker\.(raw|multiplexed)-stream$/.test(type);
  return kind === 'hijack' && head.status === 200 && head.framing.kind === 'until-close' && isStream;
}

/** Hands the head on as the engine wrote it, and joins the two connections. */
export async function relayRaw(client: End, { head, socket, reader }: Exchange): Promise<void> {
  try {
    await send(client.socket, headText(`HTTP/1.1 ${head.status} ${head.reason}`, head.headers));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  await splice(client, { socket, reader });
}
