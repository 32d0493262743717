/** Does one thing for each of many, a few at a time. The results stand in the order of what they are about; the first failure ends it. */
export async function inParallel<T, R>(
  all: readonly T[],
  most: number,
  work: (one: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(all.length);
  const queue = all.entries();
  const lane = async () => {
    for (const [at, one] of queue) results[at] = await work(one, at);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, lane));
  return results;
}
