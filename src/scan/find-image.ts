import { failure, PlimsollError } from '../base/errors.ts';
import type { Image, ImageSource, OpenContext } from '../images/image-source.ts';

/**
 * Opens the image that a reference means. With a scheme, its source alone; without one, each source that recognizes the text, in
 * the order in which they are registered, until one has the image.
 */
export async function findImage(ref: string, sources: readonly ImageSource[], context: OpenContext): Promise<Image> {
  const named = sources.find((source) => ref.startsWith(`${source.scheme}:`));
  if (named !== undefined) return named.open(ref.slice(named.scheme.length + 1), context);
  let first: PlimsollError | null = null;
  for (const source of sources) {
    if (!(await source.recognizes(ref))) continue;
    try {
      return await source.open(ref, context);
    } catch (error) {
      // An engine that is not there or has no such image leaves the question to the next source.
      if (!(error instanceof PlimsollError) || source === sources.at(-1) || !isAbsence(error)) throw error;
      first ??= error;
    }
  }
  throw (
    first ??
    failure('bad-reference', {
      ref,
      reason: { en: 'it is neither a file here nor the name of an image', 'zh-CN': '既不是本机的文件，也不是镜像名称' },
    })
  );
}

function isAbsence(error: PlimsollError): boolean {
  return error.code === 'image-not-found' || error.code.startsWith('engine-');
}
