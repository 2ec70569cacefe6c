/** On each thread, under a key that all copies of the library share: how many modules of metrics it is just importing. */
const key = Symbol.for("repgeom: modules of metrics that are being imported");

const counts = globalThis as { [key]?: number };

/** A worker thread begins to import the module of a metric. @returns ends it */
export function beginImport(): () => void {
  counts[key] = (counts[key] ?? 0) + 1;
  return () => void (counts[key] = counts[key]! - 1);
}

/**
 * Whether this thread is importing the module of a metric. What that module computes would then start threads that
 * import it again, and these others, without end.
 */
export function isImporting(): boolean {
  return (counts[key] ?? 0) > 0;
}
