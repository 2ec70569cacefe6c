// What a process holds after garbage collection, and whether repeating a job makes it hold more. Needs --expose-gc.
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** KiB of the heap of this thread with what it owns outside, and MiB of the whole process with all its threads. */
export async function heldNow() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await rest(5); // finalizers run between collections
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 2 ** 10, resident: rss / 2 ** 20 };
}

/**
 * KiB that the heap may grow by: what the host compiles and records in passing, and a little a call. Calls that were
 * kept alive grew it by 20 to 120 KiB each.
 */
const heapBound = (calls) => 480 + 2 * calls;

/**
 * Repeats a job, at most so often and no longer than so many seconds.
 * @param warm - calls before the first measurement: they compile, and start threads
 */
export async function growthOf(job, { calls, seconds, warm = 10 }) {
  for (let call = 0; call < warm; call++) await job();
  const before = await heldNow();
  const end = performance.now() + 1000 * seconds;
  let done = 0;
  while (done < calls && performance.now() < end) {
    await job();
    done++;
  }
  const after = await heldNow();
  return {
    calls: done,
    heap: after.heap - before.heap,
    resident: after.resident - before.resident,
    bound: heapBound(done),
  };
}

/**
 * Growth from the first figure, which is taken after some warming up, to the last, beside its bounds in MiB.
 * Where a host does not tell a figure, it is NaN and has no verdict.
 */
export function grownBeyond(seen, bound) {
  return Object.entries({ heap: "heap", resident: "process" }).flatMap(([key, what]) => {
    const grown = seen.at(-1)[key] - seen[0][key];
    return Number.isNaN(grown) ? [] : [{ what, grown, most: bound[key], isWorse: grown > bound[key] }];
  });
}
