import { failure, type PlimsollError } from '../../base/errors.ts';
import { shownHost } from '../../base/http/shown-url.ts';
import type { HttpResponse } from '../../base/http.ts';
import type { ImageName } from '../../model/image-name.ts';

/** What an answer that is not what was asked for means. What the registry says about it in words is not shown: it could say anything. */
export function registryFailure(response: HttpResponse, { host, repository }: ImageName): PlimsollError {
  const { status, url } = response;
  if (status === 403) return failure('registry-denied', { host, repository });
  if (status === 429) return failure('registry-busy', { host });
  return failure('registry-failed', { host: shownHost(url), status, repository });
}
