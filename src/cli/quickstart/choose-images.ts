import { durationWords } from '../../base/duration.ts';
import { fill, type Text } from '../../base/text.ts';
import type { LocalImage } from '../../images/docker/local-images.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import type { Services } from '../services.ts';

/** What the quick start will look at, and how it came to that. */
export interface Choice {
  readonly refs: readonly string[];
  /** How many images there are besides. */
  readonly leftOut: number;
  readonly why: Text;
  /** Milliseconds that looking at one of them may take; null for as long as it takes. */
  readonly time: number | null;
  /** There is an engine, and this user may not ask it. */
  readonly forbidden: boolean;
}

/** An engine that does not say what it is within this time is not waited for. Milliseconds. */
const patience = 5000;
/** A machine may have any number of files; this is a first look. Milliseconds. */
const timeForRoot = 60_000;

/** The newest images of the first engine that answers; this machine's own files where there are none. */
export async function chooseRefs(
  { engines }: Pick<Services, 'engines'>,
  {
    limit,
    offline,
    signal,
    time,
  }: {
    readonly limit: number;
    readonly offline: boolean;
    readonly signal: AbortSignal;
    /** Milliseconds, as somebody asked for them; null where nobody did. */
    readonly time: number | null;
  },
): Promise<Choice> {
  const short = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const probed = await engines.probe({ offline, signal: short });
  signal.throwIfAborted();
  const root = { refs: ['rootfs:/'], leftOut: 0, forbidden: false, time: time ?? timeForRoot };
  const words = { time: durationWords(root.time) };
  const answering = probed.find(({ engine }) => engine !== null);
  if (answering === undefined) {
    const closed = probed.find(({ trouble }) => trouble === 'EACCES' || trouble === 'EPERM');
    if (closed === undefined) return { ...root, why: fill(texts.noEngine, words) };
    return { ...root, why: fill(texts.forbidden, { address: closed.address, ...words }), forbidden: true };
  }
  const engine = `${answering.engine} (${answering.address})`;
  const all = await engines.images({ offline, signal });
  if (all.length === 0) return { ...root, why: fill(texts.noImages, { engine, ...words }) };
  const { images, leftOut } = newestImages(all, limit);
  const why = fill(texts.looking, { engine, count: images.length, all: images.length + leftOut });
  return { refs: images.map((image) => `docker:${image.name}`), leftOut, why, forbidden: false, time };
}

export interface ChosenImages {
  readonly images: readonly LocalImage[];
  /** How many there are besides. */
  readonly leftOut: number;
}

/** The newest images, each content once; a named one before its nameless twin, and before what builds left behind. */
export function newestImages(all: readonly LocalImage[], limit: number): ChosenImages {
  const byId = new Map<string, LocalImage>();
  for (const image of all) {
    const before = byId.get(image.id);
    if (before === undefined || (isNameless(before) && !isNameless(image))) byId.set(image.id, image);
  }
  const images = [...byId.values()].sort(
    (a, b) =>
      Number(isNameless(a)) - Number(isNameless(b)) ||
      Date.parse(b.created) - Date.parse(a.created) ||
      (a.name < b.name ? -1 : 1),
  );
  return { images: images.slice(0, limit), leftOut: Math.max(0, images.length - limit) };
}

function isNameless(image: LocalImage): boolean {
  return image.name === image.id || image.name.startsWith('sha256:');
}
