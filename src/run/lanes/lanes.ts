/** A job is tried this many times before the run fails. */
const attempts = 3;

/** Errors caused by the data or the caller. Trying again would only repeat them. */
const final = new Set([
  "ShapeError",
  "OptionError",
  "NumericalError",
  "MemoryError",
  "FormatError",
  "CheckpointError",
  "AbortError",
]);

/**
 * Runs all jobs on `width` lanes. The lanes take jobs from one generator, and a lane
 * tries a failed job again. The generator is the whole queue: an error that ends one
 * lane closes it, so that the other lanes start no more jobs.
 *
 * @param accept - receives each result when it is ready, in any order
 */
export async function runLanes<J, R>(
  jobs: Iterable<J>,
  width: number,
  run: (job: J) => Promise<R>,
  accept: (job: J, result: R) => void,
  signal?: AbortSignal,
): Promise<void> {
  const queue = drain(jobs);
  const course = { failed: false };
  const lane = async () => {
    for (const job of queue) {
      signal?.throwIfAborted();
      accept(job, await persist(() => run(job), course, signal));
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  signal?.throwIfAborted();
}

function* drain<J>(jobs: Iterable<J>): Generator<J> {
  yield* jobs;
}

/** Tries up to three times, but not again after another lane has failed finally. */
async function persist<R>(
  run: () => Promise<R>,
  course: { failed: boolean },
  signal: AbortSignal | undefined,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt < attempts && !course.failed && !(error instanceof Error && final.has(error.name)))
        continue;
      course.failed = true;
      throw error;
    }
  }
}
