import { type Digest, isDigest } from '../../../base/digest.ts';
import { PlimsollError, reasonOf } from '../../../base/errors.ts';
import { printable } from '../../../base/printable.ts';
import { fill } from '../../../base/text.ts';
import { isObject } from '../../../formats/go-json.ts';
import { parseImageName } from '../../../model/image-name.ts';
import type { Question } from '../../../model/question.ts';
import type { RegistryLogin } from '../../../model/registry-login.ts';
import type { EngineAnswer } from '../engine-client.ts';
import { type EngineRequest, headerValue, queryValue, withQuery } from '../engine-request.ts';
import type { GuardContext, GuardOutcome } from '../guard.ts';
import { clientLogin } from './client-login.ts';
import { engineImage } from './engine-image.ts';
import type { Described, GuardServices } from './guard-services.ts';
import { guardWords } from './guard-words.ts';
import { asks, questionOf } from './questions.ts';
import { refuse } from './refusals.ts';

/**
 * `docker pull`: the name is resolved to a digest first, the digest is asked for, pulled by, and tagged as asked afterwards. What came is
 * looked at once more by its content, and removed where it is not what was allowed.
 *
 * The registry is asked as whoever the client says that it is, by the engine and by this process alike, and as nobody where it does not
 * say: a gate that is logged in itself must not get for its clients what they may not have.
 */
export async function pull(
  given: string,
  request: EngineRequest,
  context: GuardContext,
  services: GuardServices,
): Promise<GuardOutcome> {
  const tag = queryValue(request.query, 'tag') ?? '';
  const name = askedName(given, tag);
  if ('reason' in name) {
    const image = printable(given, 200);
    return refuse(400, 'bad-name', fill(guardWords.badName, { image, reason: name.reason }), guardWords.goodName);
  }
  // `latest` is what is meant where nobody named a tag; the engine would take all of them.
  if (tag === '' && name.digest === null && !hasTag(given))
    return refuse(403, 'ambiguous', fill(guardWords.allTags, { image: printable(given, 200) }), guardWords.allTagsNext);
  const client = clientLogin(request.headers);
  if (client.kind === 'malformed') return refuse(400, 'bad-login', guardWords.badLogin, guardWords.badLoginNext);
  const login = client.kind === 'somebody' ? client.login : null;
  const repository = `${name.host}/${name.repository}`;
  const full = name.tag === null ? `${repository}@${name.digest}` : `${repository}:${name.tag}`;
  const digest = await resolve(name.digest === null ? full : `${repository}@${name.digest}`, request, context);
  if (typeof digest !== 'string') return digest;
  if (name.digest !== null && name.digest !== digest)
    throw new Error('the registry names other content than was asked for');
  const scanRef = `registry:${repository}@${digest}`;
  const described = await describe(scanRef, login, request, context, services);
  if ('kind' in described) return described;
  const question: Question = {
    act: 'pull',
    asked: printable(full, 200),
    names: [full],
    identity: described.fingerprint,
    origins: [full],
    scanRef,
    scanLogin: () => login,
    labels: described.config.labels,
    ownUser: described.config.user,
    user: null,
  };
  const refusal = await asks(question, context);
  if (refusal !== null) return refusal;
  const query = withQuery(withQuery(request.query, 'fromImage', repository), 'tag', digest);
  const answer = await context.forward({ query });
  if (answer.status !== 200) return { kind: 'relay', answer };
  return { kind: 'relay', answer, body: followed(answer, { repository, digest, tag: name.tag, question }, context) };
}

/** As the engine reads the two parameters: a tag (or digest) of its own stands in for the one in the name. */
function askedName(given: string, tag: string): ReturnType<typeof parseImageName> {
  if (tag === '') return parseImageName(given);
  const name = parseImageName(given);
  if ('reason' in name) return name;
  return parseImageName(`${name.host}/${name.repository}${isDigest(tag) ? '@' : ':'}${tag}`);
}

function hasTag(given: string): boolean {
  return given.lastIndexOf(':') > given.lastIndexOf('/');
}

