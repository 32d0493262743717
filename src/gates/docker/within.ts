/** What a promise comes to, or the error of `late` where it takes longer than `time` milliseconds. It is not stopped by that. */
export async function within<T>(time: number, late: () => Error, promise: Promise<T>): Promise<T> {
  const { promise: timedOut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), time);
  try {
    return await Promise.race([promise, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
