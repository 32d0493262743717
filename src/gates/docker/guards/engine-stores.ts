import { isObject, textMember } from '../../../formats/go-json.ts';
import type { EngineClient } from '../engine-client.ts';

/** Where engines and containerd keep images and containers, unless they are told otherwise. */
const usualStores = ['/var/lib/docker', '/var/lib/containerd'];

/** Where this engine keeps images and containers. It is asked once: a new place needs an engine that is started with other settings. */
export function engineStores(engine: EngineClient): (signal: AbortSignal) => Promise<readonly string[]> {
  let known: readonly string[] | null = null;
  return async (signal) => {
    if (known !== null) return known;
    const { status, value } = await engine.json({ method: 'GET', version: null, path: '/info' }, signal);
    const root = isObject(value) ? (textMember(value, 'DockerRootDir') ?? '') : '';
    if (status !== 200 || !root.startsWith('/')) throw new Error('the engine does not say where it keeps images');
    known = [...new Set([...usualStores, root])];
    return known;
  };
}