/** The digest that the registry names at this moment, asked through the engine, which has the client's login. */
async function resolve(
  full: string,
  request: EngineRequest,
  { engine, signal }: GuardContext,
): Promise<Digest | GuardOutcome> {
  const login = headerValue(request.headers, 'x-registry-auth');
  const headers = login === undefined ? [] : ([['x-registry-auth', login]] as const);
  const path = `/distribution/${full}/json`;
  const { status, value } = await engine.json({ method: 'GET', version: null, path, headers }, signal);
  const descriptor = isObject(value) && isObject(value['Descriptor']) ? value['Descriptor'] : {};
  const { digest } = descriptor;
  if (status === 200 && isDigest(digest)) return digest;
  const said =
    isObject(value) && typeof value['message'] === 'string' ? value['message'] : `the engine answers ${status}`;
  return unresolved(full, said, status === 404 ? 404 : 502);
}

/** What the digest names for the engine's platform: the manifest of an index is another one for each. */
async function describe(
  ref: string,
  login: RegistryLogin | null,
  { query }: EngineRequest,
  { signal }: GuardContext,
  services: GuardServices,
): Promise<Described | GuardOutcome> {
  const platform = queryValue(query, 'platform') ?? '';
  try {
    return await services.describe({ ref, login, platform: platform === '' ? null : platform, signal });
  } catch (error) {
    if (error instanceof PlimsollError) return unresolved(ref.slice('registry:'.length), error.what.en, 502);
    throw error;
  }
}

function unresolved(image: string, reason: string, status: 404 | 502): GuardOutcome {
  const what = fill(guardWords.unresolved, { image: printable(image, 200), reason: printable(reason, 300) });
  return refuse(status, 'unresolved', what, guardWords.unresolvedNext);
}

interface Pulled {
  readonly repository: string;
  readonly digest: Digest;
  readonly tag: string | null;
  readonly question: Question;
}

/** The engine's progress, and behind it what became of the image: looked at even where the client has gone, since the engine may go on. */
async function* followed(answer: EngineAnswer, pulled: Pulled, context: GuardContext): AsyncGenerator<Uint8Array> {
  let tail = '';
  let isOver = false;
  try {
    for await (const chunk of answer.body) {
      yield chunk;
      tail = (tail + Buffer.from(chunk).toString('utf8')).slice(-4096);
    }
    isOver = true;
  } finally {
    if (!isOver) await settled({ ...pulled, tag: null }, { ...context, signal: AbortSignal.timeout(settleTime) });
  }
  // A pull that failed has said so in its stream, and left nothing.
  if (/"errorDetail"/.test(tail)) return;
  yield Buffer.from(await settled(pulled, context));
}

/** Milliseconds. */
const settleTime = 60_000;

/** Looks at what was pulled, tags it or removes it, and returns the lines to end the progress with. */
async function settled({ repository, digest, tag, question }: Pulled, context: GuardContext): Promise<string> {
  const pulledName = `${repository}@${digest}`;
  const lines = (why: string) => errorLine(`${fill(guardWords.changed, { image: question.asked }).en}${why}`);
  try {
    const image = await engineImage(pulledName, context);
    if (image === null) throw new Error('the engine does not have it');
    const asked = { ...questionOf('pull', question.asked, image, null), names: question.names };
    const decision = await context.decide({ ...asked, origins: question.origins });
    if (!decision.admitted) throw new Error(decision.reason.en);
    if (tag !== null) await tagged(pulledName, repository, tag, context);
    return '';
  } catch (error) {
    await remove(pulledName, context);
    return lines(` (${reasonOf(error)})`);
  }
}

async function tagged(name: string, repository: string, tag: string, { engine, signal }: GuardContext): Promise<void> {
  const query = [
    ['repo', repository],
    ['tag', tag],
  ] as const;
  const answer = await engine.call({ method: 'POST', version: null, path: `/images/${name}/tag`, query }, signal);
  answer.discard();
  if (answer.status !== 201) throw new Error(`the engine answers ${answer.status} when asked to tag it`);
}

/** An image that stays although it should go cannot be run all the same: every container of it is asked for. */
async function remove(name: string, { engine }: GuardContext): Promise<void> {
  // Not ended by a client that goes away now.
  const answer = await engine.call(
    { method: 'DELETE', version: null, path: `/images/${name}` },
    AbortSignal.timeout(settleTime),
  );
  answer.discard();
}

function errorLine(message: string): string {
  const said = `plimsoll: ${message}`;
  return `${JSON.stringify({ errorDetail: { message: said }, error: said })}\r\n`;
}
