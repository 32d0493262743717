import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Quirk, type Stored, type TestRegistry, testRegistry } from '../../build/registry.ts';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { good } from './images.ts';

export type Asked = (request: IncomingMessage, response: ServerResponse, content: Stored) => void;

/** Scans an image of a registry on this machine that is honest but for its quirk. */
export function registry(
  quirk: Quirk | ((place: Place) => Quirk),
  { flags = [], tag = 'app/web:1' }: { flags?: readonly string[]; tag?: string } = {},
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const served: TestRegistry = await testRegistry(good, quirk as Quirk);
    return {
      args: ['scan', `registry:${served.host}/${tag}`, '-o', 'json', ...flags],
      stop: () => served.close(),
      env: { HOME: place.home },
    };
  };
}

/** Answers for the root manifest alone. */
export const forManifest =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'manifest') return false;
    answer(request, response, content);
    return true;
  };

/** Answers for the one layer. */
export const forLayer =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'blob' || content.bytes[0] !== 0x1f) return false;
    answer(request, response, content);
    return true;
  };

export const forConfig =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'blob' || content.bytes[0] !== 0x7b) return false;
    answer(request, response, content);
    return true;
  };

/** Answers every request below `/v2/`. */
export const always =
  (answer: (response: ServerResponse, request: IncomingMessage) => void): Quirk =>
  (request, response) => {
    answer(response, request);
    return true;
  };

export const manifestType = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
export const json = (value: unknown) => JSON.stringify(value);
export const redirect = (response: ServerResponse, location: string) =>
  void response.writeHead(307, { location }).end();

/** A lie of a registry: what it does, and the code of what Plimsoll says. */
export type Lie = readonly [name: string, error: string, quirk: Quirk, flags?: readonly string[]];

export const lieCase = ([name, error, quirk, flags = []]: Lie): HostileCase => ({
  name: `registry: ${name}`,
  prepare: registry(quirk, { flags }),
  exit: 3,
  error,
});
