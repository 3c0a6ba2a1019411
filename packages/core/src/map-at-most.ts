/** Runs `work` on each item, at most `limit` at once, in order of the list. The first error stops the rest. */
export async function mapAtMost<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  let isFailed = false;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length && !isFailed; index = next++) {
      const item = items[index] as T; // index < length, and the list has no holes
      try {
        results[index] = await work(item);
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
  // All have ended before an error is thrown: nobody writes after a copy has failed.
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
