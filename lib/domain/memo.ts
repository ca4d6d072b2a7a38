/**
 * Remembers the results of a pure function of one key, at most `limit` of them. A full memory is
 * emptied rather than aged: the callers' keys are days, and a run of days refills it at once.
 */
export function boundedMemo<K, V extends {}>(limit: number, compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const hit = known.get(key);
    if (hit !== undefined) return hit;
    const made = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, made);
    return made;
  };
}
