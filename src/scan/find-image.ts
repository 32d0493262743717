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
      if (!(error instanceof PlimsollError)) throw error;
      // An engine that is not there or has no such image leaves the question to the next source.
      if (source === sources.at(-1) || !isAbsence(error)) throw first === null ? error : toldAfter(first, error);
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

/** Whoever meant an image of this machine would not know from the last answer alone why it was not found. */
function toldAfter(first: PlimsollError, error: PlimsollError): PlimsollError {
  const { en, 'zh-CN': chinese } = error.remedy;
  error.remedy = {
    en: `${en} This machine was asked first: ${first.what.en}.`,
    'zh-CN': `${chinese}此前已查询本机：${first.what['zh-CN']}。`,
  };
  return error;
}

function isAbsence(error: PlimsollError): boolean {
  return error.code === 'image-not-found' || error.code.startsWith('engine-');
}
