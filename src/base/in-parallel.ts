/**
 * Does one thing for each of many, a few at a time. The results stand in the order of what they are about. The first failure ends it, as soon as
 * what else was begun has come to its end: nothing goes on behind the back of whoever called.
 *
 * @param hurry is told of that failure, to break off what else was begun
 */
export async function inParallel<T, R>(
  all: readonly T[],
  most: number,
  work: (one: T, at: number) => Promise<R>,
  hurry: (failure: unknown) => void = () => {},
): Promise<R[]> {
  const results: R[] = new Array(all.length);
  const failures: unknown[] = [];
  const queue = all.entries();
  const lane = async () => {
    for (const [at, one] of queue) {
      if (failures.length > 0) return;
      try {
        results[at] = await work(one, at);
      } catch (error) {
        failures.push(error);
        if (failures.length === 1) hurry(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}
