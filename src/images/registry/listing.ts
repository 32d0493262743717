import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { shownHost } from '../../base/http/shown-url.ts';
import type { HttpResponse } from '../../base/http.ts';
import { fill, type Text } from '../../base/text.ts';
import { JsonError, listMember, objectMember, parseObject, textMember } from '../../formats/go-json.ts';
import { nextLink } from '../../formats/link-header.ts';
import { registryFailure } from './answer.ts';
import type { RegistryPool } from './pool.ts';

/** How much of a registry's lists is believed before it counts as endless. */
export interface ListLimits {
  /** Names altogether. */
  readonly names: number;
  /** Pages altogether. */
  readonly pages: number;
}

const usualListLimits: ListLimits = { names: 500_000, pages: 20_000 };

/** Names asked for at a time. Registries give fewer where they like. */
const PAGE = 1000;
/** Registries exist that answer all tags at once, whatever was asked for. */
const MAX_PAGE_BYTES = 16 << 20;
/** A name that is longer is none, and not worth a line. */
const MAX_NAME = 1024;
const MAX_LINK = 4096;
/** Pages in a row that may bring nothing new: what a user may not see is left out of pages that are made before. */
const MAX_IDLE = 50;

/** A tag as a registry lists it. */
export interface ListedTag {
  readonly tag: string;
  /** When it was pushed, in milliseconds since 1970, where the registry says so (Google's do). */
  readonly pushed: number | null;
}

/**
 * Every repository of a registry (Docker Registry HTTP API V2, "Catalog"), as it calls them: names may be anything. Throws
 * `catalog-unavailable` where there is no such list to be had, `listing-endless` for one that does not end.
 */
export async function* listRepositories(
  pool: RegistryPool,
  signal: AbortSignal,
  limits: ListLimits = usualListLimits,
): AsyncGenerator<string> {
  const what = { host: pool.host, repository: '_catalog' };
  for await (const { names } of pages(pool, null, '/v2/_catalog', 'repositories', signal, limits, (response) => {
    const status = fill(texts.status, { status: response.status });
    return [401, 403, 404, 405, 501].includes(response.status)
      ? failure('catalog-unavailable', { host: pool.host, reason: status })
      : registryFailure(response, { ...what, tag: null, digest: null });
  }))
    yield* names;
}

/** Every tag of a repository (OCI distribution-spec, "Listing Tags"), as the registry calls them; none where there is no such repository. */
export async function* listTags(
  pool: RegistryPool,
  repository: string,
  signal: AbortSignal,
  limits: ListLimits = usualListLimits,
): AsyncGenerator<ListedTag> {
  const path = `/v2/${repository}/tags/list`;
  const name = { host: pool.host, repository, tag: null, digest: null };
  try {
    const all = pages(pool, repository, path, 'tags', signal, limits, (response) =>
      response.status === 404 ? new NoSuchList() : registryFailure(response, name),
    );
    for await (const { names, pushed } of all) {
      for (const tag of names) yield { tag, pushed: pushed.get(tag) ?? null };
    }
  } catch (error) {
    if (!(error instanceof NoSuchList)) throw error;
  }
}

class NoSuchList extends Error {
  override readonly name = 'NoSuchList';
}

interface Page {
  readonly names: readonly string[];
  readonly pushed: ReadonlyMap<string, number>;
}

type Refusal = (response: HttpResponse) => Error;

async function* pages(
  pool: RegistryPool,
  repository: string | null,
  path: string,
  member: string,
  signal: AbortSignal,
  limits: ListLimits,
  refusal: Refusal,
): AsyncGenerator<Page> {
  const ask = repository === null ? catalogAsker(pool) : pool.asker(repository);
  const called = repository ?? '_catalog';
  const endless = (reason: Text) => failure('listing-endless', { host: pool.host, list: called, reason });
  const seen = new Set<string>();
  const asked = new Set<string>();
  let idle = 0;
  for (let query: string | null = `?n=${PAGE}`; query !== null; ) {
    if (asked.has(query)) throw endless(texts.loop);
    if (asked.size >= limits.pages) throw endless(fill(texts.pages, { count: limits.pages }));
    asked.add(query);
    const url = new URL(path, pool.base);
    url.search = query;
    const response = await ask(url, signal);
    if (response.status !== 200) {
      response.discard();
      throw refusal(response);
    }
    const page = await readPage(response, member);
    const fresh = [...new Set(page.names)].filter((name) => !seen.has(name));
    for (const name of fresh) seen.add(name);
    if (seen.size > limits.names) throw endless(fill(texts.names, { count: limits.names }));
    idle = fresh.length === 0 ? idle + 1 : 0;
    yield { ...page, names: fresh };
    query = nextQuery(response, page.names, pool.base);
    if (query !== null && idle >= MAX_IDLE) throw endless(fill(texts.idle, { count: MAX_IDLE }));
    // A full page without a link may be all there is: whoever does not know `last` answers with the same again.
    if (query === null && fresh.length === PAGE)
      query = `?n=${PAGE}&last=${encodeURIComponent(page.names.at(-1) ?? '')}`;
  }
}

