import { createHash } from 'node:crypto';
import type { Digest } from '../../../base/digest.ts';
import { printable } from '../../../base/printable.ts';
import { fullImageName } from '../../../model/image-name.ts';
import { type EngineRequest, type Query, queryValue } from '../engine-request.ts';
import type { Guard, GuardContext, GuardOutcome } from '../guard.ts';
import type { Spooled } from '../spool.ts';
import type { GuardServices } from './guard-services.ts';
import { guardWords } from './guard-words.ts';
import { pull } from './image-pull.ts';
import { asks } from './questions.ts';
import { refuse } from './refusals.ts';
import { handedOn, isSpooled, spooledBody } from './spooled-body.ts';

/** `POST /images/create` is two things: a pull where it has `fromImage`, an import where it has `fromSrc`. */
export function imageCreate(services: GuardServices): Guard {
  return async (request, context) => {
    const [image, source] = [queryValue(request.query, 'fromImage') ?? '', queryValue(request.query, 'fromSrc') ?? ''];
    if (image !== '' && source !== '') return refuse(400, 'ambiguous', guardWords.twoSources, guardWords.oneSource);
    if (image !== '') return pull(image, request, context, services);
    if (source !== '-') return refuse(403, 'unseen', guardWords.fromUrl, guardWords.fromUrlNext);
    return imported(request, context, services);
  };
}

/** `docker import`: the file system becomes the one layer of an image, and is known by that layer. */
async function imported(
  { query, body }: EngineRequest,
  context: GuardContext,
  services: GuardServices,
): Promise<GuardOutcome> {
  const spooled = await spooledBody(body, context.signal, services);
  if (!isSpooled(spooled)) return spooled;
  let refusal: GuardOutcome | null;
  try {
    refusal = await importRefusal(await digestOf(spooled), query, context);
  } catch (error) {
    await spooled.close();
    throw error;
  }
  if (refusal === null) return handedOn(spooled, { size: spooled.size, content: spooled.bytes() }, context);
  await spooled.close();
  return refusal;
}

function importRefusal(diffId: Digest, query: Query, context: GuardContext): Promise<GuardOutcome | null> {
  const [repo, tag] = [queryValue(query, 'repo') ?? '', queryValue(query, 'tag') ?? ''];
  const asked = tag === '' ? repo : `${repo}:${tag}`;
  const name = fullImageName(asked);
  return asks(
    {
      act: 'import',
      asked: printable(asked === '' ? diffId : asked, 200),
      names: name === null ? [] : [name],
      identity: { configDigest: null, manifestDigest: null, indexDigest: null, diffIds: [diffId], chainId: diffId },
      origins: [],
      scanRef: null,
      labels: {},
      ownUser: null,
      user: null,
    },
    context,
  );
}

async function digestOf(spooled: Spooled): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of spooled.bytes()) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