/** A login that is good for images is often not good for the list of all of them. */
function catalogAsker(pool: RegistryPool): ReturnType<RegistryPool['asker']> {
  const ask = pool.asker(null);
  return async (...question) => {
    try {
      return await ask(...question);
    } catch (error) {
      if (!(error instanceof PlimsollError) || !/^registry-(?:login|denied)/.test(error.code)) throw error;
      throw failureFrom(error, 'catalog-unavailable', { host: pool.host, reason: error.what });
    }
  };
}

async function readPage(response: HttpResponse, member: string): Promise<Page> {
  const host = shownHost(response.url);
  try {
    const answer = parseObject(await readWhole(response.body, MAX_PAGE_BYTES));
    const names = listMember(answer, member) ?? [];
    if (!names.every((name) => typeof name === 'string' && name !== '' && name.length <= MAX_NAME))
      throw failure('bad-answer', { host, reason: texts.noNames });
    return { names: names as readonly string[], pushed: pushTimes(answer) };
  } catch (error) {
    if (error instanceof TooLong) throw failureFrom(error, 'bad-answer', { host, reason: texts.long });
    if (error instanceof JsonError) throw failureFrom(error, 'bad-answer', { host, reason: error.reason });
    throw error;
  }
}

/** Google's registries list manifests with their tags and when they came (Artifact Registry, "tags/list" with `manifest`). */
function pushTimes(answer: Parameters<typeof objectMember>[0]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const value of Object.values(objectMember(answer, 'manifest') ?? {})) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const facts = value as Parameters<typeof objectMember>[0];
    const time = Number(textMember(facts, 'timeUploadedMs') ?? Number.NaN);
    if (!Number.isFinite(time)) continue;
    for (const tag of listMember(facts, 'tag') ?? []) if (typeof tag === 'string') times.set(tag, time);
  }
  return times;
}

/**
 * What the next page is asked for with. Registries behind proxies call themselves by other schemes, ports and paths: only the query counts.
 * Another host's list is not this one's.
 */
function nextQuery(response: HttpResponse, names: readonly string[], base: URL): string | null {
  const link = nextLink(response.headers['link']);
  if (link === null) return null;
  const host = shownHost(base);
  const url = link.length > MAX_LINK ? null : URL.parse(link, response.url.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw failure('bad-answer', { host, reason: texts.badLink });
  if (url.hostname.toLowerCase() !== base.hostname.toLowerCase())
    throw failure('bad-answer', { host, reason: fill(texts.elsewhere, { other: shownHost(url) }) });
  if (url.search !== '') return url.search;
  // A link without a query leads to where we were.
  return `?n=${PAGE}&last=${encodeURIComponent(names.at(-1) ?? '')}`;
}

const texts = {
  status: { en: 'it answers {status}', 'zh-CN': '返回 {status}' },
  loop: { en: 'its pages lead back to one that was read', 'zh-CN': '分页又回到已读过的一页' },
  pages: { en: 'it has more than {count} pages', 'zh-CN': '超过 {count} 页' },
  names: { en: 'it has more than {count} names', 'zh-CN': '超过 {count} 个名称' },
  idle: { en: '{count} pages in a row bring nothing new', 'zh-CN': '连续 {count} 页没有新内容' },
  noNames: { en: 'its list holds something that is no name', 'zh-CN': '列表中有不是名称的内容' },
  long: { en: 'a page of its list is too long', 'zh-CN': '列表的一页过长' },
  badLink: { en: 'it does not say where its next page is', 'zh-CN': '没有给出有效的下一页地址' },
  elsewhere: { en: 'its next page is said to be at {other}', 'zh-CN': '声称下一页位于 {other}' },
} as const satisfies Record<string, Text>;
